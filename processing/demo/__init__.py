"""Material for the demo song: words, a sung take and a reference, all written and synthesised by this project."""
