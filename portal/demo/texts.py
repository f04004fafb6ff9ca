"""Reads the demo's texts: a few `name: value` lines, a blank line, then paragraphs and blocks.

`## ` begins a heading, `- ` a list, `!callout kind | title | text`, `!quote text | source`,
`!picture name | alt | caption`; `!steps` and `!table caption` take the lines that follow.
"""

from html import escape
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "words"
Block = tuple[str, Any]


def read(name: str, language: str, pictures: dict[str, Any]) -> tuple[dict[str, str], list[Block]]:
    """The fields of a text and its body as StreamField blocks."""
    text = (FOLDER / f"{name}.{language}.txt").read_text(encoding="utf-8")
    head, _, rest = text.partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    parts = [part for part in rest.strip().split("\n\n") if part]
    return fields, [_block(part.splitlines(), pictures) for part in parts]


def _block(lines: list[str], pictures: dict[str, Any]) -> Block:
    first = lines[0]
    if first.startswith("## "):
        return "heading", {"text": first[3:], "level": "h2"}
    if first.startswith("!"):
        name, _, rest = first[1:].partition(" ")
        return name, _special(name, _cells(rest), lines[1:], pictures)
    if first.startswith("- "):
        items = "".join(f"<li>{escape(line[2:], quote=False)}</li>" for line in lines)
        return "text", f"<ul>{items}</ul>"
    return "text", f"<p>{escape(' '.join(lines), quote=False)}</p>"


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def _special(
    name: str, cells: list[str], lines: list[str], pictures: dict[str, Any]
) -> dict[str, Any]:
    if name == "callout":
        return {"kind": cells[0], "title": cells[1], "text": f"<p>{escape(cells[2])}</p>"}
    if name == "quote":
        return {"text": cells[0], "source": cells[1]}
    if name == "picture":
        return {"image": pictures[cells[0]], "alt": cells[1], "caption": cells[2]}
    if name == "table":
        return {"caption": cells[0], "cells": "\n".join(lines)}
    pairs = [_cells(line) for line in lines]
    steps = [{"title": title, "text": f"<p>{escape(text)}</p>"} for title, text in pairs]
    return {"steps": steps}
