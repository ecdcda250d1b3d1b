"""A command line as it was meant: signs that an input method or Word has put in the place of plain ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable

# Dashes of every width, and what a Japanese keyboard gives for one.
_OPTION = re.compile(
    r"(?P<dashes>[-‐-―−ーｰ－]{1,2})(?P<name>[A-Za-zＡ-Ｚａ-ｚ][A-Za-zＡ-Ｚａ-ｚ‐-―−ー－-]*)(?P<rest>[=＝].*)?",
    re.S,
)
_DASH = re.compile(r"[‐-―−ーｰ－]")


def as_meant(words: Iterable[str], commands: Container[str]) -> list[str]:
    """The words with －－ｆｏｒｃｅ and —force as --force; the first is written as one of `commands` is.

    What is already plain, and the value of an option, stays as it is.
    """
    meant = [_option(word) for word in words]
    first = next((at for at, word in enumerate(meant) if not word.startswith("-")), None)
    if first is not None and (plain := unicodedata.normalize("NFKC", meant[first]).lower()) in commands:
        meant[first] = plain
    return meant


def _option(word: str) -> str:
    match = _OPTION.fullmatch(word)
    if not match or match["dashes"] + match["name"] == _plain(match["dashes"] + match["name"]):
        return word
    name, rest = _plain(match["name"]), match["rest"] or ""
    # One long dash is what Word makes of two short ones.
    return f"{'-' if len(name) == 1 else '--'}{name}{'=' if rest else ''}{rest[1:]}"


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", _DASH.sub("-", text))
