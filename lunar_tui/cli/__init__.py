"""The command line: one file for each group of commands.

Results go to stdout, words to stderr. `lunar_tui.__main__` turns faults into exit codes.
"""
