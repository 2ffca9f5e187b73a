"""Conditions over a moment, as people type them: `buildings >= 10`, `site 12 complete > 50`.

`vocabulary` says what there is to ask about, `expressions` what a condition is once it is read;
`parser` reads one, `evaluation` makes a function of it, `completion` helps to type it, and `search`
finds where it becomes true.
"""
