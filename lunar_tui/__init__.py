"""The terminal client: command line, Textual app, screens, widgets."""
