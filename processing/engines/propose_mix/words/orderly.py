"""Spanish orders as they are said in Spain, Mexico and Argentina, brought to one: "subí", "súbele", "suba" are "sube",
"bajala" and "bájenla" are "baja la"."""

import re
from functools import cache, partial

_AR = r"{0}(?:a|ar|ad|ando|amos)|{1}(?:e|es|en|emos)"
_REGULAR = (
    "quita", "levanta", "aumenta", "recorta", "controla", "limpia", "ensancha", "silencia", "mutea", "elimina",
    "atenua", "realza", "calla", "borra", "deja", "echa", "manda", "lleva", "regresa", "aplasta", "satura", "acerca",
    "suaviza", "apaga", "saca", "arregla", "aleja",
)  # fmt: skip
"""What sounds like "quita" in all its forms."""
_SPELT = {"c": "qu", "g": "gu", "z": "c"}
"""How the last letter of a stem is written before an e."""
_OTHERS = {
    "sube": r"sub(?:e|i|a|an|as|ir|id|iendo|amos)",
    "baja": r"baj(?:a|e|es|en|ar|ad|ando|amos|emos)",
    "pon": r"pon(?:e|er|ed|ga|gas|gan|iendo|gamos)?",
    "mete": r"met(?:e|er|ed|a|as|an|iendo)",
    "haz": r"ha(?:z|ce(?! falta)|cer|ced|ga|gas|gan|ciendo)",
    "reduce": r"redu(?:ce|ci|cir|cid|zca|zcas|zcan)",
    "añade": r"(?:añad(?:e|i|a|as|an|ir|id)|agreg(?:a|ar|ad)|agregu(?:e|es|en))",
    "corta": r"cort(?:a|ar|ad|ando|es|en)",
    "calienta": r"cal(?:ienta|enta|entar|iente|ientes)",
    "comprime": r"comprim(?:e|i|a|as|an|ir|id)",
    "abre": r"abr(?:e|i|a|as|an|ir|id)",
    "aprieta": r"apr(?:ieta|eta|etar|iete)",
    "corrige": r"corr(?:ige|egi|egir|ija|ijan)",
    "cierra": r"c(?:ierra|erra|errar|ierre|ierren)(?! del? )",
    "deshaz": r"desha(?:z|ce|cer|ced|ga|gan)",
    "vuelve": r"(?:vuelve|volve|volver|volved|vuelva|vuelvan)",
    "manten": r"mant(?:en|ene|ener|ened|enga|engan|engas)",
}
_APART = r"(?<![\w-])(?<!se )(?<!no )(?<!de )"
"""Behind "no" and "de" the forms stand in the tables, so that notes say them as they were said."""
_SUNG = re.compile(r"(?:(?<=\bla )|(?<=\bmi )|(?<=\bsu ))vos\b")
"""By itself, "vos" is you."""
_GIVEN = re.compile(r"(?<![\w-])(?:d(?:a|e|ar|ad|en|an)(?:me|nos|se)?(?:le|les)|dame|denme|deme)(?![\w-])")


def orderly(text: str) -> str:
    """Spanish after `plain`; what "la" or "lo" was, stays behind the verb as a word of its own."""
    for pattern, order in _orders():
        text = pattern.sub(partial(_said, order), text)
    return _SUNG.sub("voz", _GIVEN.sub("dale", text))


def _said(order: str, match: re.Match[str]) -> str:
    whom = match["whom"] or ""
    return f"{order} {whom}" if whom.startswith("l") and whom[1] != "e" else order


@cache
def _orders() -> tuple[tuple[re.Pattern[str], str], ...]:
    forms = {**{order: _forms(order) for order in _REGULAR}, **_OTHERS}
    return tuple(
        (
            re.compile(rf"{_APART}(?:{form})(?:me|te|se|nos|os)?(?P<whom>{_whom(order)})?(?![\w-])"),
            order,
        )
        for order, form in forms.items()
    )


def _whom(order: str) -> str:
    """ "Sácala" brings it to the front, "sácale" takes something out of it."""
    return "les|le" if order in ("saca", "acerca", "aleja") else "les|le|los|las|lo|la"


def _forms(order: str) -> str:
    stem = order[:-1]
    return _AR.format(stem, stem[:-1] + _SPELT.get(stem[-1], stem[-1]))
