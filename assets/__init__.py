"""Data files: the building catalogue, example scripts, golden logs."""
