"""The game of Lunar Frontiers: commands, events, aggregates, process managers, projectors."""
