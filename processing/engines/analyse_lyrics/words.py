"""Words that point to a language, a mood or a genre. Small lists on purpose: they propose, people decide."""


def _words(listed: str) -> tuple[str, ...]:
    return tuple(listed.split())


LANGUAGES: dict[str, frozenset[str]] = {
    "en": frozenset(
        _words(
            "the and you i to a my me in it of that is on we for your be all this with so what when don't i'm but "
            "are love no know can like just was not up out now if they have do down she he there from where will "
            "it's"
        )
    ),
    "es": frozenset(
        _words(
            "de la que y el en no un te mi me yo tu se por los es lo con una las si para como más del al amor "
            "quiero sin cuando está soy eres todo ya pero nada tú vida corazón siempre donde porque sé estoy aquí "
            "noche"
        )
    ),
    "de": frozenset(
        _words(
            "ich du und die der das nicht ist ein mich dich wir es mir zu in den mit dir auf so wie was für sie "
            "bin bist noch wenn nur mein dein kein doch eine alles immer nie hier weiß will kann aus von ohne "
            "liebe nacht"
        )
    ),
    "fr": frozenset(
        _words(
            "je tu le la les et de un une que pas ne est pour dans mon ton moi toi sur avec nous vous on des en "
            "qui ce comme mais plus si tout sans amour quand jamais toujours c'est j'ai rien suis"
        )
    ),
    "it": frozenset(
        _words(
            "di che e il la non un mi ti per io tu è in una con sono ma come se più del nel amore mio tuo questo "
            "solo cosa quando perché sei senza della ancora sempre notte cuore"
        )
    ),
    "pt": frozenset(
        _words(
            "que eu de não o a e você um me meu minha te em no na pra por é se com uma mas seu amor mais como "
            "tudo quando vou só sem quero coração sei aqui nunca"
        )
    ),
}
# mood -> word stems in English, Spanish and German.
MOODS: dict[str, tuple[str, ...]] = {
    "sad": _words(
        "cry tear alone lonely goodbye gone miss broke hurt sorrow grief lost mourn empty llor lágrima adiós "
        "triste dolor perd wein träne allein traurig einsam verlor schmerz"
    ),
    "melancholic": _words(
        "rain grey gray autumn fade cold window shadow drift memory yesterday lluvia gris otoño sombra "
        "recuerd ayer frío regen herbst grau schatten gestern kalt erinner"
    ),
    "happy": _words(
        "happy smile sun sunshine laugh bright joy summer sing feliz sonr sol alegr verano risa glücklich "
        "lach sonne sommer freude cantar cantando"
    ),
    "energetic": _words(
        "dance dancing jump party tonight hands loud move beat floor club wild bail fiesta mueve noche ruido "
        "tanz spring laut beweg saltar"
    ),
    "romantic": _words(
        "love kiss heart baby darling forever arms touch lips amor beso corazón cariño abraz labios liebe "
        "kuss herz küss ewig umarm"
    ),
    "angry": _words(
        "hate burn fight war scream blood liar break rage fist kill fuego odi guerra grit sangre mentir rabia "
        "hass krieg schrei blut lüg wut brenn"
    ),
    "dark": _words(
        "dark death devil grave ghost demon bones black oscur muerte diablo tumba fantasma negr dunkel tod "
        "teufel grab geist schwarz dying midnight"
    ),
    "hopeful": _words(
        "hope rise tomorrow light dream believe stand wings fly home dawn esper mañana luz sueñ creer alas "
        "hogar hoffnung morgen licht traum glaub flieg volar"
    ),
    "confident": _words(
        "money king queen crown boss shine winner gold top hustle rich dinero rey reina corona jefe oro ganar "
        "geld könig krone chef gewinn"
    ),
    "calm": _words(
        "slow sleep quiet breathe gentle moon river whisper soft lento dorm calma respir luna río susurr "
        "langsam schlaf atme mond fluss leise"
    ),
}
NEUTRAL_MOOD = "hopeful"

# genre -> word stems that its lyrics like.
GENRES: dict[str, tuple[str, ...]] = {
    "hip_hop": _words(
        "flow rhyme mic street block hustle money cash homie rap beat boss grind bars crew calle barrio rima"
    ),
    "house": _words("dance floor club dj tonight move body hands deeper bass lights baila cuerpo disco tanz nacht"),
    "rock": _words(
        "road scream burn fire wild stone thunder rebel highway guitar blood fight rock fuego grit feuer straße"
    ),
    "rnb": _words("baby body touch slow bed skin kiss lover sugar honey sheets tease piel cuerpo besos haut"),
    "lofi": _words(
        "rain window coffee sleep quiet moon grey gray alone memory whisper lluvia café luna regen mond kaffee"
    ),
    "pop": _words("love heart tonight dream forever feel fly summer dance amor corazón sueño liebe herz traum"),
}

# mood -> beats a minute in 4/4.
TEMPOS: dict[str, float] = {
    "sad": 74.0,
    "melancholic": 80.0,
    "happy": 116.0,
    "energetic": 124.0,
    "romantic": 92.0,
    "angry": 138.0,
    "dark": 96.0,
    "hopeful": 104.0,
    "confident": 96.0,
    "calm": 76.0,
}
# genre -> (slowest, fastest) beats a minute it usually lives in.
TEMPO_RANGES: dict[str, tuple[float, float]] = {
    "pop": (88.0, 128.0),
    "hip_hop": (80.0, 100.0),
    "house": (118.0, 128.0),
    "rock": (100.0, 152.0),
    "rnb": (66.0, 104.0),
    "lofi": (64.0, 88.0),
}
