"""Projections of one's own at work: the language, the worker process, and what runs them.

`workshop.Workshop` is the way in for screens and commands; nothing of a script runs in the program
itself. `worker` is a program of its own.
"""
