"""What a module imports, read from its source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages


def modules(package: str) -> list[str]:
    """The names of all modules in a package, itself included."""
    root = import_module(package)
    return [package, *(info.name for info in walk_packages(root.__path__, f"{package}."))]


def source(module: str) -> Path:
    """The file of a module."""
    path = import_module(module).__file__
    assert path is not None
    return Path(path)


def imports(module: str) -> Iterator[str]:
    """The names of the modules that a module imports, at any depth of its code."""
    for node in ast.walk(ast.parse(source(module).read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            assert node.module is not None
            yield node.module
