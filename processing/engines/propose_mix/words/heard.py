"""What the clauses of a text have said so far, and what they leave open for those that follow."""

from dataclasses import dataclass, field, replace

from processing.engines.propose_mix.words.clause import REST
from processing.engines.propose_mix.words.saying import Said
from processing.engines.propose_mix.words.wish import Wish


@dataclass
class Hearing:
    """What the clauses before have left open."""

    wishes: list[Wish] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    targets: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()
    """What `targets` leave out."""
    unsure: bool = False
    """Whether "them" may mean what was left out as well as all the rest."""
    waiting: list[Said] = field(default_factory=list)
    leading: tuple[str, ...] = ()
    latest: int = 0
    """How many wishes there were before the clause that wished last."""
    run: int = 0
    """How many wishes there were when the clauses began that hang together by "and"."""
    by_noun: bool = False
    """Whether the clause that wished last spoke of a thing such as the reverb."""
    half_kept: tuple[str, ...] = ()
    """Parts of which only one thing is to be left alone: "keep the level of the voice"."""
    lost: bool = False
    """Whether the sentence begins with a place that nobody can find, which then holds for what follows."""

    def begin(self) -> None:
        """A new sentence."""
        self.targets, self.spared, self.unsure, self.half_kept = (), (), False, ()
        self.waiting, self.leading, self.run, self.lost = [], (), len(self.wishes), False

    def place(self, sections: tuple[str, ...]) -> None:
        """What was wished in this run without a place is wished there."""
        self.wishes[self.run :] = [w if w.sections else replace(w, sections=sections) for w in self.wishes[self.run :]]

    def spare(self, targets: tuple[str, ...]) -> None:
        """What was wished in this run for the whole, or for nobody yet, leaves these parts out."""
        self.spared = tuple(dict.fromkeys((*self.spared, *targets)))
        wide = ("", "mix", "backing", REST)
        self.wishes[self.run :] = [
            replace(wish, spared=self.spared) if wish.target in wide else wish for wish in self.wishes[self.run :]
        ]

    def refuse(self, refused: tuple[tuple[str, int], ...], targets: tuple[str, ...]) -> None:
        """ "More vocals, not louder, just clearer": what was taken for a level was none."""
        self.wishes = [
            wish
            for wish in self.wishes
            if wish.target not in targets
            or (wish.quality, 1 if (wish.level_db or wish.steps) > 0 else -1) not in refused
        ]

    def lose(self) -> None:
        """ "Drums up, just before the last chorus": what nobody can find is not everywhere."""
        found = self.wishes[self.run :]
        self.wishes[self.run :] = [wish for wish in found if wish.sections]
        self.lost = not found

    def free(self) -> None:
        """ "Don't change the level of the voice, just make it warmer": it is the voice that changes."""
        if self.half_kept:
            self.kept = [one for one in self.kept if one not in self.half_kept]
            self.targets = self.half_kept
