"""Songs alone: what processing makes of these deeds is tested where processing is."""

from collections.abc import Iterator

import pytest

from projects import signals

DEEDS = [signals.submitted, signals.picked, signals.decided, signals.asset_added]


@pytest.fixture(autouse=True)
def nobody_follows() -> Iterator[None]:
    """Receivers of other apps stay out; a test may still connect its own."""
    kept = [signal.receivers for signal in DEEDS]
    for signal in DEEDS:
        signal.receivers = []
        signal.sender_receivers_cache.clear()
    yield
    for signal, receivers in zip(DEEDS, kept, strict=True):
        signal.receivers = receivers
        signal.sender_receivers_cache.clear()
