"""What every event store must do, as tests that any store can be put to."""

import pytest

PARTS = ("appending", "concurrency", "event_store", "events", "reading", "subscriptions")

pytest.register_assert_rewrite(*(f"{__name__}.{part}" for part in PARTS))
