"""What to type on the command line so that a list is read as it is meant."""

from __future__ import annotations

import re

# What a shell would not hand over as one word, or take for something else.
_SPECIAL = re.compile(r"[\s&|<>;()'*?$`]")


def typed_option(name: str, value: str) -> str:
    """An option and its value, in quotation marks where a shell needs them."""
    return f'{name} "{value}"' if _SPECIAL.search(value) else f"{name} {value}"


def option_for(label: str, heading: str) -> str:
    """What to type so that the column `heading` is taken for the field called `label`."""
    return typed_option("--map", f"{label}={heading}")


def ignore_option(heading: str) -> str:
    """What to type so that nothing is asked about the column `heading`."""
    return typed_option("--ignore", heading)
