"""Roundabout ways of English put plainly before a text is read: polite questions, multiples, whom "she" means, praise
before a complaint."""

import re
from collections.abc import Callable

from processing.engines.propose_mix.words.marking import names

_BEGINS = r"(?:^|(?<=[,.!?;:\n]))(\s*(?:(?:and|but|so|ok|okay|also|please|hey|hi) )*)"
_ASKED = re.compile(
    rf"{_BEGINS}(?:how about|what about|what if|any chance (?:of|(?:that )?(?:we|you|i) (?:could|can))"
    r"|(?:is there )?(?:any|a) (?:way|chance) (?:to|of|(?:that )?(?:we|you|i) (?:could|can))"
    r"|(?:would|is) it (?:be )?possible to|do you think (?:we|you|i) (?:could|can)"
    r"|(?:would|do) you mind|could i ask you to|i was wondering if (?:we|you) could"
    r"|(?:let's |maybe )?try|consider|i'd suggest|i'd (?:love|like) it if"
    r"|(?:it'd|it would|would) be (?:really )?(?:great|nice|good|cool|better) (?:if|to have|with)) "
    r"(turning|bringing|pushing|pulling|raising|lowering|boosting|cutting|lifting|adding|reducing|making|giving)?"
)
_STEMS = {"turning": "turn", "pushing": "push", "pulling": "pull", "lowering": "lower", "boosting": "boost",
          "bringing": "bring", "cutting": "cut", "lifting": "lift", "adding": "add"}  # fmt: skip
_TIMES = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "a hundred": 100}
_MULTIPLE = re.compile(
    rf"\b(twice|(?:{'|'.join(_TIMES)}|\d{{1,6}}) times) (as |the |(?=\w+er\b|more\b|less\b))(?!(?:many|often)\b)"
)
_WHO = re.compile(
    r"\b(?:s?he(?:'s)? (?=is|was|sounds?|feels?|needs?|should|could|gets?|sits?|has)|(?:s?he's) "
    r"|(?<=turn )h(?:er|im) |(?<=bring )h(?:er|im) )"
)
_NOUNS = "reverb|verb|delay|echo|compression|volume|level|saturation|distortion|presence|air|ambience|width"
_FAULTS = "sibilance|esses|s sounds|harshness|mud|boom|boominess|highs|lows|low end|top end|treble|hiss"
_SPACES = "reverb|verb|delay|echo|hall|room|ambience"
_PLACES = "intro|verses?|chorus(?:es)?|bridge|outro|breakdown|solo"
_PRAISE = "fine|perfect|good|great|nice|ok|okay|lovely|cool|awesome|amazing|beautiful"
_FEW = "a bit|a little|a touch|a tad|slightly|quite|very|really|rather|pretty"
_ORDERS = (
    "turn|bring|pull|push|lower|raise|cut|boost|lift|drop|dip|make|give|add|reduce|tame|tuck|move|roll|ease|compress|"
    "brighten|darken|widen"
)


def _further(match: re.Match[str]) -> str:
    """ "Up 1, but 2 in the chorus": one more there."""
    way, first_db, there_db = match[1], float(match[2].strip(".")), float(match[3].strip("."))
    other = {"up": "down", "down": "up"}[way]
    there = way if there_db >= first_db else other
    return f"{way} {first_db:g} db, {there} {abs(there_db - first_db):g} db "


Plainly = tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...]
_TURNS: Plainly = (
    (r"(?<=[a-z]s)'(?= [a-z])", ""),
    (r"\b(is|are|sounds?) 2 (?=(?:loud|quiet|much|soft|low|bright|dark|dry|wet|harsh|muddy)\b)", r"\1 too "),
    (r"((?:^|(?<=[.!?;\n]))\s*(?:please )?)not too much (?=\w)", r"\1a bit less "),
    (r"\b(?:would|'d) rather (?:(?:have|hear|get) )?", " would like "),
    (r"\b(clean|clear|sort|tone|calm|dial|back|scale|ease|knock|cut|rein) (it|them|that|this) "
     r"((?:(?:right|way|a bit|a little|a touch|a tad) )?)(up|out|down|back|off)\b", r"\1 \4 \2 \3"),
    (r"\b(?:there's )?(?:nothing wrong with|no (?:problems?|issues?|complaints?) (?:with|about)) ", "don't touch "),
    (rf"^(\s*(?:instead of|rather than) \w+ing (?:the |my )?[\w -]+?) (?=(?:{_ORDERS}) (?:the|my|all|every\w*)\b)",
     r"\1, "),
    (rf"\b(?:leave|keep) the ({_PLACES}) (?:alone|as (?:it )?is|as they are),? (?:and |but )?"
     r"(?:turn |make )?(?:everything else|the rest|all the rest)", r"everything except in the \1"),
    (r"((?:^|(?<=[,.!?;\n]))\s*)(?:i've )?(?:had )?enough (?:already )?(?:with|of) ", r"\1less "),
    (r"\b(?:for|throughout|through|across|over|in|during) the (?:whole|entire) (?:song|track|thing)\b,?", ""),
    (r"\b(?:there's |there is )?no need to ", "don't "),
    (r"\b(?:there's |there is )?no need for ", "don't add "),
    (r"\bat the very (?=end|start|beginning)", "at the "),
    (r"(?<=!)1+(?=\s*$)", ""),
    (r"\b(?:don't|do not) (?:want|need) (more|less) ([\w ]+?),? (?:but |just )?(?:i|we|it) (?:want|need)s? (?!\1)"
     r"(more|less)\b(?= *(?:$|[,.;!]))", r"\3 \2"),
    (r"\b(?:not a (?:big )?fan of|don't like|hate|can't stand) how (\w+) ((?:the |my )?[\w ]+?) (is|are)\b",
     r"\2 \3 too \1"),
    (r"(?<=\w) too(?= *(?:$|[.,;!?]))", ""),
)  # fmt: skip
"""Turns of speech, and what stands in their place."""
_AMOUNTS: Plainly = (
    (r"\bor so\b", ""),
    (r"\b(up|down) ([\d.]+)(?: ?db)?,? but (?:by )?([\d.]+)(?: ?db)? (?=in |on |during )", _further),
    (rf"\bdouble (?=(?:the |up the |that )?(?:amount of )?(?:{_NOUNS})\b)", "100% more "),
    (rf"\bhalf (?:of )?the (?=(?:{_NOUNS})\b)", "50% less "),
    (r"\bhalf as (?!much\b)", "50% less "),
    (r"\b(?:at|to) half (?:the |its |their )?(?:volume|level)\b", "50% less"),
    (r"(?<!a )(?<!tiny )(?<!the )\b(touch|hair|tad|smidge|smidgen) (?=more\b|less\b|[a-z]{3,}er\b)", r"a \1 "),
    (r"\b(?:another|one more|an? (?:extra|additional)) (db|decibel)\b", r"1 \1 more"),
    (r"\b(?:another|an? (?:extra|additional)) (\d[\d.]*|two|three) ?(db|decibels?)\b", r"\1 \2 more"),
    (r"\b(\d[\d.]*|one|two|three|an?) (more|less) (db|decibels?)\b", r"\2 \1 \3"),
    (r",? (?:by )?(?:about|around|maybe|roughly|approximately|say|like) (?=(?:\d[\d.]*|an?|one|two|three|half a|"
     r"a couple(?: of)?) ?(?:db|decibels?)\s*(?:$|[,.;!]))", " by "),
)  # fmt: skip
_COMPLAINTS: Plainly = (
    (rf"\b(is|are|sounds?|feels?) (?:(?:pretty|really|mostly|generally|all) )?(?:{_PRAISE})(?: overall)?,? "
     rf"(?:but|just|though|only|yet),? (?:(?:they're|it's|it is|they are|still|just|maybe|is|are) )*"
     rf"(?=(?:{_FEW}|too|way too|not)\b)", r"\1 "),
    (rf"\b(is|are|sounds?|feels?)((?: (?!too\b|not\b)[\w'-]+){{1,3}}),? (?:but|yet) "
     rf"(?=(?:(?:just|still|also|maybe) )?(?:{_FEW}) (?!more\b|less\b|\w+er\b))", r"\1\2 but \1 "),
    (rf"\b(is|are|sounds?|feels?|seems?) ((?:(?:{_FEW}|too|way too|so) )?)([\w-]+) (and|but|yet) "
     r"(?=[\w-]+(?: in | on |\s*$|[,.;!]))", r"\1 \2\3 \4 \1 \2"),
    (r"\b(intro|verse|chorus|bridge|outro|ending|beginning)'s (?=(?:way |a bit |a little |much )?too )", r"\1 is "),
    (rf"\b({_NOUNS}|{_FAULTS})'s (?=(?:way |far |just )?(?:too|a bit|a little|really|very) )", r"\1 is "),
    (r"\b(?:doesn't|does not|isn't|aren't|won't)(?: really| quite)? cut(?:ting)?(?: through)?"
     r"(?= *(?:$|[,.;!]|enough|in ))(?: enough)?", "lacks presence"),
    (r"(?<=\w )(?:don't|do not)(?: really| quite)? cut through(?: enough)?", "lack presence"),
    (r"\b(sits?|sitting|rides?|riding|mixed|sat) ((?:way |far |a bit |a little )?too) high\b", r"is \2 loud"),
    (rf"\b((?:{_NOUNS}|{_FAULTS})(?: (?:on|in) (?:the )?[\w-]+(?: [\w-]+)?)?) (?:is|are|gets|get) "
     r"(?:(?:so|really|kind of|a bit|very) )?"
     r"(?:killing me|distracting|annoying|driving me \w+|bugging me|bothering me|ridiculous)\b", r"\1 is too much"),
    (rf"\b({_SPACES}) (?:tails? )?(is|are) ((?:\w+ ){{0,2}}too) long\b", r"\1 \2 \3 loud"),
    (rf"\b({_SPACES}) (?:tails? )?(is|are) ((?:\w+ ){{0,2}}too) short\b", r"\1 \2 \3 quiet"),
    (rf"\bshorten (?=(?:the |that )?(?:[\w-]+ )?(?:{_SPACES})\b)", "less "),
    (rf"\blengthen (?=(?:the |that )?(?:[\w-]+ )?(?:{_SPACES})\b)", "more "),
    (rf",? (?:and )?so,? (?:please |just |let's |maybe )?(?=(?:{_ORDERS}) )", ", "),
)  # fmt: skip
_PLAINLY = [(re.compile(pattern), plainly) for pattern, plainly in (*_TURNS, *_AMOUNTS, *_COMPLAINTS)]


def plainer(text: str) -> str:
    """English after `plain` and `spelt`."""
    text = _elided(_sung(_MULTIPLE.sub(_share, _ASKED.sub(_asked, text))))
    for pattern, plainly in _PLAINLY:
        text = pattern.sub(plainly, text)
    return text


def _elided(text: str) -> str:
    """ "The voice is a bit bright and the bass a bit dark": the second "is" is left out."""
    told = r"\b(is|are|sounds?|feels?)( [^,.;!?]+?),?"
    again = rf"(and|but|while) ({names('english').part}) (?=(?:{_FEW}) (?!more|less|\w+er\b))"
    return re.sub(f"{told} {again}", r"\1\2 \3 \4 is ", text)


def _asked(match: re.Match[str]) -> str:
    """ "Would you mind turning it down" is the order."""
    said = match[2] or ""
    return f"{match[1]}{_STEMS.get(said, said.removesuffix('ing') + 'e') if said else ''}"


def _share(match: re.Match[str]) -> str:
    """ "Twice as loud" is 100 % more of it; "three times louder" goes too far, and is told so."""
    times = match[1].removesuffix(" times")
    share = 100 * (2 if times == "twice" else _TIMES.get(times) or int(times)) - 100
    return f"{share}% more " if match[2] else f"{share}% "


def _sung(text: str) -> str:
    """He or she is who sings, as long as nobody else has been named."""
    named = names("english")

    def sings(match: re.Match[str]) -> str:
        if not named.nobody(match.string[: match.start()]):
            return match[0]
        return "the singer is " if match[0].endswith("'s ") else "the singer "

    return _WHO.sub(sings, text)
