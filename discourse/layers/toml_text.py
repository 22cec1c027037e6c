"""TOML that people and git can compare: one line per key, tables after the values."""

import json
import re
from collections.abc import Mapping
from typing import Any

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def write_toml(content: Mapping[str, Any]) -> str:
    r"""Write a mapping of strings, numbers, truth values, lists and mappings as TOML.

    Examples
    --------
    >>> print(write_toml({"name": "a\nb", "about": {"version": 1, "on": ["x", {"y": 2.5}]}}))
    name = "a\nb"
    <BLANKLINE>
    [about]
    version = 1
    on = ["x", {y = 2.5}]
    <BLANKLINE>
    """
    return "".join(_write_toml_table(content, "")).lstrip("\n")


def _write_toml_table(content: Mapping[str, Any], path: str) -> list[str]:
    tables = {key: value for key, value in content.items() if isinstance(value, Mapping)}
    lines = [f"\n[{path}]\n"] if path else []
    lines += [
        f"{_write_key(key)} = {_write_toml_value(value)}\n"
        for key, value in content.items()
        if key not in tables
    ]
    for key, value in tables.items():
        lines += _write_toml_table(value, f"{path}.{_write_key(key)}" if path else _write_key(key))
    return lines


def _write_key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _write_string(key)


def _write_string(text: str) -> str:
    # The escapes of JSON are among those of TOML, which needs one more.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _write_toml_value(value: Any) -> str:
    if isinstance(value, str):
        return _write_string(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        inner = (f"{_write_key(key)} = {_write_toml_value(item)}" for key, item in value.items())
        return f"{{{', '.join(inner)}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_write_toml_value, value))}]"
    return repr(value)
