"""What places in a song are called in sentences: written out, because other languages need articles that fit."""

EACH = {
    "the intro": "intro",
    "the verse": "verse",
    "the pre-chorus": "pre_chorus",
    "the chorus": "chorus",
    "the post-chorus": "post_chorus",
    "the bridge": "bridge",
    "the solo": "solo",
    "the break": "break",
    "the outro": "outro",
}
LAST = {
    "the last intro": "intro",
    "the last verse": "verse",
    "the last pre-chorus": "pre_chorus",
    "the last chorus": "chorus",
    "the last post-chorus": "post_chorus",
    "the last bridge": "bridge",
    "the last solo": "solo",
    "the last break": "break",
    "the last outro": "outro",
}
COUNTED = {
    "intro": "intro",
    "verse": "verse",
    "pre-chorus": "pre_chorus",
    "chorus": "chorus",
    "post-chorus": "post_chorus",
    "bridge": "bridge",
    "solo": "solo",
    "break": "break",
    "outro": "outro",
}


def section_name(kind: str, number: int) -> str:
    """ "the chorus" for 0, "the last chorus" below it, "chorus 2" above."""
    table = COUNTED if number > 0 else LAST if number < 0 else EACH
    name = next(name for name, of in table.items() if of == kind)
    return f"{name} {number}" if number > 0 else name
