"""A URL names a store."""

from pathlib import Path

import pytest

from domain.blocks.event_store import StoreFault
from persistence.memory import MemoryEventStore
from persistence.open_store import open_store
from tests.conformance.events import commit, event


async def test_memory() -> None:
    assert isinstance(await open_store("memory:"), MemoryEventStore)


async def test_an_absolute_path(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path}/moon.db")
    await store.append(commit(event("a")))
    await store.close()
    assert (tmp_path / "moon.db").is_file()


async def test_a_relative_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    store = await open_store("sqlite:///games/moon.db")
    monkeypatch.chdir("/")
    await store.append(commit(event("a")))
    assert len(await store.read()) == 1
    await store.close()
    assert (tmp_path / "games" / "moon.db").is_file()


async def test_options_are_passed_on(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/moon.db"
    with pytest.raises(StoreFault, match="no store at"):
        await open_store(url, create=False)
    await (await open_store(url)).close()
    store = await open_store(url, read_only=True)
    with pytest.raises(StoreFault, match="reading only"):
        await store.append(commit(event("a")))
    await store.close()


@pytest.mark.parametrize(
    "url",
    ["mysql://ada:secret@host/db", "mysql:secret", "sqlite:///", "", "secret", "sqlite://x"],
)
async def test_other_urls_are_refused_without_repeating_them(url: str) -> None:
    with pytest.raises(StoreFault, match="sqlite:///relative/file") as refusal:
        await open_store(url)
    assert "secret" not in str(refusal.value)
