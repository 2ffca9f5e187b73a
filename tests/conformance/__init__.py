"""What every event store must do, as tests that any store can be put to."""

import pytest

pytest.register_assert_rewrite(
    *(
        f"{__name__}.{part}"
        for part in ("appending", "concurrency", "event_store", "events", "reading")
    )
)
