"""What a repair must bring and what it may cost, in points of severity, 0 to 100."""

from processing.dsp.pathologies.fault import Fault, value_at

HARM = 5.0
"""Points of severity, out of 100, that a step may cost any other number."""
SHIFTS = {"soft_transients": 20.0}
"""The same for a number that may move while it stays healthy: without mud or clicks the same attacks read otherwise."""
WORTH = 0.5
"""Points of severity that a step must bring its own number."""
CLEAR = 10.0
"""Points that a number far beyond the scale must gain, if they were counted on."""
UNMASKED = 10.0
"""Points that a healthy number may move when damage is mended that lay over it: clicks in the middle hide haze."""


def helps(fault: Fault, after: Fault) -> bool:
    """Very bad numbers stand at 100 before and after; there a clear move towards the limit counts: a fifth of the way,
    or what would be `CLEAR` points if they were counted on. (A stem may lie 20 dB beyond what the song does.)"""
    better = fault.beyond > after.beyond and fault.severity - after.severity >= min(WORTH, fault.severity)
    if better or fault.severity < 100.0:
        return better
    clear = abs(value_at(fault.code, 50.0 + CLEAR, fault.limit) - fault.limit)
    return after.beyond < 0.8 * fault.beyond or fault.beyond - after.beyond >= clear


def most_harm(code: str, severity: float, *, unmasks: bool = False) -> float:
    """Points that a step may cost a number, which then stands at `severity`; `unmasks`: it mends damage."""
    if severity > 50.0:
        return HARM
    return max(SHIFTS.get(code, HARM), UNMASKED if unmasks else HARM)


def lost(old: Fault, new: Fault) -> float:
    """Points beyond those that a number may lose."""
    severity = new.severity_by(old)
    return severity - old.severity - most_harm(new.code, severity)
