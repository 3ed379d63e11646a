"""What the drummer knows: kick and snare rhythms by genre and meter, in sixteenths.

X accent, x plain, o soft, g ghost. Kicks list one bar per string and cycle through them. Kick and snare together mark
every beat, so that a dancer (and a beat tracker) is never left to guess; what is syncopated stands between. In 6/8 the
same holds for the two beats: nothing there suggests three quarters.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Groove:
    """`hat` names the cymbal manner: eighths, sixteenths, offbeat, quarters, shuffle."""

    name: str
    kick: tuple[str, ...]
    snare: str
    ghosts: str
    hat: str


def _groove(name: str, hat: str, kick: str, snare: str, ghosts: str = "") -> Groove:
    return Groove(name, tuple(kick.split()), snare, ghosts, hat)


FOUR_FOUR: dict[str, tuple[Groove, ...]] = {
    "pop": (
        _groove("pop straight", "eighths", "X.....x.X....... X.....x.X.x.....", "....X.......X...", ".......g.g......"),
        _groove("pop four", "offbeat", "X...X...X...X... X...X...X...X.x.", "....X.......X...", ".......g.......g"),
        _groove("pop push", "sixteenths", "X..x....x.x..... X..x....x.....x.", "....X.......X...", ".........g.g...."),
        _groove(
            "pop half-time", "eighths", "X............... X.x.............", "........X.......", "....g........g.."
        ),
    ),
    "hip_hop": (
        _groove("boom bap", "eighths", "X......xX.x..... X......xX.xx....", "....X.......X...", ".......g.g.....g"),
        _groove(
            "boom bap drag", "eighths", "X.x.....X....x.. X.x.....X.x.....", "....X.......X...", ".g.....g........"
        ),
        _groove("head nod", "shuffle", "X..x....X.x..... X..x...xX..x..x.", "....X.......X...", "......g..g...g.."),
        _groove(
            "dusty break", "sixteenths", "X.x.....x.x..... X.x.....x.xx..x.", "....X.......X...", ".......g.g.....g"
        ),
    ),
    "house": (
        _groove("four on the floor", "offbeat", "X...X...X...X...", "....X.......X...", ".......g........"),
        _groove("jacking", "sixteenths", "X...X...X...X..o X...X...X...X.o.", "....X.......X...", "...g......g....."),
        _groove("deep", "offbeat", "X...X...X...X...", "....x.......x...", "...o......o....."),
        _groove("garage step", "shuffle", "X...X...X..xX... X...X..xX...X...", "....X.......X...", ".......g..g....."),
    ),
    "rock": (
        _groove(
            "rock straight", "eighths", "X.......X.x..... X.....x.X.x.....", "....X.......X...", ".........g......"
        ),
        _groove("rock drive", "eighths", "X.x.....X.x..... X.x...x.X.......", "....X.......X...", ""),
        _groove("rock stomp", "quarters", "X...X...X...X... X...X...X.x.X...", "....X.......X...", ""),
        _groove("rock double", "eighths", "X.x.....X.x..... X.x.....X.x.x...", "....X.......X..x", ".......g........"),
    ),
    "rnb": (
        _groove(
            "slow pocket", "sixteenths", "X......xx.x..... X.....x.x..x..x.", "....X.......X...", ".......g.g......"
        ),
        _groove("neo soul", "shuffle", "X..x...xx.x..... X..x....x.x.x...", "....X.......X...", "..g....g.g....g."),
        _groove(
            "half-time soul", "sixteenths", "X..x............ X..........x....", "........X.......", "....g..g.....g.."
        ),
        _groove("bounce", "eighths", "X.....xxx.x..... X.....x.x.x.....", "....X.......X...", ".......g.g.....g"),
    ),
    "lofi": (
        _groove("tape loop", "eighths", "X......xo.x..... X.....x.o.x.....", "....x.......x...", ".......g.g......"),
        _groove("late night", "shuffle", "X..o....o.x..... X.......x..o.o..", "....x.......x...", "......g......g.."),
        _groove("ballad", "quarters", "X.......x....... X.....o.x.......", "....x.......x...", ""),
        _groove("slow sway", "eighths", "X............... X.o.............", "........x.......", "....g......g...."),
    ),
}
THREE_FOUR: dict[str, tuple[Groove, ...]] = {
    "pop": (
        _groove("pop waltz", "eighths", "X........... X.......x...", "....X...X...", "..........g."),
        _groove("pop three", "eighths", "X...x.x..... X...x.......", "........X...", ".....g......"),
    ),
    "hip_hop": (
        _groove("boom bap three", "eighths", "X..x....x.x. X.....x.x.x.", "....X.......", ".......g.g.."),
        _groove("head nod three", "shuffle", "X.x.x..x.... X...x..x..x.", "........X...", "....g.....g."),
    ),
    "house": (
        _groove("three on the floor", "offbeat", "X...X...X...", "....X.......", "..........g."),
        _groove("jacking three", "sixteenths", "X...X...X..o", "........X...", "...g...g...."),
    ),
    "rock": (
        _groove("rock waltz", "eighths", "X.....x..... X.x...x.....", "....X...X...", ""),
        _groove("rock three", "quarters", "X...x....... X.x.x.......", "........X...", "......g....."),
    ),
    "rnb": (
        _groove("soul waltz", "shuffle", "X..xx.....x. X...x..xx...", "........X...", "....g..g...."),
        _groove("pocket three", "sixteenths", "X.....x.xx.. X..x....x.x.", "....X.......", ".......g.g.."),
    ),
    "lofi": (
        _groove("tape waltz", "eighths", "X.........o. X...........", "....o...x...", "......g....."),
        _groove("brush three", "quarters", "X........... X......o....", "....o...o...", "..........g."),
    ),
}
SIX_EIGHT: dict[str, tuple[Groove, ...]] = {
    "pop": (
        _groove("pop six", "eighths", "X.........x. X.....x...x.", "......X.....", "....g......."),
        _groove("pop sway", "eighths", "X........... X.........x.", "......X.....", "..........g."),
    ),
    "hip_hop": (
        _groove("boom bap six", "eighths", "X.........x. X.x.....x.x.", "......X.....", "...g.....g.."),
        _groove("triplet nod", "sixteenths", "X....x....x. X.........x.", "......X.....", "....g......."),
    ),
    "house": (
        _groove("six on the floor", "offbeat", "X.....X.....", "......X.....", "....g......."),
        _groove("afro six", "eighths", "X...o.X...o. X...o.X..oo.", "......X.....", "..g.......g."),
    ),
    "rock": (
        _groove("rock six", "eighths", "X...x.....x. X.........x.", "......X.....", ""),
        _groove("rock shuffle", "quarters", "X...x.X...x. X.....X...x.", "......X.....", "..........g."),
    ),
    "rnb": (
        _groove("slow jam six", "sixteenths", "X.........x. X.....x...x.", "......X.....", "...g.....g.."),
        _groove("gospel six", "eighths", "X.........x. X.....x...x.", "......X.....", "..g.....g..."),
    ),
    "lofi": (
        _groove("tape six", "eighths", "X........... X.........o.", "......x.....", "....g......."),
        _groove("lullaby six", "quarters", "X........... X.........o.", "......o.....", ""),
    ),
}
GROOVES: dict[str, dict[str, tuple[Groove, ...]]] = {"4/4": FOUR_FOUR, "3/4": THREE_FOUR, "6/8": SIX_EIGHT}


def grooves_for(genre: str, meter: str) -> tuple[Groove, ...]:
    """The grooves of a genre in a meter; an unknown genre plays pop."""
    return GROOVES[meter].get(genre, GROOVES[meter]["pop"])
