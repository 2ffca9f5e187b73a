"""The game's process managers, one flow a file."""
