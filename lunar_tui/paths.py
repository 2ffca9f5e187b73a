"""Where the program keeps its files: the platform's user directories, or those that you name."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import PlatformDirs

_PLATFORM = PlatformDirs("lunar-frontiers", appauthor=False)


def _named(variable: str, default: Path) -> Path:
    named = os.environ.get(variable)
    return Path(named).expanduser() if named else default


def config_file() -> Path:
    """The settings, in LUNAR_CONFIG_DIR if that is set."""
    return _named("LUNAR_CONFIG_DIR", _PLATFORM.user_config_path) / "config.toml"


def data_dir() -> Path:
    """The folder of saved games: LUNAR_DATA_DIR if that is set."""
    return _named("LUNAR_DATA_DIR", _PLATFORM.user_data_path)


def log_file() -> Path:
    """The diagnosis log, in LUNAR_LOG_DIR if that is set."""
    return _named("LUNAR_LOG_DIR", _PLATFORM.user_log_path) / "lunar.log"
