"""Spanish as it is said in Spain, Mexico and Argentina: orders in all their forms, complaints, slips, English words."""

from tests.processing.engines.propose_mix.words.measured import misread

ORDERS = {
    "subí la voz": "vocal level +1.0",
    "poné más graves en el bombo": "drums low +1.0",
    "bajale a la bata": "drums level -1.0",
    "ponele menos reverb a la viola": "harmony space -1.0",
    "súbele tantito a la voz": "vocal level +0.5",
    "quítale agudos a los platillos": "drums bright -1.0",
    "póngale más calor a la voz": "vocal warm +1.0",
    "haceme la voz más gorda": "vocal body +1.0",
    "bájenle dos decibeles a las trompetas": "harmony level -2.0 dB",
    "tirá la voz un poco para adelante": "vocal depth +0.7",
    "saca la voz adelante": "vocal depth +1.0",
    "sacale brillo a la voz": "vocal bright -1.0",
    "en el puente sacá la batería": "drums level -6.0 dB @bridge",
    "silencia el piano": "harmony level -6.0 dB",
    "fuera la guitarra": "harmony level -6.0 dB",
    "abre más las guitarras": "harmony width +1.0",
    "abre la voz": "vocal air +1.0",
    "cierra un poco los coros": "harmony width -0.7",
    "comprime menos la batería": "drums compression -1.0",
    "no comprimas tanto la batería": "drums compression -1.0",
    "no subas la voz": "",
    "no la subas": "",
    "no bajes el bajo": "",
    "no quites graves": "",
    "no le pongas más reverb": "",
    "la voz está bien, no la toques": "",
    "¿y si bajamos las guitarras?": "harmony level -1.0",
    "¿podrías subir la voz un par de dB?": "vocal level +2.0 dB",
    "deja la voz como antes": "",
    "regrésame la voz a como estaba": "",
    "solo sube la voz en la primera estrofa": "vocal level +1.0 @verse 1",
    "la voz está demasiado alta, bájala un poco": "vocal level -0.7",
    "la reverb de la voz está muy alta, bájala": "vocal space -1.0",
    "la caja está muy seca, ponle reverb": "drums space +1.0",
    "che, la viola está altísima, bajala un toque": "harmony level -0.5",
    "no necesito más voz": "",
    "no necesito menos voz": "",
    "no hace falta más bajo": "",
    "no tiene demasiada reverb": "",
    "la voz no está baja": "",
    "deja de subir la voz": "",
    "limpia la voz": "",
    "quiero poca reverb en la voz": "vocal space -1.0",
    "baja la voz de fondo": "harmony level -1.0",
    "menos es más con la reverb": "mix space -1.0",
}
COMPLAINTS = {
    "demasiado poco bajo": "bass level +1.0",
    "hay muy poca voz": "vocal level +1.0",
    "el kick pega poco": "drums punch +1.0",
    "la caja no pega": "drums punch +1.0",
    "la voz no corta": "vocal presence +1.0",
    "la voz no está lo bastante alta": "vocal level +1.0",
    "no suena lo suficientemente brillante": "mix bright +1.0",
    "el snare está demasiado fuerte": "drums level -1.0",
    "la caja suena a cartón": "drums mud -1.0",
    "suena frío": "mix warm +1.0",
    "el drop tiene que pegar más": "mix punch +1.0 @chorus",
    "el 808 más gordo": "bass body +1.0",
    "que la voz no suene tan chillona": "vocal harsh -1.0",
    "el pianista toca muy fuerte": "harmony level -1.0",
    "no hay mucha voz": "vocal level +1.0",
    "ella se oye poco": "vocal level +1.0",
    "el piano suena lejísimos": "harmony depth +1.0",
    "la batería suena bien pero un poco fuerte": "drums level -0.7",
    "odio lo fuerte que está el sinte": "harmony level -1.0",
    "la reverb de la caja es muy larga": "drums space -1.0",
    "las eses de la cantante me matan": "vocal sibilance -1.0",
    "muchas s en la voz": "vocal sibilance -1.8",
    "suaviza las eses": "vocal sibilance -1.0",
    "la mezcla tiene demasiadas eses": "mix sibilance -1.0",
    "la voz igual de fuerte que la guitarra": "",
    "la boz más fuerte": "vocal level +1.0",
    "vaja la vatería": "drums level -1.0",
}
AMOUNTS = {
    "el doble de reverb en la voz": "vocal space +2.5",
    "la mitad de reverb en la caja": "drums space -1.7",
    "la mitad de volumen en el sinte": "harmony level -6.0 dB",
    "quiero la voz el doble de fuerte": "vocal level +6.0 dB",
    "la voz el triple de fuerte": "",
    "nada de reverb en la voz": "vocal space -1.8",
    "la voz sin tanta reverb": "vocal space -1.0",
    "la pista de voz dos decibelios arriba": "vocal level +2.0 dB",
    "otro dB más para la voz": "vocal level +1.0 dB",
    "un dB menos en la guitarra": "harmony level -1.0 dB",
    "sube la voz 1 dB, pero 2 en el estribillo": "vocal level +1.0 dB; vocal level +1.0 dB @chorus",
    "entre el minuto 1:00 y el 1:30 sube el bajo": "bass level +1.0 @1:00-1:30",
    "más grande el estribillo final": "mix energy +1.0 @last chorus",
    "bajá la guitarra en el último coro": "harmony level -1.0 @last chorus",
    "más reverb en la voz, menos en la batería": "vocal space +1.0; drums space -1.0",
    "la mitad de la estrofa más fuerte": "",
}


def test_orders_are_heard_in_all_their_forms() -> None:
    assert misread(ORDERS) == {}


def test_complaints_are_mended() -> None:
    assert misread(COMPLAINTS) == {}


def test_how_far_and_where_is_heard() -> None:
    assert misread(AMOUNTS) == {}
