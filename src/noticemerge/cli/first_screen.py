"""`noticemerge` alone, or with a folder: what stands there, and what comes next."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from noticemerge.cli.help import Command
from noticemerge.cli.mail_history import COUNTS
from noticemerge.cli.next_step import NextStep, next_of
from noticemerge.cli.options import Settings, argument, common
from noticemerge.cli.report import Exit, Result
from noticemerge.cli.screen_text import wrap
from noticemerge.cli.shell import program
from noticemerge.cli.standing import Standing, older_post, standing_in
from noticemerge.output import REGISTER, Beside, Finding, MailState, OtherKind, Overview
from noticemerge.problems import N_, gettext

_FEW = 3
_NONE = N_("none yet")


@click.command(
    "noticemerge",
    cls=Command,
    help=N_("Tell what stands in a folder, and what comes next. Nothing is written."),
    examples=("noticemerge", "noticemerge 案内"),
)
@argument("folder", metavar=N_("[FOLDER]"), default=Path(), help=N_("The folder. Default: this one"))
@common
@click.pass_obj
def command(settings: Settings, /, folder: Path) -> Exit:
    """Show the first screen of a folder."""
    return show(settings, folder)


def show(settings: Settings, folder: Path) -> Exit:
    """Tell what stands in a folder and what comes next."""
    standing = standing_in(folder)
    step = next_of(standing)
    result = Result(counts=_counts(standing.output), extra=_extra(standing, step))
    return settings.reporter().finish(result, *lines(standing), "", *step.words())


def lines(standing: Standing) -> list[str]:
    """What stands in the folder, a line for each thing."""
    return [wrap(line, following="  ") for line in _lines(standing)]


def _lines(standing: Standing) -> Iterator[str]:
    if standing.folder != Path():
        yield gettext("Folder to work in: {folder}").format(folder=standing.folder)
    yield _list(standing)
    if standing.is_without_list:
        if standing.letter:
            yield _letter(standing)
        if not standing.lists:
            yield gettext("All commands: {command}").format(command=f"{program(standing.folder)} --help")
        return
    if standing.notice:
        said = str(standing.notice) + _since(standing, "notice", standing.notice)
        yield gettext("Sheet 通知: {file}").format(file=said)
    yield _letter(standing)
    if standing.made_from and standing.made_from.titles:
        yield _enclosures(standing)
    yield gettext("Letters: {said}").format(said=_letters(standing.output))
    if standing.output is not None and _has_any(standing.output):
        yield from _beside(standing, standing.output)
    if others := standing.other_lists:
        listed = _listed([str(path) for path in others])
        yield gettext("Other files that may be a member list: {files}").format(files=listed)
    if standing.others:
        listed = _listed([str(path) for path in standing.others])
        yield gettext("Other folders with letters: {folders}").format(folders=listed)


def _list(standing: Standing) -> str:
    if standing.members is None:
        if standing.lists:
            names = _listed([str(path) for path in standing.lists])
            return gettext("Files that may be the member list: {files}").format(files=names)
        if standing.below:
            names = _listed([str(path) for path in standing.below])
            return gettext("There is no member list here, but in these folders: {folders}").format(
                folders=names
            )
        return gettext("There is no member list in this folder yet.")
    said = str(standing.members)
    if standing.count >= 0:
        said = gettext("{file}, {count} members").format(file=said, count=standing.count)
    return gettext("Member list: {list}").format(list=said + _since(standing, "members", standing.members))


def _letter(standing: Standing) -> str:
    if standing.letter is None:
        return gettext("Model letter: {file}").format(file=gettext("the one that comes with noticemerge"))
    said = str(standing.letter) + _since(standing, "letter", standing.letter)
    return gettext("Model letter: {file}").format(file=said)


def _since(standing: Standing, name: str, path: Path) -> str:
    """Whether a file is as it was when the letters were made, in brackets."""
    if not (standing.folder / path).is_file():
        return gettext(" (not found)")
    if not os.access(standing.folder / path, os.R_OK):
        return gettext(" (cannot be read)")
    if standing.made_from is None or not standing.output or not getattr(standing.made_from, name):
        return ""
    if name in standing.changed:
        return gettext(" (changed since the letters were made)")
    return gettext(" (as when the letters were made)")


def _enclosures(standing: Standing) -> str:
    count = standing.made_from.titles if standing.made_from else 0
    if standing.missing:
        facts = {"count": count, "files": _listed(list(standing.missing))}
        return gettext("Attachments: {count}; these files are not there: {files}").format(**facts)
    if standing.made_from and standing.made_from.enclosures:
        return gettext("Attachments: {count}; all files are there").format(count=count)
    return gettext("Attachments: {count}").format(count=count)


def _letters(out: Overview | None) -> str:
    if out is None or not out.has_letters:
        return gettext(_NONE)
    if out.is_damaged:
        said = gettext("{folder}; the record of what was made there is gone or cannot be read")
        return said.format(folder=out.folder)
    said = gettext("{count} in {folder} (edited by hand {edited}, missing {missing})")
    facts = {"edited": out.letters[Finding.EDITED], "missing": out.letters[Finding.MISSING]}
    parts = [said.format(count=out.letters.total() - facts["missing"], folder=out.folder, **facts)]
    if out.without:
        parts.append(gettext("{count} could not be made").format(count=out.without))
    if out.outdated:
        parts.append(gettext("{count} old ones do not go out").format(count=out.outdated))
    return gettext(", ").join(parts)


def _has_any(out: Overview) -> bool:
    """Whether there is anything in the folder but the page of proofs, which is made before the letters."""
    return bool(out.letters or out.beside.keys() - {OtherKind.PROOFS})


def _beside(standing: Standing, out: Overview) -> Iterator[str]:
    # What the clerk wrote into it is no matter: verify tells what else was changed.
    if out.register is Finding.MISSING:
        said = str(out.folder / REGISTER) + gettext(" (not found)")
        yield gettext("Register: {register}").format(register=said)
    has_post = standing.made_from is None or standing.made_from.posted
    if has_post or {OtherKind.LABELS, OtherKind.ENVELOPES} & out.beside.keys():
        said = gettext("Labels: {labels}; envelopes: {envelopes}")
        labels, envelopes = out.beside.get(OtherKind.LABELS), out.beside.get(OtherKind.ENVELOPES)
        found = {"labels": labels, "envelopes": envelopes}
        line = said.format(
            **{n: _of_post(made, is_old=older_post(standing, made)) for n, made in found.items()}
        )
        if standing.made_from and 0 < out.addressed < standing.made_from.posted:
            facts = {"count": out.addressed, "posted": standing.made_from.posted}
            line += gettext(" ({count} of {posted} by post)").format(**facts)
        yield line
    said = gettext("File to print: {bundle}; PDF files: {pdf}")
    bundle, pdf = out.beside.get(OtherKind.BUNDLE), out.beside.get(OtherKind.PDF)
    yield said.format(bundle=_for_members(bundle), pdf=_for_members(pdf))
    if out.mails:
        yield gettext(COUNTS).format(**{str(state): out.mails[state] for state in MailState})
    elif drafts := out.beside.get(OtherKind.MAIL):
        yield gettext("Mails: drafts {count}").format(count=drafts.there)
    elif standing.made_from and standing.made_from.mailed:
        yield gettext("Mails: {said}").format(said=gettext(_NONE))


def _of_post(made: Beside | None, *, is_old: bool) -> str:
    """For how many members labels or envelopes were made, and whether those are the addresses of now."""
    if made is None or not made.there:
        return gettext(_NONE)
    said = [_for_members(replace(made, is_stale=False))]
    if made.outdated:
        said.append(gettext("members changed since: {count}").format(count=made.outdated))
    elif is_old:
        said.append(gettext("older than the list"))
    return gettext(", ").join(said)


def _for_members(made: Beside | None) -> str:
    """For how many members something was made, and what became of it."""
    if made is None or not made.there:
        return gettext(_NONE)
    said = [gettext("for {count} members").format(count=made.members)]
    said += [gettext("older than the letters")] if made.is_stale else []
    if made.findings[Finding.MISSING]:
        said.append(gettext("missing {count}").format(count=made.findings[Finding.MISSING]))
    if made.findings[Finding.EDITED]:
        said.append(gettext("edited by hand {count}").format(count=made.findings[Finding.EDITED]))
    return gettext(", ").join(said)


def _listed(names: list[str]) -> str:
    shown = "、".join(names[:_FEW])
    rest = len(names) - _FEW
    return shown + gettext(" and {count} more").format(count=rest) if rest > 0 else shown


def _counts(out: Overview | None) -> dict[str, Any]:
    if out is None:
        return {}
    return {
        "letters": {str(finding): out.letters[finding] for finding in Finding if out.letters[finding]},
        "others": {str(kind): made.there for kind, made in out.beside.items()},
        "mails": {str(state): out.mails[state] for state in MailState if out.mails[state]},
    }


def _extra(standing: Standing, step: NextStep) -> dict[str, Any]:
    out = standing.output
    return {
        "folder": str(standing.folder),
        "list": str(standing.members) if standing.members else None,
        "lists": [str(path) for path in standing.lists],
        "template": str(standing.letter) if standing.letter else None,
        "changed": sorted(standing.changed),
        "enclosures_missing": list(standing.missing),
        "output": str(out.folder) if out else None,
        "damaged": bool(out and out.is_damaged),
        "next": {"todo": gettext(step.todo), "lines": list(step.lines)},
    }
