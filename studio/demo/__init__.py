"""The label a newcomer meets: six artists, the people behind them, and a first song."""
