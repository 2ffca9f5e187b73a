"""Event-sourcing building blocks: read them in this order.

The write side: `messages` (commands and events), `decider`, `process_manager`, `router`,
`game_state` (the fold of one game), `unit_of_work` (a command and its whole cascade), `ports` (time
and identity), `application` (load, decide, commit), `committed`.

The log: `event_types` (names, schema versions, upcasters), `event_store` (the port), `digest`,
`snapshots` and `game_snapshots` (so that a game begins sooner), `errors`.

Views: `projector`, `view` (in memory), `view_store` (the port), `projection` (from the log into a
view store), `named_view`, `replay`, `comparison`.

Those who follow: `subscription` (a state machine), `subscriptions` (the port).

Travel in a game's time: `moment`, `run`, `deltas`, `checkpoints`, `segment`, `timeline`, and what
is asked there: `causes` and `view_history` (why), `inquiry`, `moment_diff`, `conditions`.

What a log comes to: `audit`, `verify`, `verify_export`, `kinds`, `certificate`; a log as a file:
`export_format`, `exporting`, `importing`, `command_reader`.

Looking into a log: `listing`, `log_search`, `cascades`, `family`, `hand_append`, `log_use`,
`capacity`, `capacity_advice`, and `scripted` (projections that users write).
"""
