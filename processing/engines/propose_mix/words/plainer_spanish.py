"""Roundabout ways of Spanish put plainly before a text is read: polite questions, doubles and halves, "too little",
praise before a complaint."""

import re
from collections.abc import Callable
from functools import cache

from processing.engines.propose_mix.words.lexicon import QUALITY_TABLES, plain, vocabulary, words_of
from processing.engines.propose_mix.words.marking import names
from processing.engines.propose_mix.words.plainer import Plainly

_BEGINS = r"(?:^|(?<=[,.!?;:\n¿]))(\s*(?:(?:y|pero|asi que|entonces|tambien|ademas|por favor|hola|oye|che|bueno|ok) )*)"
_ORDERS = (
    "sube|baja|pon|dale|quita|saca|mete|haz|deja|reduce|aumenta|añade|levanta|corta|recorta|suaviza|controla|limpia|"
    "calienta|comprime|ensancha|abre|silencia|elimina|acerca|aleja|oscurece|aclara"
)
_ASKED = re.compile(
    rf"{_BEGINS}(?:(?:me |nos |le |lo |se )?(?:puedes|podes|puede|pueden|podrias|podria|podrian|podemos|podriamos)"
    r"|(?:te|os|le) importa(?:ria)?|(?:seria|es) posible|habria que|hay que|tienes que|tenes que|toca"
    r"|(?:hay|habria|existe) (?:alguna |una )?(?:forma|manera|posibilidad) de(?: que)?|(?:y|que tal|que te parece) si"
    r"|por que no|a ver si|(?:intenta|intentemos|prueba a|proba a|proba|prueba)|(?:te|le) pido que|necesito que"
    r"|(?:estaria|seria) (?:bien|bueno|genial|mejor|padre|guay)(?: que| si)?|vendria bien|(?:yo )?vamos a"
    rf"|(?:yo )?(?:preferiria|prefiero)(?: que)?)(?: (?:me|nos|le|se|lo|la))? (?=(?:{_ORDERS}|que|un poco|mas|menos)\b)"
)
_FEW = r"un poco|un pelin|un poquito|un tanto|algo|muy|bastante|demasiad[oa]s?|ligeramente|mas bien|tantito"
_PRAISE = r"bien|muy bien|genial|perfect[oa]s?|buen[oa]s?|guay|chid[oa]s?|bonit[oa]s?|increible|de lujo|barbar[oa]s?"
_IS = r"es|son|esta|estan|suena|suenan|queda|quedan|se oye|se oyen|se escucha|se escuchan"
_SEEN = r"hay|tiene|tienen|veo|noto|siento|oigo|escucho|lleva|llevan|le noto|le veo"
_ENOUGH = r"(?:lo )?(?:bastante|suficientemente|suficiente|suficientes)"
_LOUD = r"fuerte|alt[oa]s?"
_SPACES = "reverb|reverberacion|eco|delay|ambiente|cola"


def _nouns(*tables: str) -> str:
    """The words of these tables, as a pattern."""
    said = (
        one for table in tables for ends in words_of("spanish")[table].values() for one in ",".join(ends).split(",")
    )
    found = {plain(one.strip()) for one in said if one.strip()}
    return "|".join(re.escape(one) for one in sorted(found, key=len, reverse=True))


def _further(match: re.Match[str]) -> str:
    """ "Sube la voz 1, pero 2 en el estribillo": one more there."""
    way, part, first_db, there_db = match[1], match[2], float(match[3].strip(".")), float(match[4].strip("."))
    there = way if there_db >= first_db else {"sube": "baja", "baja": "sube"}[way]
    return f"{way} {part} {first_db:g} db, {there} {part} {abs(there_db - first_db):g} db "


def _opened(match: re.Match[str]) -> str:
    """ "Abre las guitarras" is about how wide they stand, "abre la voz" about air."""
    if "vocal" in names("spanish").of(match[3]):
        return f"mas aire {match[2] or ''}en {match[3]}"
    return f"{'ensancha' if match[1] == 'abre' else 'estrecha'} {match[2] or ''}{match[3]}"


_TURNS: Plainly = (
    (r"\bno (?:me |nos |le |les )?(?:hace falta|hacen falta|necesito|necesitamos|quiero|queremos|metas|eches|des"
     r"|hay que)(?: que haya| poner| meter| dar)? mas\b", "no añadas mas"),
    (r"\bno (?:me |nos )?(?:hace falta|necesito|necesitamos|quiero|queremos) menos\b", "no reduzcas"),
    (r"\bno (?:(?:le |les )?sobran?|(?:hay|tienen?|llevan?|veo|noto|oigo) demasiad[oa]s?)\b", "no reduzcas"),
    (rf"\bno (?:{_SEEN}) much[oa]s? (?=(?:<nouns>)\b|<part>)", "falta "),
    (r"\bsino\b", ","),
    (r"\b(?:en|durante|por|a lo largo de) (?:toda la (?:cancion|rola)|todo el (?:tema|track)|toda la pista)\b,?", ""),
    (r"\b(?:no hace falta|no hay (?:necesidad de|por que)|no es necesario) ", "no "),
    (r"\b(?:no (?:le )?(?:pasa nada|hay (?:ningun )?problema) con) ", "no toques "),
    (r"\b(?:estoy hart[oa] de|ya basta de|basta de|basta con|esta bien de|fuera con|demasiad[oa]s? ya de) ", "menos "),
    (r"\b(?:odio|detesto|no soporto|no me gusta|me molesta) (?:lo|que tan) ([\w]+) "
     r"que (?:esta|estan|suena|suenan|es|son) (<part>)", r"\2 esta demasiado \1"),
    (r"\b(?:el|los|cada|todos los|en) drops?\b", lambda m: m[0].rsplit(" ", 1)[0] + " estribillo"),
    (r"\b(estribillo|coro|estrofa|puente|verso) final\b", r"ultimo \1"),
    (r"\b(?:pueden|puedes|podes|podeis|podrias|podrian|podria|puede) dar(?:le|les)?\b", "dale"),
    (rf"(?<!el )(?<!un )(?<!al )(?<!del )(?<!los )(?<!ese )(?<!este )(?<!mi )(?<!su )(?<!mer )(?<!ndo )(?<!imo )"
     rf"\bsolo (?=(?:{_ORDERS}|en|un|una|el|la|los|las|a|al|que|quiero|durante|con|para|se|\d)\b)", ""),
    (r"\b(primer|segundo|tercer|cuarto|ultimo|penultimo) coro\b", r"\1 estribillo"),
    (r"\b(?:deja|pon|haz|regresa|devuelve|vuelve a poner|quiero)\b([^,.;!?\n]*?)\b(?:a )?como "
     r"(?:estaban?|era|eran|sonaban?|antes|al principio|la primera vez)(?: antes| al principio)?\b",
     r"vuelve a poner\1como antes"),
    (r"\b(?:regresa|devuelve|vuelve(?! a)) ([^,.;!?\n]*?)a (?:su (?:sitio|lugar|nivel)|como|donde) ?[^,.;!?\n]*",
     r"vuelve a poner \1como antes"),
    (r"\b(?:manda|lleva|trae|tira|empuja|echa|pasa|mueve|coloca|situa|saca|pon) "
     r"(?=<part> (?:mas |un poco |un poco mas )?(?:hacia |para )?(?:atras|adelante|delante|al fondo|al frente))", ""),
    (r"(<part>,?(?: y| pero)?) menos en (?=<part>)", r"\1 menos a "),
    (r"\bsin tant[oa]s? ", "menos "),
    (r"\bdeja(?:te)? de (?=[a-zñ]+[aei]r\b)", "no "),
    (r"\b(?:quiero|pon|dale|mete|echa|prefiero|con|usa|deja|que tengan?)(?: muy| solo)? poc[oa]s? "
     r"(?:de )?(?=(?:<nouns>)\b|<part>)", "menos "),
    (r"\bmenos es mas (?:con|en|para|,)? ?", "menos "),
    (r"\b(abre|cierra) ((?:mas |un poco |un poco mas |un pelin |bastante |mucho )?)(<part>)", _opened),
    (r"\b(comprime|aplasta|ensancha|satura|distorsiona)((?: un poco| un pelin| bastante| mucho)?) (menos|mas) "
     r"(?=<part>)", r"\3\2 \1 "),
    (r"\bno (?:se )?(suene|suenen|sea|sean|este|esten|quede|queden) (?:tan|demasiado|muy|tan tan) ", r"\1 menos "),
    (r"\bque no se (?:oiga|oigan|escuche|escuchen|note|noten) (?:tanto|tan fuerte|tan alto|demasiado) ", "menos "),
    (r"\b(?:saca|sacala|sacalo|sacalas|sacalos) mas (?=(?:el|la|los|las) )", "adelante "),
    (r"\bno (?:le |les |me )?quit(?:a|es|en|ar)\b", "no reduzcas"),
    (rf"{_BEGINS}fuera (?=(?:con )?<part>)", r"\1quita "),
    (r"\b(?:sin nada de|nada de|cero|quita tod[oa]s? (?:el |la |los |las )) ?(?=(?:<nouns>)\b)", "sin "),
    (r"\b(las|muchas|demasiadas|tantas) s\b", r"\1 eses"),
    (r"\b(del?|desde|entre|en|al?|hasta|y|a partir del?)(?: el)?(?: minutos?)? (?=\d{1,2}:\d\d)", r"\1 "),
    (r"\b(?:en|al) mono\b", "mono"),
    (r"\bno (?:esta|estan|suena|suenan) (?:nada )?mal\b", "esta bien"),
)  # fmt: skip
"""Turns of speech, and what stands in their place."""
_AMOUNTS: Plainly = (
    (r"\bdecibel(?:es|ios?)?\b", "db"),
    (r"\buna (?:rayita|raya|puntito) ", "un poquito "),
    (r"\b(?:\d|dos|tres|cuatro|cinco|un par de|unas|algunas) (?:rayitas|rayas|puntitos)\b", ""),
    (r"\b(?:un )?par de (?=db\b)", "2 "),
    (r"\b(\d[\d.,]*|un|uno|dos|tres|medio) ?db (mas|menos)\b", r"\2 \1 db"),
    (r"\b(sube|baja) (<part>) ([\d.]+)(?: ?db)?,? pero (?:a |solo )?([\d.]+)(?: ?db)? (?=en |durante )", _further),
    (r"\b(?:mas o menos|o asi|o por ahi|aproximadamente)\b", ""),
    (r"\b(?:a|al) (?:la )?(?:mitad|50%) (?:de|del) (?:su )?(?:volumen|nivel)\b", "50% menos"),
    (r"\b(?:el|al) doble (?:de )?(?=(?:<nouns>|<hows>)\b)", "100% mas "),
    (r"\b(?:la|a la) mitad (?:de )?(?:la |el |los |las )?(?=(?:<nouns>|<hows>)\b(?! (?:estrofa|cancion)))",
     "50% menos "),
    (r"\b(?:el|al) triple (?:de )?(?=(?:<nouns>|<hows>)\b)", "200% mas "),
    (r"\b(<nouns>) al doble\b", r"100% mas \1"),
    (r"\b(\d[\d.,]*|un|uno|dos|tres|medio) ?db (?:mas )?(?:arriba|para arriba)\b", r"mas \1 db"),
    (r"\b(\d[\d.,]*|un|uno|dos|tres|medio) ?db (?:mas )?(?:abajo|para abajo)\b", r"menos \1 db"),
    (r"\b(?:dos|2) veces mas (?=(?:<nouns>|<hows>)\b)", "100% mas "),
    (r"\b(?:tres|3|cuatro|4|cinco|5|diez|10|cien|100|mil) veces mas (?=(?:<nouns>|<hows>)\b)", "200% mas "),
    (r"\b(?:otro|un) (db|decibelio|decibel) mas\b", r"1 \1 mas"),
    (r"\botro (db|decibelio|decibel)\b", r"1 \1 mas"),
    (r"\botros (\d|dos|tres) (db|decibelios|decibeles)\b", r"\1 \2 mas"),
    (r"\b(?:unos|como|alrededor de|digamos|cosa de|por) (?=(?:\d[\d.]*|un|dos|tres|medio) ?(?:db|decibel))", ""),
    (r"\b(?:cuanto|lo) mas (\w+) posible\b", r"mucho mas \1"),
)  # fmt: skip
_COMPLAINTS: Plainly = (
    (rf"\bno (?:corta|cortan|destaca|destacan|resalta|resaltan|sobresale|sobresalen|atraviesa)(?: {_ENOUGH}| nada)?\b",
     "falta presencia"),
    (rf"\b({_IS}) (?:{_PRAISE})(?: en general)?,? (?:pero|aunque|solo que|nomas que),? "
     rf"(?:(?:esta|suena|es|queda|se oye) )?(?=(?:{_FEW}) )", r"\1 "),
    (rf"\b({_IS}) ((?:{_FEW})? ?[\w]+) (y|pero) (?=(?:(?:{_FEW}) )?(?:<hows>)\b)", r"\1 \2 \3 \1 "),
    (r"\b(?:casi no|apenas|a duras penas|no|casi ni|ni)( se (?:le )?(?:oye|oyen|escucha|escuchan|entiende|entienden))"
     rf" {_ENOUGH}", r"no\1"),
    (r"\b(?:casi no|a duras penas|casi ni|apenas si) (?=se |la |lo |le |oigo|escucho|entiendo)", "no "),
    (r"\b(se (?:le )?(?:oye|oyen|escucha|escuchan|entiende|entienden)) (?:muy |demasiado |bien )?poco\b", r"no \1"),
    (r"\b(?:no )?(?:pega|pegan|golpea|golpean|golpee|pegue) (?:muy |demasiado |bien )?poco\b", "falta pegada"),
    (rf"\bno (?:pega|pegan|golpea|golpean)(?: {_ENOUGH}| nada| bien| mucho| fuerte)?(?= *(?:$|[,.;!]|en ))",
     "falta pegada"),
    (r"\b(?:pega|pegan|golpea|golpean) (?:demasiado|muy fuerte|mucho)\b", "tiene demasiada pegada"),
    (r"\b(?:tiene|debe|tienen|deben) que (?:pegar|golpear)(?: mas| mucho mas)?\b", "necesita pegada"),
    (rf"\bno (?:(?:{_IS}|{_SEEN}) )?{_ENOUGH} (?:de )?(?=(?:<nouns>|<hows>)\b|<part>)", "falta "),
    (rf"\b(?:(?:{_SEEN}) )?(?<!un )(?<!un muy )(?:(?:demasiado|demasiada|muy|super|bastante|tan) )?poc[oa]s? "
     rf"(?:de )?(?=(?:<nouns>)\b|<part>)", "falta "),
    (rf"\b({_IS}) (?:muy |demasiado |tan )?poco (?=(?:<hows>)\b)", r"\1 falta "),
    (r"\b(?:se le va|se va|se pasa)(?: de)? (?=(?:<nouns>)\b)", "tiene demasiado "),
    (rf"\b((?:{_SPACES}) (?:en|de|del) [\w ]+?|{_SPACES}) (es|son|esta|estan) ((?:\w+ )?)larg[oa]s?\b",
     r"\1 \2 \3fuerte"),
    (rf",? (?:asi que|por lo que|por eso|entonces),? (?=(?:{_ORDERS}) )", ", "),
    (rf"\b({_IS}) (?:como )?(?:re|super|hiper|recontra|mega|harto|bien) (?=(?:<hows>)\b)", r"\1 muy "),
)  # fmt: skip
_UTMOST = re.compile(r"\b([a-zñ]{2,})isim([oa])(s?)\b")


def plainer_spanish(text: str) -> str:
    """Spanish after `plain`, `orderly` and `spelt`."""
    text = _sung(_UTMOST.sub(_very, _ASKED.sub(r"\1", text)))
    for pattern, plainly in _plainly():
        text = pattern.sub(plainly, text)
    return text


@cache
def _plainly() -> list[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]]:
    words = {"<nouns>": _nouns("named", "blamed"), "<hows>": _nouns("plain", "blamed"), "<part>": names("spanish").part}

    def filled(pattern: str) -> re.Pattern[str]:
        return re.compile(re.sub("<[a-z]+>", lambda match: words.get(match[0], match[0]), pattern))

    return [(filled(pattern), plainly) for pattern, plainly in (*_TURNS, *_AMOUNTS, *_COMPLAINTS)]


def _very(match: re.Match[str]) -> str:
    """ "Altisima" is "muy alta", "fuertisimo" "muy fuerte"."""
    stem = {"fort": "fuert", "larg": "larg"}.get(match[1], match[1])
    known = vocabulary("spanish", QUALITY_TABLES)
    found = next((one for vowel in (match[2], "e", "") if (one := f"{stem}{vowel}{match[3]}") in known), None)
    return f"muy {found}" if found else match[0]


def _sung(text: str) -> str:
    """She is who sings, as long as nobody else has been named."""
    named = names("spanish")

    def sings(match: re.Match[str]) -> str:
        return "la cantante " if named.nobody(match.string[: match.start()]) else match[0]

    return re.sub(r"\bella (?=suena|se |esta|necesita|queda|tiene|deberia|tendria)", sings, text)
