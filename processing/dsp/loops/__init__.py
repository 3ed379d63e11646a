"""Loops over samples, compiled: what numpy can not say without a copy of the whole song at every step.

Rows are contiguous float32, one channel each, and are changed in place where the name says what happens to them.
"""
