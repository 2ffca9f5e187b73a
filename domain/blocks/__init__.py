"""Event-sourcing building blocks: read them in this order.

`messages` (commands and events), `decider`, `process_manager`, `projector`, `router`,
`event_types` (names, schema versions, upcasters), `event_store` and `views` (the ports),
`game_state` (the fold of one game), `application` (one command, one unit of work), `subscription`
(a reading of the log that goes on), `moment`, `run` and `timeline` (travel through a game's time),
`inquiry` (why), `conditions` (what to look for), `verify` and `certificate` (what a log comes to),
`export_format` (a log as a file).
"""
