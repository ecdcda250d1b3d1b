"""Bring the Japanese catalogue into step with the source.

    python scripts/translate.py [TSV ...]     update the .po, compile the .mo, rewrite docs/problems.md
    python scripts/translate.py --check       say what is not in step; change nothing

A TSV has one line for each sentence: English, a tab, Japanese; a line break is written \\n and a
tab \\t. What it says wins over the .po, which is where translations are kept and corrected.
Exit status 1 when a sentence has no translation, or with --check when a file is not in step.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
PO = SOURCE / "noticemerge" / "problems" / "locale" / "ja" / "LC_MESSAGES" / "noticemerge.po"
KEYWORDS = {"_": None, "N_": None, "gettext": None, "plural": (1, 2), "ngettext": (1, 2)}
_KEPT = ("Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")

Id = str | tuple[str, ...]


class PlainCatalog(Catalog):
    """A catalogue whose header holds nothing that changes without the sentences changing."""

    def _kept_headers(self) -> list[tuple[str, str]]:
        return [header for header in super().mime_headers if header[0] in _KEPT]

    mime_headers = property(_kept_headers, Catalog.mime_headers.fset)


def extracted() -> dict[Id, set[str]]:
    """Every marked sentence of the source, with the files it stands in."""
    found: dict[Id, set[str]] = {}
    for name, _line, sentence, _comments, _context in extract_from_dir(
        SOURCE, method_map=[("**.py", "python"), ("**.html", "jinja2")], keywords=KEYWORDS
    ):
        found.setdefault(sentence, set()).add((Path("src") / name).as_posix())
    return found


def translations(po: Path = PO) -> dict[Id, str | tuple[str, ...]]:
    """What the .po says; empty when there is none."""
    if not po.exists():
        return {}
    with po.open("rb") as file:
        return {m.id: m.string for m in read_po(file, locale="ja") if m.id and m.string and not m.fuzzy}


def from_tsv(paths: Iterable[Path]) -> dict[str, str]:
    """English to Japanese, as the tables say."""
    found = {}
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if not line.strip():
                continue
            cells = line.split("\t")
            if len(cells) != 2:
                raise SystemExit(f"{path}:{number}: not English, a tab, Japanese: {line!r}")
            english, japanese = (cell.replace("\\n", "\n").replace("\\t", "\t") for cell in cells)
            found[english] = japanese
    return found


def catalogue(known: dict[Id, str | tuple[str, ...]]) -> PlainCatalog:
    """The sentences of the source, in order, with the translations that are known."""
    whole = PlainCatalog(locale="ja", charset="utf-8", fuzzy=False)
    whole.header_comment = "# The Japanese sentences of noticemerge."
    for sentence, files in sorted(extracted().items(), key=lambda item: _english(item[0])):
        string = known.get(sentence, "" if isinstance(sentence, str) else ("",))
        whole.add(sentence, string, locations=[(file, 0) for file in sorted(files)])
    return whole


def _english(sentence: Id) -> str:
    return sentence if isinstance(sentence, str) else sentence[0]


def po_bytes(whole: Catalog) -> bytes:
    """The .po file."""
    out = io.BytesIO()
    write_po(out, whole, width=110, include_lineno=False)
    return out.getvalue()


def mo_bytes(whole: Catalog) -> bytes:
    """The compiled file, the same for the same sentences."""
    out = io.BytesIO()
    write_mo(out, whole)
    return out.getvalue()


def outputs(tables: Iterable[Path] = ()) -> tuple[dict[Path, bytes], list[Id]]:
    """The files as they should be, and the sentences that have no translation."""
    said = from_tsv(tables)
    known = translations()
    for sentence in extracted():
        english = _english(sentence)
        if english in said:
            known[sentence] = said[english] if isinstance(sentence, str) else (said[english],)
    whole = catalogue(known)
    missing = [m.id for m in whole if m.id and not any(m.string)]
    return {PO: po_bytes(whole), PO.with_suffix(".mo"): mo_bytes(whole)}, missing


def main(arguments: list[str]) -> int:
    """Do what the command line says; returns the exit status."""
    check = arguments == ["--check"]
    files, missing = outputs(() if check else [Path(a) for a in arguments])
    if not check:
        write(files)
    from problem_pages import PAGE, page  # reads the .mo just written

    pages = {PAGE: page().encode()}
    if not check:
        write(pages)
    stale = [path for path, data in {**files, **pages}.items() if path.read_bytes() != data]
    for sentence in missing:
        print(f"no translation: {sentence!r}")
    for path in stale:
        print(f"not in step: {path.relative_to(ROOT).as_posix()}")
    print(f"{len(missing)} sentences without a translation")
    return 1 if missing or stale else 0


def write(files: dict[Path, bytes]) -> None:
    """Write the files, making their folders."""
    for path, data in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
