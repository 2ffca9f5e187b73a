"""What a player of a colony is told: lessons, advice in trouble, goals, and when to stop."""
