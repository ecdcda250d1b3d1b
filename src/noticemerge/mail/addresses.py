"""Mail addresses as cells hold them: taken apart, mended where that is safe, and doubted where it is not."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

# What parts several addresses of one cell. A space does too, unless it stands beside a sign of an address.
_BETWEEN = re.compile(r"[\n;,、，；／/|｜]+")
_SPACES = re.compile(r"\s+")
_INSIDE = re.compile(r"\s*([@.])\s*")
_NAMED = re.compile(r"^.*[<＜]\s*([^<>＜＞]+?)\s*[>＞]\s*$", re.DOTALL)
_MAILTO = re.compile(r"^mailto:", re.IGNORECASE)
# RFC 5322 §3.2.3, but with dots anywhere: Japanese telephone companies gave such addresses out.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}")
_DOT_ATOM = re.compile(r"[^.]+(?:\.[^.]+)*")
_LABEL = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)")
_LONGEST = 254
_FREQUENT = (
    "gmail.com", "yahoo.co.jp", "outlook.jp", "outlook.com", "hotmail.com", "hotmail.co.jp", "live.jp",
    "icloud.com", "me.com", "docomo.ne.jp", "ezweb.ne.jp", "au.com", "softbank.ne.jp", "nifty.com",
    "ocn.ne.jp", "biglobe.ne.jp",
)  # fmt: skip
# Like one of those, and right.
_RIGHT = frozenset(
    {
        "mail.com",
        "ymail.com",
        "email.com",
        "yahoo.com",
        "yahoo.ne.jp",
        "ymail.ne.jp",
        "live.com",
        "msn.com",
        "mac.com",
    }
    | {"outlook.co.jp", "hotmail.jp", "docomo.co.jp", "softbank.jp", "nifty.ne.jp", "jcom.home.ne.jp"}
)
# Ends of domains that do not exist, and what is meant by them.
_ENDS = {
    "con": "com", "cmo": "com", "comm": "com", "vom": "com", "jo": "jp", "jpp": "jp", "ne.jo": "ne.jp",
    "co.jo": "co.jp", "og.jp": "or.jp", "o.jp": "co.jp", "cojp": "co.jp", "nejp": "ne.jp", "orjp": "or.jp",
    "c.jp": "co.jp", "co.lp": "co.jp", "lp": "jp", "co.jpn": "co.jp",
}  # fmt: skip
_ALIKE = 0.86


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of a cell, each once: ASCII, ready for a mail server.

    `unreadable` are the parts that are no address; `is_mended` says that what was typed was not yet so.
    """

    found: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    is_mended: bool = False


def read_addresses(text: str) -> Addresses:
    """The addresses that a cell holds."""
    found: dict[str, None] = {}
    unreadable = []
    mended = False
    for part in filter(None, (part.strip() for part in _BETWEEN.split(text))):
        for one in _pieces(part):
            address = _address(one)
            if address:
                found.setdefault(address)
            else:
                unreadable.append(one)
            mended = mended or address != one.strip()
    return Addresses(tuple(found), tuple(unreadable), mended)


def in_header(address: str) -> str:
    """The address as a header holds it: a local part that is no dot-atom in quotation marks."""
    local, _, domain = address.rpartition("@")
    return address if _DOT_ATOM.fullmatch(local) else f'"{local}"@{domain}'


def meant_instead(address: str) -> str:
    """The address that was probably meant, "" where nothing is strange about this one."""
    local, _, domain = address.rpartition("@")
    for end, meant in _ENDS.items():
        if domain.endswith(f".{end}") or domain == end:
            return f"{local}@{domain.removesuffix(end)}{meant}"
    if domain in _FREQUENT or domain in _RIGHT:
        return ""
    likely = max(_FREQUENT, key=lambda known: SequenceMatcher(None, domain, known).ratio())
    is_alike = SequenceMatcher(None, domain, likely).ratio() >= _ALIKE and abs(len(domain) - len(likely)) < 3
    return f"{local}@{likely}" if is_alike else ""


def _pieces(part: str) -> list[str]:
    """The addresses that only spaces part; a space beside @ or a dot is a slip within one address."""
    if _NAMED.match(part):
        return [part]
    if part.count("@") + part.count("＠") < 2:
        return [part]
    return _SPACES.split(_INSIDE.sub(r"\1", unicodedata.normalize("NFKC", part)).strip())


def _address(typed: str) -> str:
    """The address in its plain form, "" when it is none."""
    named = _NAMED.match(typed)
    plain = unicodedata.normalize("NFKC", named[1] if named else typed)
    plain = _INSIDE.sub(r"\1", "".join(c for c in plain if unicodedata.category(c)[0] != "C" or c.isspace()))
    local, sign, domain = _MAILTO.sub("", plain.strip()).rpartition("@")
    if not sign or not _LOCAL.fullmatch(local):
        return ""
    ascii_domain = _in_ascii(domain.lower())
    labels = ascii_domain.split(".")
    is_domain = len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels)
    address = f"{local}@{ascii_domain}"
    is_ending = is_domain and not labels[-1].isdigit() and len(labels[-1]) > 1
    return address if is_ending and len(address) <= _LONGEST else ""


def _in_ascii(domain: str) -> str:
    """A Japanese domain as servers know it (RFC 3490)."""
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
