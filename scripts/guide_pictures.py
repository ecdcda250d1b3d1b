"""Make the pictures of docs/: real pages of the example's letters, drawn by LibreOffice.

    python scripts/guide_pictures.py

Needs `soffice` and `pdftoppm`. Beside the pictures it writes sources.json, the SHA-256 of each document
drawn; a test makes the documents again and says when a picture no longer shows what the program makes.
"""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import docx

from noticemerge import LetterTemplate, Notice, Plan, Roster, plan
from noticemerge.i18n import use_language
from noticemerge.starter import LETTER, WORKBOOK

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
# What a manager might type wrong, in the place of what the shipped letter says.
_SLIPS = (
    ("{{ 宛名 }}", "｛ 宛名 ｝"),
    ("{{ 件名 }}", "{{ 件目 }}"),
    ("{{ 発信日 }}", "{{ 発信日|和歴 }}"),
)
_COMMENTS = 'pdf:writer_pdf_Export:{"ExportNotes":{"type":"boolean","value":"true"}}'


def documents(folder: Path) -> Iterator[tuple[str, bytes, str]]:
    """Name, Word file and way of export of each picture; `folder` is for files on the way."""
    template = LetterTemplate.read(ROOT / LETTER)
    yield "template", (ROOT / LETTER).read_bytes(), "pdf"
    made = example(template)
    yield "letter", made.render(made.letters[5]), "pdf"
    yield "marked", marked(folder), _COMMENTS


def example(template: LetterTemplate) -> Plan:
    """The plan of the example list with a template."""
    workbook = ROOT / WORKBOOK
    return plan(Roster.read(workbook), template, Notice.read(workbook))


def marked(folder: Path) -> bytes:
    """The marked copy of the shipped letter with slips in it."""
    from noticemerge.template.marked import marked_copy

    document = docx.Document(str(ROOT / LETTER))
    for paragraph in document.paragraphs:
        for right, wrong in _SLIPS:
            if right in paragraph.text:
                paragraph.runs[0].text = paragraph.text.replace(right, wrong)
                for run in paragraph.runs[1:]:
                    run.text = ""
    path = folder / "request-letter.docx"
    document.save(str(path))
    made = example(LetterTemplate.read(path))
    return without_dates(marked_copy(made.bound.template, made.problems)[0])


def without_dates(data: bytes) -> bytes:
    """The file with the comments' time of writing taken out, so that it is the same at every making."""
    document = docx.Document(io.BytesIO(data))
    for comment in document.comments:
        for name in list(comment._comment_elm.attrib):
            if name.endswith("}date"):
                del comment._comment_elm.attrib[name]
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of the text parts of each document, by picture."""
    found = {}
    for name, data, _ in documents(folder):
        body = docx.Document(io.BytesIO(data))
        xml = "".join(p.blob.decode("utf-8", "replace") for p in _text_parts(body))
        found[name] = hashlib.sha256(xml.encode("utf-8")).hexdigest()
    return found


def _text_parts(document: docx.document.Document) -> list[docx.opc.part.Part]:
    parts = [document.part, *(r.target_part for r in document.part.rels.values() if not r.is_external)]
    return sorted((p for p in parts if p.partname.endswith(".xml")), key=lambda part: str(part.partname))


def draw(name: str, data: bytes, export: str, folder: Path) -> None:
    """The first page of a document as docs/pictures/NAME.png."""
    source = folder / f"{name}.docx"
    source.write_bytes(data)
    for words in (
        ["soffice", "--headless", "--convert-to", export, "--outdir", str(folder), str(source)],
        [
            "pdftoppm",
            "-png",
            "-r",
            "72",
            "-f",
            "1",
            "-singlefile",
            str(folder / f"{name}.pdf"),
            str(PICTURES / name),
        ],
    ):
        subprocess.run(words, check=True, capture_output=True, timeout=300)


def main() -> int:
    """Draw every picture; returns the exit status."""
    use_language("ja")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for made in documents(folder):
            draw(*made, folder)
        told = json.dumps(digests(folder), indent=1) + "\n"
    (PICTURES / "sources.json").write_text(told, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
