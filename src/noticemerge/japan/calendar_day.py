"""The day on which letters are made."""

from __future__ import annotations

import datetime
import os
from contextlib import suppress


def current_day() -> datetime.date:
    """The day of this computer's clock, or that of SOURCE_DATE_EPOCH (seconds since 1970, in UTC).

    By that convention (reproducible-builds.org) a run can be done again as on the day it was first done.
    """
    with suppress(ValueError, OverflowError, OSError):
        seconds = int(os.environ.get("SOURCE_DATE_EPOCH", ""))
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC).date()
    return datetime.date.today()
