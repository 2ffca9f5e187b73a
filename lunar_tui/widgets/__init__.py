"""Widgets: the parts that screens are made of."""
