"""Word's merge fields here, in docx-mailmerge2 and in LibreOffice: what each prints, and how fast.

Run by hand; it needs `soffice` on the path and docx-mailmerge2 (`pip install docx-mailmerge2`):

    python benchmarks/word_fields.py            # writes docs/word-fields.md
    python benchmarks/word_fields.py --speed    # milliseconds for a letter: fields, tags, docx-mailmerge2

LibreOffice cannot merge without a data source of its own, so its column says what it prints for a field when
it opens the letter.
"""

from __future__ import annotations

import argparse
import datetime
import io
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import docx
import mailmerge
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from noticemerge.problems import Severity, use_language
from noticemerge.template import LetterTemplate, Names

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from support.word_fields import own_texts, runs  # noqa: E402

PAGE = ROOT / "docs" / "word-fields.md"
ROW = {
    "会社名": "青葉商事", "部署": "", "氏名": "山田 太郎", "種別": "正会員", "金額": "1234567.5",
    "単価": "1,200", "個数": "3", "日付": "2024-04-05", "番号": "0007", "英名": "john SMITH",
    "電話": "03-0000-0100", "数": "12",
}  # fmt: skip
# docx-mailmerge2 takes pictures for Python's numbers and dates only.
TYPED = {**ROW, "金額": 1234567.5, "数": 12, "日付": datetime.date(2024, 4, 5)}
CODES = [
    "{ MERGEFIELD 会社名 }", "{ mergefield 会社名 }", "{MERGEFIELD\"会社名\"\\*MERGEFORMAT}",
    "{ MERGEFIELD 誕生日 }", "[{ MERGEFIELD 部署 \\b \"部署：\" }]", "{ MERGEFIELD 英名 \\* Upper }",
    "{ MERGEFIELD 英名 \\* FirstCap }", "{ MERGEFIELD 金額 \\# \"#,##0円\" }", "{ MERGEFIELD 数 \\# 0000 }",
    "{ MERGEFIELD 電話 \\# 0 }", "{ MERGEFIELD 日付 \\@ \"yyyy年M月d日\" }",
    "{ MERGEFIELD 日付 \\@ \"ggge年M月d日(aaa)\" }", "{ MERGEFIELD 数 \\* DBNUM2 }",
    "{ MERGEFIELD 数 \\* CIRCLENUM }", "{ MERGEFIELD 数 \\* DBCHAR }",
    "{ IF { MERGEFIELD 種別 } = \"正会員\" \"会員各位\" \"賛助会員各位\" }",
    "{ IF { MERGEFIELD 種別 } = “正会員” “会員” “他” }",
    "{ IF { MERGEFIELD 数 } > 9 \"大\" \"小\" }",
    "{ IF { MERGEFIELD 会社名 } = \"青葉*\" \"一致\" \"不一致\" }",
    "{ IF { MERGEFIELD 英名 } = \"JOHN SMITH\" \"同\" \"異\" }",
    "{ IF { MERGEFIELD 数 } != 1 \"T\" \"F\" }",
    "{ IF { MERGEFIELD 部署 } = \"\" \"{ MERGEFIELD 氏名 } 様\" \"{ MERGEFIELD 部署 } 御中\" }",
    "{ = { MERGEFIELD 単価 } * { MERGEFIELD 個数 } \\# ,0 }", "{ = { MERGEFIELD 会社名 } + 1 }",
    "{ SET 宛 \"{ MERGEFIELD 氏名 }様\" }[{ REF 宛 }]", "{ QUOTE \"{ MERGEFIELD 会社名 }\" }",
    "{ COMPARE { MERGEFIELD 数 } = 12 }",
]  # fmt: skip
HEAD = """# Word のフィールドがどう印刷されるか

`python benchmarks/word_fields.py` が書いた表です。同じフィールドを、同じ1行の名簿から
印刷しました。**前回の人**とあるのは、前に印刷した会員の内容がそのまま出ることを示します。LibreOffice は
名簿をつながずに開いたときの文字です。

| フィールド | noticemerge | docx-mailmerge2 | LibreOffice |
| --- | --- | --- | --- |
"""
_REPEATS = 200


def letter(*paragraphs: str) -> bytes:
    """A letter of these paragraphs, as python-docx makes it."""
    document = docx.Document()
    for said in paragraphs:
        document.element.body.insert(-1, parse_xml(f"<w:p {nsdecls('w')}>{runs(said)}</w:p>"))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def ours(document: bytes) -> str:
    """What noticemerge prints, or the message of its refusal."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "letter.docx"
        path.write_bytes(document)
        names = Names.of(ROW)
        bound = LetterTemplate.read(path).bind(names)
    values = {name.key: ROW[name.label] for name in names.all}
    found = [*bound.problems, *(doubt for _, doubt in bound.unfit(values))]
    wrong = [doubt.message for doubt in found if doubt.severity is Severity.ERROR]
    return f"（止まる）{wrong[0]}" if wrong else own_texts(bound.render(values), "word/document.xml")[0]


def theirs(document: bytes) -> str:
    """What docx-mailmerge2 prints, or the error that it ends with."""
    try:
        merged = _merged(document)
    except (ValueError, TypeError, LookupError, AttributeError, AssertionError) as error:
        return f"（例外）{type(error).__name__}"
    return own_texts(merged, "word/document.xml")[0]


def _merged(document: bytes) -> bytes:
    written = io.BytesIO()
    options = mailmerge.MailMergeOptions(merge_if_fields=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with mailmerge.MailMerge(io.BytesIO(document), options) as merge:
            merge.merge(**TYPED)
            merge.write(written)
    return written.getvalue()


def office() -> list[str]:
    """What LibreOffice prints for each code."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "letter.docx"
        source.write_bytes(letter(*CODES))
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to"]
        subprocess.run(
            [*command, "txt:Text (encoded):UTF8", "--outdir", folder, str(source)],
            check=True,
            capture_output=True,
        )
        text = (Path(folder) / "letter.txt").read_text("utf-8-sig")
    return text.split("\n")[: len(CODES)]


def table() -> str:
    """The page with the table."""
    use_language("ja")
    lines = []
    for code, shown in zip(CODES, office(), strict=True):
        document = letter(code)
        cells = [f"`{code}`", *map(_cell, (ours(document), theirs(document), shown))]
        lines.append(f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |\n")
    return HEAD + "".join(lines)


def _cell(text: str) -> str:
    return text.strip().replace("<", "&lt;").replace("{", "&#123;") or "（空）"


def speed() -> dict[str, float]:
    """Milliseconds for a letter, the best of five: with fields, with tags, and by docx-mailmerge2."""
    words = ["拝啓　時下ますますご清栄のこととお慶び申し上げます。" * 3] * 30
    columns = list(ROW)
    fields = letter(*words, *(f"{{ MERGEFIELD {c} }}　" for c in columns), CODES[15])
    choice = '｛％ if 種別 == "正会員" ％｝会員各位｛％ else ％｝賛助会員各位｛％ endif ％｝'
    tags = letter(*words, *(f"｛｛ {c} ｝｝　" for c in columns), choice)
    names = Names.of(ROW)
    values = {name.key: ROW[name.label] for name in names.all}
    found = {}
    for label, document in (("fields", fields), ("tags", tags)):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "letter.docx"
            path.write_bytes(document)
            maker = LetterTemplate.read(path).bind(names).maker
        found[label] = _best(lambda maker=maker: maker.render(values), _REPEATS)  # type: ignore[misc]
    found["docx-mailmerge2"] = _best(lambda: _merged(fields), 5)
    return found


def _best(make: Callable[[], bytes], repeats: int) -> float:
    times = []
    for _ in range(5):
        start = time.perf_counter()
        for _ in range(repeats):
            make()
        times.append((time.perf_counter() - start) / repeats * 1000)
    return min(times)


def main() -> int:
    """Write the page, or tell the speed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--speed", action="store_true")
    if parser.parse_args().speed:
        found = speed()
        for label, milliseconds in found.items():
            print(f"{label:<16}{milliseconds:8.3f} ms{milliseconds / found['fields']:8.2f} x")
        return 0
    PAGE.write_text(table(), "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
