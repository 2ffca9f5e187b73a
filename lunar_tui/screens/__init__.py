"""Screens: what fills the terminal, one at a time."""
