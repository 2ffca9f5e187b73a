"""The game's aggregates, one decider a file."""
