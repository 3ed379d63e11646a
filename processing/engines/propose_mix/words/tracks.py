"""Which tracks of a mix a wish is for."""

from dataclasses import replace

from processing.console.settings import ConsoleSettings
from processing.engines.propose_mix.roles import role_of
from processing.engines.propose_mix.words.lexicon import language_of, plain
from processing.engines.propose_mix.words.marking import names
from processing.engines.propose_mix.words.wish import Wish


def tracks_of(settings: ConsoleSettings, target: str) -> list[str]:
    """The tracks that a word means; a whole instrumental stands for the backing."""
    roles = {name: role_of(name) for name in settings.tracks}
    if target == "mix":
        return list(roles)
    if target == "backing":
        return [name for name, role in roles.items() if role != "vocal"]
    return [name for name, role in roles.items() if role == target]


def tracks_for(settings: ConsoleSettings, wish: Wish) -> tuple[list[str], str]:
    """The tracks that a wish is for, without those that it leaves out, or a sentence where there are none."""
    out = [name for target in wish.spared for name in tracks_of(settings, target)]
    names = [name for name in tracks_of(settings, wish.target) if name not in out]
    lost = [target for target in wish.spared if not tracks_of(settings, target)]
    if lost and any(role_of(name) == "instrumental" for name in names):
        # What has no track of its own can not be left out of the instrumental.
        return [], missing(settings, lost[0])
    return names, "" if names else missing(settings, wish.target)


def of_voices(settings: ConsoleSettings, wish: Wish, text: str) -> Wish:
    """Sibilance comes from voices: with nobody named it is theirs to change, where there are any."""
    if (wish.target, wish.quality, wish.spared) != ("mix", "sibilance", ()) or not tracks_of(settings, "vocal"):
        return wish
    bare = plain(text)
    return wish if "mix" in names(language_of(bare)).of(bare) else replace(wish, target="vocal")


def missing(settings: ConsoleSettings, target: str) -> str:
    named = {"vocal": "voice", "lead": "lead instrument", "texture": "pad", "harmony": "guitar or keyboard"}
    if any(role_of(name) == "instrumental" for name in settings.tracks):
        return f"There is no track of its own for the {named.get(target, target)}: it is part of the instrumental."
    return f"There is no {named.get(target, target)} track in this mix."
