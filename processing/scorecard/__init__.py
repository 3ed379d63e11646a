"""How good is a candidate? Numbers that a musician understands, one card per candidate, ranked."""

from processing.scorecard.card import Metric, Scorecard, rank
from processing.scorecard.judge import score

__all__ = ["Metric", "Scorecard", "rank", "score"]
