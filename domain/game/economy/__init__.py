"""The economy of a colony: its rules, and what a tick does to it, as pure functions.

Begin with `ruleset` (what a game is played by), then `balance` (one tick of a whole colony).
"""
