"""The Moon's rules, pure: no I/O, no clock, no randomness.

`domain.blocks` holds the event-sourcing building blocks and knows nothing of the Moon.
`domain.game` is the game that uses them. Start with `domain.game.model`: it names every part.
"""
