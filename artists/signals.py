"""The only talk upward: `noted` tells what somebody did to people, artists or the label, within the deed's transaction.

Sender User, `verb`, `by`, `data`. Whoever keeps the record connects to it.
"""

from django.dispatch import Signal

noted = Signal()
