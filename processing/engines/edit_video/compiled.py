"""How the drawing loops are compiled: sums in any order, and no pixel is ever broken."""

from functools import partial

from processing.dsp.compiled import compiled as compiled_for_sound

compiled = partial(compiled_for_sound, fastmath=True, error_model="python")
