"""The player's settings: a TOML file that is checked key by key."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated, Any

import msgspec
import tomli_w
from msgspec import Meta, Struct

from domain.blocks.errors import LunarError
from lunar_tui import paths
from lunar_tui.log_filter import LogFilter

Name = Annotated[str, Meta(min_length=1, max_length=64)]
Speed = Annotated[float, Meta(ge=0.25, le=16)]


class SettingsFault(LunarError):
    """The settings cannot be read or written."""


class Settings(Struct, frozen=True, omit_defaults=True):
    """What a player may choose. `store` and `views` are URLs; `speed` is in ticks a second.

    `log` is the filter of the log pane. With `auto_pause` a colony's clock stops at what is deadly.
    `keys` gives bindings other keys: the binding's id, and its
    keys with commas between.
    """

    player: Name = "commander"
    store: str | None = None
    views: str = "memory"
    ascii: bool = False
    speed: Speed = 1.0
    theme: str = "lunar"
    log: LogFilter = LogFilter()
    auto_pause: bool = True
    keys: dict[str, str] = {}


def load_settings(file: Path | None = None) -> Settings:
    """The settings in the file, or all defaults where there is none. Raises `SettingsFault`."""
    file = file or paths.config_file()
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsFault(
            f"The settings file {file} cannot be read: {error}. Correct it or remove it."
        ) from error
    kinds = {field.name: field.type for field in msgspec.structs.fields(Settings)}
    return Settings(**{key: _checked(file, key, value, kinds) for key, value in found.items()})


def _checked(file: Path, key: str, value: Any, kinds: Mapping[str, Any]) -> Any:
    if key not in kinds:
        raise SettingsFault(
            f"The settings file {file} holds an unknown key {key!r}: the keys are "
            f"{', '.join(kinds)}. Correct it or remove it."
        )
    try:
        return msgspec.convert(value, kinds[key])
    except msgspec.ValidationError as error:
        raise SettingsFault(
            f"The settings file {file} holds a bad value for the key {key!r}: {error}. "
            "Correct it or remove it."
        ) from error


def save_settings(settings: Settings, file: Path | None = None) -> None:
    """Write what differs from the defaults, all or nothing. Raises `SettingsFault`."""
    file = file or paths.config_file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=file.parent, prefix=file.name, delete=False) as draft:
            draft.write(tomli_w.dumps(msgspec.to_builtins(settings)).encode())
            draft.flush()
            os.fsync(draft.fileno())
        Path(draft.name).replace(file)
    except OSError as error:
        raise SettingsFault(
            f"The settings file {file} cannot be written: {error}. They hold until you quit."
        ) from error


def store_url(settings: Settings, option: str | None = None) -> str:
    """The store to use: the option, else LUNAR_STORE, else the settings, else the data folder's."""
    return (
        option
        or os.environ.get("LUNAR_STORE")
        or settings.store
        or f"sqlite:///{paths.data_dir() / 'lunar.db'}"
    )


def views_url(settings: Settings, option: str | None = None) -> str:
    """Where views are: the option, else LUNAR_VIEWS, else what the settings say."""
    return option or os.environ.get("LUNAR_VIEWS") or settings.views
