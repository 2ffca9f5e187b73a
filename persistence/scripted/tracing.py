"""The source with its lines told: where a script was when its process had to be ended.

Starlark looks like Python, so that Python's own parser finds the statements. Before each of them,
and in each condition, loop and lambda, `lunar__line` is called with the line; it gives None.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

TELL = "lunar__line"


def traced(source: str) -> str:
    """The same source, with its lines told. Raises `SyntaxError`."""
    insertions: list[tuple[int, int, str]] = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.If(test=inner) | ast.For(iter=inner) | ast.Lambda(body=inner):
                insertions += _wrapped(inner)
            case ast.FunctionDef():
                indent = " " * node.col_offset
                insertions.append((*_start(node), f"{TELL}({node.lineno})\n{indent}"))
            case ast.stmt():
                insertions.append((*_start(node), f"{TELL}({node.lineno}); "))
    lines = source.encode().split(b"\n")
    for line, column, text in sorted(insertions, reverse=True):
        before = lines[line - 1]
        lines[line - 1] = before[:column] + text.encode() + before[column:]
    return b"\n".join(lines).decode()


def parts(source: str) -> Iterator[tuple[int, str]]:
    """The statements of the source outside of functions, with their lines.

    Raises `SyntaxError`.
    """
    lines = source.split("\n")
    for node in ast.parse(source).body:
        yield node.lineno, "\n".join(lines[node.lineno - 1 : node.end_lineno])


def _start(node: ast.stmt) -> tuple[int, int]:
    return node.lineno, node.col_offset


def _wrapped(inner: ast.expr) -> list[tuple[int, int, str]]:
    end = (inner.end_lineno or inner.lineno, inner.end_col_offset or inner.col_offset, ")")
    return [(inner.lineno, inner.col_offset, f"{TELL}({inner.lineno}) or ("), end]
