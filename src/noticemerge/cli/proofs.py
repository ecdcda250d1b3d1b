"""`noticemerge preview --all`: every letter on one page to look at, 校正.html."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from noticemerge.cli.next_step import next_step
from noticemerge.cli.options import Settings
from noticemerge.cli.report import Exit, Result
from noticemerge.cli.request import letter_counts, letter_line
from noticemerge.cli.screen_text import wrap
from noticemerge.output import NewFile, OtherKind, placing
from noticemerge.problems import N_, CannotUse, Problem, gettext, has_errors

if TYPE_CHECKING:
    from noticemerge.paper import Office, Proofs
    from noticemerge.planning import Plan


def write_proofs(plan: Plan, settings: Settings, folder: Path, again: str, merge: str) -> Exit:
    """Make the page and place it in the folder of the letters; `again` and `merge` are what to type next.

    Letters in error are on it with their errors. Raises `CannotUse` when the folder cannot be written.
    """
    from noticemerge.paper import PROOFS_FILE, make_proofs, proof_page

    to_correct = N_("correct the errors, save, and type again:")
    count = len(plan.roster.members)
    if has_errors(plan.general):
        lines = [gettext("No letter was made."), *next_step(to_correct, again, count=count)]
        return settings.reporter().finish(Result(plan.problems), *lines)
    office, lines = _office()
    with settings.progress() as progress:
        proofs = make_proofs(plan, office, progress.pdfs)
    placed: list[Problem] = []
    with placing(folder, plan.files) as files:
        waiting = files.stage / "1"
        waiting.write_bytes(proof_page(proofs))
        # Nobody edits it; should somebody have, it is put aside.
        new = NewFile(PROOFS_FILE, OtherKind.PROOFS, waiting, ())
        placed += files.place([new], force=True, today=plan.today)
    problems = [*plan.problems, *proofs.problems, *placed]
    path = folder / PROOFS_FILE
    lines.append(wrap(_counted(proofs)))
    lines.append(gettext("Page to look at: {file} (open it in a browser)").format(file=path))
    if has_errors(problems):
        lines += next_step(to_correct, again, count=count)
    else:
        lines += next_step(N_("look the letters over on that page, then make them:"), merge, count=count)
    return settings.reporter().finish(_result(plan, proofs, problems, path), *lines)


def _office() -> tuple[Office | None, list[str]]:
    """The program that draws pages; without it the letters are shown as text, and that is said."""
    from noticemerge.paper import find_office

    try:
        return find_office(), []
    except CannotUse:
        said = gettext("LibreOffice is not here: the letters are shown as text, without pictures.")
        return None, [wrap(said)]


def _counted(proofs: Proofs) -> str:
    wrong = sum(proof.is_wrong for proof in proofs.letters)
    facts = {
        "count": len(proofs.letters) - wrong,
        "doubtful": sum(bool(proof.letter.problems) for proof in proofs.letters),
        "different": sum(bool(proof.differences) for proof in proofs.letters),
        "error": wrong,
        "left_out": len(proofs.left_out),
    }
    said = gettext(
        "Letters to look at: {count} (with remarks {doubtful}, unlike most {different}), in error {error}, "
        "left out {left_out}"
    )
    return said.format(**facts)


def _result(plan: Plan, proofs: Proofs, problems: list[Problem], path: Path) -> Result:
    letters = [
        letter_line(proof.letter, "error" if proof.is_wrong else "planned") for proof in proofs.letters
    ]
    extra: dict[str, Any] = {"folder": str(path.parent), "proofs": str(path)}
    return Result(problems, letters, letter_counts(plan.letters.prospects), extra)
