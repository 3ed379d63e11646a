"""Roundabout ways of Spanish put plainly before a text is read: polite questions, doubles and halves, "too little",
praise before a complaint."""

import re
from collections.abc import Callable
from functools import cache

from processing.engines.propose_mix.words.lexicon import QUALITY_TABLES, plain, vocabulary, words_of
from processing.engines.propose_mix.words.marking import names

Plainly = tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...]
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


def _table(*tables: str) -> str:
    """The nouns of these tables, as a pattern."""
    said = (one for table in tables for ends in words_of("spanish")[table].values() for one in ",".join(ends).split(","))
    found = {plain(one.strip()) for one in said if one.strip()}
    return "|".join(re.escape(one) for one in sorted(found, key=len, reverse=True))


_NOUNS, _HOWS = _table("named", "blamed"), _table("plain", "blamed")
_PART = names("spanish").part
_TURNS: Plainly = (
    (r"\b(?:en|durante|por|a lo largo de) (?:toda la (?:cancion|rola)|todo el (?:tema|track)|toda la pista)\b,?", ""),
    (r"\b(?:no hace falta|no hay (?:necesidad de|por que)|no es necesario) ", "no "),
    (r"\b(?:no (?:le )?(?:pasa nada|hay (?:ningun )?problema) con) ", "no toques "),
    (r"\b(?:estoy hart[oa] de|ya basta de|basta de|basta con|esta bien de|fuera con|demasiad[oa]s? ya de) ", "menos "),
    (r"\b(?:odio|detesto|no soporto|no me gusta|me molesta) (?:lo|que tan) ([\w]+) que (?:esta|estan|suena|suenan|es|son) "
     rf"({_PART})", r"\2 esta demasiado \1"),
    (r"\b(?:el|los|cada|todos los|en) drops?\b", lambda m: m[0].rsplit(" ", 1)[0] + " estribillo"),
    (r"\b(primer|segundo|tercer|cuarto|ultimo|penultimo) coro\b", r"\1 estribillo"),
    (rf"\b(?:deja|pon|haz|regresa|devuelve|vuelve a poner|quiero)\b([^,.;!?\n]*?)\bcomo (?:estaban?|era|eran|sonaban?|"
     r"antes|al principio|la primera vez)(?: antes| al principio)?\b", r"vuelve a poner\1como antes"),
    (r"\b(?:regresa|devuelve|vuelve) ([^,.;!?\n]*?)a (?:su (?:sitio|lugar|nivel)|como|donde) ?[^,.;!?\n]*", r"vuelve a poner \1como antes"),
    (rf"\b(?:manda|lleva|trae|tira|empuja|echa|pasa|mueve|coloca|situa) (?={_PART} (?:mas |un poco |un poco mas )?"
     r"(?:hacia |para )?(?:atras|adelante|delante|al fondo|al frente))", ""),
    (rf"\b(comprime|aplasta|ensancha|satura|distorsiona)((?: un poco| un pelin| bastante| mucho)?) (menos|mas) "
     rf"(?={_PART})", r"\3\2 \1 "),
    (rf"\bno (?:se )?(suene|suenen|sea|sean|este|esten|quede|queden) (?:tan|demasiado|muy|tan tan) ", r"\1 menos "),
    (rf"\bque no se (?:oiga|oigan|escuche|escuchen|note|noten) (?:tanto|tan fuerte|tan alto|demasiado) ", "menos "),
    (r"\b(?:saca|sacala|sacalo|sacalas|sacalos) mas (?=(?:el|la|los|las) )", "adelante "),
    (r"\bno (?:le |les |me )?quit(?:a|es|en|ar)\b", "no reduce"),
    (r"\b(?:en|al) mono\b", "mono"),
    (r"\bno (?:esta|estan|suena|suenan) (?:nada )?mal\b", "me gusta"),
)  # fmt: skip
"""Turns of speech, and what stands in their place."""
_AMOUNTS: Plainly = (
    (r"\b(?:mas o menos|o asi|o por ahi|aproximadamente)\b", ""),
    (rf"\b(?:a|al) (?:la )?(?:mitad|50%) (?:de|del) (?:su )?(?:volumen|nivel)\b", "50% menos"),
    (rf"\b(?:el|al) doble (?:de )?(?=(?:{_NOUNS}|{_HOWS})\b)", "100% mas "),
    (rf"\b(?:la|a la) mitad (?:de )?(?:la |el |los |las )?(?=(?:{_NOUNS}|{_HOWS})\b(?! (?:estrofa|cancion)))",
     "50% menos "),
    (rf"\b(?:el|al) triple (?:de )?(?=(?:{_NOUNS}|{_HOWS})\b)", "200% mas "),
    (rf"\b(?:dos|2) veces mas (?=(?:{_NOUNS}|{_HOWS})\b)", "100% mas "),
    (rf"\b(?:tres|3|cuatro|4|cinco|5|diez|10|cien|100|mil) veces mas (?=(?:{_NOUNS}|{_HOWS})\b)", "200% mas "),
    (r"\b(?:otro|un) (db|decibelio|decibel) mas\b", r"1 \1 mas"),
    (r"\botro (db|decibelio|decibel)\b", r"1 \1 mas"),
    (r"\botros (\d|dos|tres) (db|decibelios|decibeles)\b", r"\1 \2 mas"),
    (r"\b(?:unos|como|alrededor de|digamos|cosa de|por) (?=(?:\d[\d.]*|un|dos|tres|medio) ?(?:db|decibel))", ""),
    (r"\b(?:cuanto|lo) mas (\w+) posible\b", r"mucho mas \1"),
)  # fmt: skip
_COMPLAINTS: Plainly = (
    (rf"\b({_IS}) (?:{_PRAISE})(?: en general)?,? (?:pero|aunque|solo que|nomas que),? (?:(?:esta|suena|es|queda|se oye) )?"
     rf"(?=(?:{_FEW}) )", r"\1 "),
    (rf"\b({_IS}) ((?:{_FEW})? ?[\w]+) (y|pero) (?=(?:(?:{_FEW}) )?(?:{_HOWS})\b)", r"\1 \2 \3 \1 "),
    (r"\b(?:casi no|apenas|a duras penas|no|casi ni|ni)( se (?:le )?(?:oye|oyen|escucha|escuchan|entiende|entienden))"
     rf" {_ENOUGH}", r"no\1"),
    (r"\b(?:casi no|a duras penas|casi ni|apenas si) (?=se |la |lo |le |oigo|escucho|entiendo)", "no "),
    (r"\b(se (?:le )?(?:oye|oyen|escucha|escuchan|entiende|entienden)) (?:muy |demasiado |bien )?poco\b", r"no \1"),
    (r"\b(?:no )?(?:pega|pegan|golpea|golpean|golpee|pegue) (?:muy |demasiado |bien )?poco\b", "falta pegada"),
    (rf"\bno (?:pega|pegan|golpea|golpean)(?: {_ENOUGH}| nada| bien| mucho| fuerte)?(?= *(?:$|[,.;!]|en ))",
     "falta pegada"),
    (rf"\b(?:pega|pegan|golpea|golpean) (?:demasiado|muy fuerte|mucho)\b", "tiene demasiada pegada"),
    (rf"\b(?:tiene|debe|tienen|deben) que (?:pegar|golpear)(?: mas| mucho mas)?\b", "necesita pegada"),
    (rf"\bno (?:(?:{_IS}|{_SEEN}) )?{_ENOUGH} (?:de )?(?=(?:{_NOUNS}|{_HOWS})\b|{_PART})", "falta "),
    (rf"\b(?:(?:{_SEEN}) )?(?<!un )(?<!un muy )(?:(?:demasiado|demasiada|muy|super|bastante|tan) )?poc[oa]s? "
     rf"(?:de )?(?=(?:{_NOUNS})\b|{_PART})", "falta "),
    (rf"\b({_IS}) (?:muy |demasiado |tan )?poco (?=(?:{_HOWS})\b)", r"\1 falta "),
    (rf"\b(?:se le va|se va|se pasa)(?: de)? (?=(?:{_NOUNS})\b)", "tiene demasiado "),
    (rf"\b((?:{_SPACES}) (?:en|de|del) [\w ]+?|{_SPACES}) (es|son|esta|estan) ((?:\w+ )?)larg[oa]s?\b", r"\1 \2 \3fuerte"),
    (r",? (?:asi que|por lo que|por eso|entonces),? (?=(?:{_ORDERS}) )", ", "),
    (rf"\b({_IS}) (?:como )?(?:re|super|hiper|recontra|mega|harto|bien) (?=(?:{_HOWS})\b)", r"\1 muy "),
)  # fmt: skip
_PLAINLY = [(re.compile(pattern), plainly) for pattern, plainly in (*_TURNS, *_AMOUNTS, *_COMPLAINTS)]
_UTMOST = re.compile(r"\b([a-zñ]{2,})isim([oa])(s?)\b")


def plainer_spanish(text: str) -> str:
    """Spanish after `plain`, `orderly` and `spelt`."""
    text = _UTMOST.sub(_very, _ASKED.sub(r"\1", text))
    for pattern, plainly in _PLAINLY:
        text = pattern.sub(plainly, text)
    return text


def _very(match: re.Match[str]) -> str:
    """ "Altisima" is "muy alta", "fuertisimo" "muy fuerte"."""
    stem = {"fort": "fuert", "larg": "larg"}.get(match[1], match[1])
    known = vocabulary("spanish", QUALITY_TABLES)
    found = next((one for vowel in (match[2], "e", "") if (one := f"{stem}{vowel}{match[3]}") in known), None)
    return f"muy {found}" if found else match[0]
