"""The sound of the house band: our own synthesisers, a sound bank where there is one, and a desk."""
