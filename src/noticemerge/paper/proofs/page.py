"""The proofs as one file of HTML, which loads nothing and runs no script but its own.

Every value stands in it as text: Jinja escapes what comes from list and letter, and the policy of the page
(Content Security Policy, level 3) lets the browser run or load nothing else, whatever a cell holds.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from importlib import resources
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from noticemerge.japan import wareki
from noticemerge.paper.letter_text import BEGIN, END
from noticemerge.paper.proofs.pictures import Picture
from noticemerge.paper.proofs.proofs import Proof, Proofs
from noticemerge.planning import Enclosure
from noticemerge.problems import N_, Problem, Severity, current_language, gettext, ngettext

PROOFS_FILE = "校正.html"
_SEVERITIES = {Severity.ERROR: N_("Error"), Severity.WARNING: N_("Warning"), Severity.NOTE: N_("Note")}


@dataclass(frozen=True, slots=True)
class _Said:
    """A problem as the page says it."""

    severity: str
    word: str
    code: str
    where: str
    message: str
    hint: str


def proof_page(proofs: Proofs) -> bytes:
    """The page, UTF-8, in the language in use."""
    style, script = _part("page.css"), _part("page.js")
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    page = environment.from_string(_part("page.html")).render(
        _=gettext,
        language=current_language(),
        policy=_policy(style, script),
        style=Markup(style),
        script=Markup(script),
        data=_data(proofs),
        **_facts(proofs),
    )
    return page.encode("utf-8", "replace")


def _part(name: str) -> str:
    return resources.files(__package__ or "").joinpath(name).read_text("utf-8")


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; img-src data:; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _data(proofs: Proofs) -> Markup:
    """What the script needs: the strips, and of which of them each page is made."""
    whole = {
        "strips": [base64.b64encode(png).decode() for png in proofs.strips],
        "pages": [[[p.width, p.height, list(p.strips)] for p in proof.pictures] for proof in proofs.letters],
    }
    # Within a script element no sign may end it.
    said = json.dumps(whole, separators=(",", ":")).replace("<", "\\u003c")
    return Markup(said)


def _facts(proofs: Proofs) -> dict[str, Any]:
    plan = proofs.plan
    letters = [_letter(index, proof, proofs) for index, proof in enumerate(proofs.letters)]
    return {
        "list": f"{plan.roster.file.name} {plan.roster.sheet}".strip(),
        "template": plan.bound.template.path.name,
        "subject": plan.notice.value("subject"),
        "made_on": wareki(plan.today) if current_language() == "ja" else plan.today.isoformat(),
        "letters": letters,
        "count": ngettext("{count} letter", "{count} letters", len(letters)).format(count=len(letters)),
        "left_out": [(one.number, " ".join(one.name.split()), one.excluded) for one in proofs.left_out],
        "general": [_said(p) for p in [*plan.general, *proofs.problems]],
        "honorifics": sorted({letter["honorific"] for letter in letters}),
        "enclosures": sorted({letter["enclosures"] for letter in letters}),
        "has_pictures": bool(proofs.strips),
    }


def _letter(index: int, proof: Proof, proofs: Proofs) -> dict[str, Any]:
    letter, plan = proof.letter, proofs.plan
    problems = [_said(p) for p in letter.problems]
    worst = min((list(Severity).index(p.severity) for p in letter.problems), default=len(Severity))
    return {
        "index": index,
        "number": letter.number,
        "name": " ".join(letter.name.split()),
        "where": _where(plan.roster.sheet, letter.member.row),
        "row": [
            (" ".join(column.header.split()), letter.member.texts[column.index])
            for column in plan.roster.columns
            if letter.member.texts[column.index].strip()
        ],
        "honorific": letter.addressee.honorific or gettext("no honorific"),
        "enclosures": _enclosures(letter.enclosures, len(plan.notice.attachments)),
        "delivery": letter.delivery,
        "problems": problems,
        "is_doubtful": worst < list(Severity).index(Severity.NOTE),
        "reasons": gettext(", ").join(proof.reasons),
        "differences": [(d.is_added, d.text) for d in proof.differences],
        "rank": proof.rank,
        "text": _marked("\n".join(proof.lines)),
        "pages": [_page(n, p) for n, p in enumerate(proof.pictures, 1)],
        "is_wrong": proof.is_wrong,
    }


def _where(sheet: str, row: int) -> str:
    if not sheet:
        return gettext("row {row} of the list").format(row=row)
    return gettext("sheet {sheet}, row {row}").format(sheet=sheet, row=row)


def _page(number: int, picture: Picture) -> dict[str, int]:
    return {"number": number, "width": picture.width, "height": picture.height}


def _marked(text: str) -> Markup:
    """The text of a letter, what was filled in within <mark>."""
    return Markup(str(escape(text)).replace(BEGIN, "<mark>").replace(END, "</mark>"))


def _enclosures(enclosed: tuple[Enclosure, ...], count: int) -> str:
    said = [e.label if e.copies == 1 else f"{e.label}×{e.copies}" for e in enclosed]
    if not said:
        return gettext("none")
    if len(enclosed) == count and all(e.copies == 1 for e in enclosed):
        return gettext("all ({count})").format(count=count)
    return gettext(", ").join(said)


def _said(p: Problem) -> _Said:
    word = gettext(_SEVERITIES[p.severity])
    return _Said(str(p.severity), word, p.code, p.place.words(), p.message, p.hint)
