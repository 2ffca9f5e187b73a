"""The settings file: what it may hold, and what is said of what it may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from lunar_tui.log_filter import LogFilter
from lunar_tui.settings import Settings, SettingsFault, load_settings, save_settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "lunar" / "config.toml"


def written(file: Path, text: str) -> Path:
    file.parent.mkdir()
    file.write_text(text)
    return file


def test_without_a_file_all_is_as_it_comes(file: Path) -> None:
    assert load_settings(file) == Settings()


def test_what_is_saved_is_loaded_again(file: Path) -> None:
    settings = Settings(
        player="ada",
        store="sqlite:///moon.db",
        ascii=True,
        speed=4.0,
        theme="nord",
        log=LogFilter(text="solar", types=("SiteSpawned",), field="data.tick > 3"),
        keys={"game.build": "n,f2"},
    )
    save_settings(settings, file)
    assert load_settings(file) == settings
    save_settings(Settings(), file)
    assert load_settings(file) == Settings()
    assert [each.name for each in file.parent.iterdir()] == ["config.toml"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ascii = 1", "'ascii'"),
        ("speed = 17", "'speed'"),
        ('player = ""', "'player'"),
        ("[keys]\nbuild = 3", "'keys'"),
        ("[log]\ntext = 3", "'log'"),
        ("sped = 1", "'sped'"),
    ],
)
def test_a_bad_key_is_named_with_its_file(file: Path, text: str, key: str) -> None:
    with pytest.raises(SettingsFault) as fault:
        load_settings(written(file, text))
    assert key in str(fault.value)
    assert str(file) in str(fault.value)


def test_a_file_that_is_no_toml_is_named(file: Path) -> None:
    with pytest.raises(SettingsFault, match="cannot be read") as fault:
        load_settings(written(file, "speed"))
    assert str(file) in str(fault.value)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsFault, match="cannot be written"):
        save_settings(Settings(), tmp_path / "file" / "config.toml")
