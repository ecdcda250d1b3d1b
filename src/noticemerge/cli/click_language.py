"""The language of the command line, click's own messages included."""

from __future__ import annotations

import gettext as _gettext
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from noticemerge.problems import LANGUAGES, N_, current_language, use_language

_DOMAIN = "noticemerge"
_LOCALE_FOLDER = Path(__file__).parents[1] / "problems" / "locale"


def plural(singular: str, plural: str) -> tuple[str, str]:
    """Mark a sentence that has a plural for translation."""
    return singular, plural


# What click itself says to users of this program, for the catalogue.
CLICK_SENTENCES = (
    N_("Usage:"),
    N_("Options"),
    N_("Positional arguments"),
    N_("Commands"),
    N_("[OPTIONS]"),
    N_("[COMMAND] [ARGS]..."),
    N_("NUMBER"),
    N_("[FOLDER]"),
    N_("Error: {message}"),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Missing command."),
    N_("No such option {name!r}."),
    N_("No such command {name!r}."),
    N_("Option {name!r} does not take a value."),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
    plural("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    plural("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    plural("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    plural("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
)


def language_in(words: Sequence[str]) -> str | None:
    """The language that `--lang` names among the words typed, or None.

    It is needed before the words are parsed: a wrong word must be reported in that language.
    """
    for word, following in zip(words, [*words[1:], ""], strict=False):
        name, _, value = word.partition("=")
        if name == "--lang" and (value or following) in LANGUAGES:
            return value or following
    return None


@contextmanager
def speaking(language: str | None) -> Iterator[None]:
    """Speak `language` (None: the locale's) inside, click included, and as before afterwards."""
    use_language(language)
    domain, chosen = _gettext.textdomain(), os.environ.get("LANGUAGE")
    _gettext.bindtextdomain(_DOMAIN, _LOCALE_FOLDER)
    _gettext.textdomain(_DOMAIN)
    # The only thing that gettext.gettext(), which click calls, can be told the language by.
    os.environ["LANGUAGE"] = current_language()
    try:
        yield
    finally:
        use_language(None)
        _gettext.textdomain(domain)
        if chosen is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = chosen
