"""Projections of one's own: written by the user as a script, kept beside the log, run apart.

Read `definition`, then `kept`, then `emission`. `persistence/scripted` runs them.
"""
