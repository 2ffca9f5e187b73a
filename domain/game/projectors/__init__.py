"""The game's views, one projector a file."""
