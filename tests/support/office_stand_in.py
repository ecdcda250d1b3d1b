"""A stand-in for LibreOffice: PDF files with a page for each paragraph 改ページ, and names for letters.

As a program of its own (`python -m support.office_stand_in`) it is called as soffice is.
"""

from __future__ import annotations

import re
import sys
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path

from noticemerge.problems import CannotUse, problem

_MARK = re.compile(r'<w:bookmarkStart [^>]*w:name="(nmletter\d+)"')
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|w:name=\"(nmletter\d+)\"")
BREAK = "改ページ"


def pdf_of(pages: Sequence[str], names: Mapping[str, int]) -> bytes:
    """A PDF with these texts on its pages (ASCII), and names for some pages (from 0)."""
    objects = ["<</Type/Catalog/Pages 2 0 R/Names<</Dests 4 0 R>>>>"]
    first = 5
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(len(pages)))
    objects.append(f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}/MediaBox[0 0 300 400]>>")
    objects.append("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    listed = " ".join(f"({name})[{first + 2 * page} 0 R/XYZ 0 400 0]" for name, page in sorted(names.items()))
    objects.append(f"<</Names[{listed}]>>")
    for number, text in enumerate(pages):
        stream = f"BT /F 12 Tf 20 300 Td ({text}) Tj ET"
        shown = f"/Contents {first + 2 * number + 1} 0 R/Resources<</Font<</F 3 0 R>>>>"
        objects.append(f"<</Type/Page/Parent 2 0 R{shown}>>")
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
    data, offsets = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj{body}endobj\n".encode("ascii", "replace")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    tail = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    tail += f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + tail.encode()


def converted(document: bytes) -> bytes:
    """A Word document as a PDF: each page says its texts, what is not ASCII as a question mark."""
    with zipfile.ZipFile(BytesIO(document)) as package:
        text = package.read("word/document.xml").decode()
    pages, names = [""], {}
    for match in _TEXT.finditer(text):
        if match[2]:
            if any(name.startswith("nmletter") for name in names):
                pages.append("")
            names[match[2]] = len(pages) - 1
        elif match[1] == BREAK:
            pages.append("")
        else:
            pages[-1] += re.sub(r"[^ -~]|[()\\]", "?", match[1]) + " "
    return pdf_of(pages, names)


class StandIn:
    """An `Office` that remembers how many documents it was given in each start.

    `spoil` changes what a start would give: it takes the documents and the PDFs.
    """

    version = "stand-in 1"

    def __init__(
        self,
        spoil: Callable[[Sequence[bytes], list[bytes | None]], list[bytes | None]] | None = None,
        *,
        reads_together: bool = True,
        jobs: int = 1,
    ) -> None:
        self.starts: list[int] = []
        self.options: list[Mapping[str, object]] = []
        self.stopped = False
        self.reads_together, self.jobs = reads_together, jobs
        self._spoil = spoil

    def converted(
        self,
        documents: Sequence[bytes],
        *,
        letters: int | None = None,
        options: Mapping[str, object] | None = None,
    ) -> tuple[list[bytes | None], str]:
        self.starts.append(len(documents))
        self.options.append(options or {})
        made: list[bytes | None] = [converted(document) for document in documents]
        return (self._spoil(documents, made) if self._spoil else made), "said"

    def stop(self) -> None:
        self.stopped = True


def too_long(_documents: Sequence[bytes], _made: list[bytes | None]) -> list[bytes | None]:
    """What a program does that hangs."""
    raise CannotUse(problem("NM-C22", seconds=1))


def main() -> None:
    """As soffice --convert-to: a PDF of each file, with a pause before each."""
    words = sys.argv[1:]
    if "--version" in words:
        print("Stand-in 1.0")
        return
    folder, *sources = words[words.index("--outdir") + 1 :]
    for source in map(Path, sources):
        time.sleep(0.05)
        Path(folder, f"{source.stem}.pdf").write_bytes(converted(source.read_bytes()))


if __name__ == "__main__":
    main()
