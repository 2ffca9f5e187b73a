"""Whole games without a screen, played by policies, for the balance of the rules."""
