"""How dates are written in each language: short, with the day first and the clock of 24 hours."""
