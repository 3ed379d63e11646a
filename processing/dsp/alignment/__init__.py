"""Alignment of a voice and a band: measured, repaired within limits, else refused with the reason."""
