"""One process that keeps the whole studio running on one machine. It loads no Django, so it starts at once."""
