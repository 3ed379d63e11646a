"""Everything `make setup` does, with nothing but Python's standard library: this runs before anything is installed."""
