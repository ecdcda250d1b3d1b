"""Draw the pictures of the guides: the workbooks and letters of their stories, as LibreOffice shows them.

    python scripts/guide_pictures.py [NAME ...]

A page says what a picture shows: `<!-- picture NAME: FILE | FILE / FILE -->`, files side by side and in rows,
each FILE as `LIST.xlsx!名簿!A1:H9` (a sheet's cells), `letter.docx#2 45%` (the upper part of a page) or the
page of proofs. Needs `soffice`, `pdftoppm`, the IPA fonts and `pip install -e '.[docs,test]'`, and Chromium
with its driver for that page. sources.json holds a digest of what is drawn; a test makes the files again
and says which picture no longer shows what the program makes.
The name "seal" stands for the seal that one of the letters has.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
from openpyxl.worksheet.properties import PageSetupProperties

import guide_story
from guide_screens import PAGES, ROOT, ShownFile, told_by
from guide_story import SEAL

PICTURES = ROOT / "docs" / "pictures"
_CELL, _GAP, _ARROW, _MARGIN = 800, 48, 28, 24
_GREY, _BLUE, _RED = (190, 190, 190), (31, 78, 140), (200, 40, 30, 255)
# In columns, from the right.
_SEAL = ("全国産", "業例示", "協会印")
_COMMENTS = 'pdf:writer_pdf_Export:{"ExportNotes":{"type":"boolean","value":"true"}}'
_DRAWN_PARTS = re.compile(
    r"(word|xl)/((document|comments|header|footer)\d*|sharedStrings|worksheets/\w+)\.xml"
)
# When something was made is no part of what is told.
_TIMES = re.compile(r'( w:date="[^"]*")|作成日: [^　<]*')
# What a page of proofs says beside its pictures, which another LibreOffice would draw otherwise.
_FACTS = re.compile(r'<div class="facts">.*?<div class="shown">', re.DOTALL)
# Fonts of Word that other systems have under other names.
_FONTS = {"ＭＳ 明朝": "IPAMincho", "ＭＳ ゴシック": "IPAGothic", "游ゴシック": "IPAPGothic"}

Rows = list[list[ShownFile]]


def digest(rows: Rows) -> str:
    """The SHA-256 of what a picture shows."""
    told = hashlib.sha256()
    for file in (file for row in rows for file in row):
        if file.name.endswith(".html"):
            told.update("".join(_FACTS.findall(file.data.decode())).encode())
            continue
        told.update(f"{file.name} {file.sheet} {file.cells} {file.page} {file.share}".encode())
        with zipfile.ZipFile(io.BytesIO(file.data)) as package:
            for name in sorted(filter(_DRAWN_PARTS.fullmatch, package.namelist())):
                xml = _TIMES.sub("", package.read(name).decode("utf-8"))
                told.update(ElementTree.canonicalize(xml).encode())
    return told.hexdigest()


def pictures() -> dict[str, Rows]:
    """Every picture of the guides."""
    return {name: rows for page in PAGES for name, rows in told_by(page)[1].items()}


def draw(rows: Rows, folder: Path) -> bytes:
    """A picture (PNG) of files in rows, an arrow between those side by side."""
    from PIL import Image, ImageDraw

    wide = max(map(len, rows))
    # A list needs the room of two letters.
    wide = max(wide, 2) if rows[0][0].cells else wide
    width = wide * _CELL + (wide - 1) * _GAP
    drawn = []
    for row in rows:
        size = (width - (len(row) - 1) * _GAP) // len(row)
        drawn.append([_framed(_page(file, folder), size) for file in row])
    heights = [max(page.height for page in row) for row in drawn]
    whole = Image.new("RGB", (width, sum(heights) + _GAP // 2 * (len(rows) - 1)), "white")
    pen, top = ImageDraw.Draw(whole), 0
    for row, height in zip(drawn, heights, strict=True):
        left = 0
        for page in row:
            if left:
                x, y = left - _GAP + (_GAP - _ARROW) // 2, top + height // 2
                pen.polygon([(x, y - _ARROW), (x + _ARROW, y), (x, y + _ARROW)], fill=_BLUE)
            whole.paste(page, (left, top))
            left += page.width + _GAP
        top += height + _GAP // 2
    data = io.BytesIO()
    whole.quantize(32, Image.Quantize.MAXCOVERAGE).save(data, "PNG", optimize=True)
    return data.getvalue()


def _page(file: ShownFile, folder: Path) -> Path:
    """A page of the file as a picture file."""
    source = folder / file.name
    if source.suffix == ".html":
        source.write_bytes(file.data)
        return _in_browser(source)
    source.write_bytes(_sheet(file) if file.cells else file.data)
    fonts = folder / "fonts.conf"
    fonts.write_text(_font_rules(), "utf-8")
    # A home of its own: a LibreOffice that is open would take the work over.
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts), "HOME": str(folder)}
    kind = "pdf" if file.cells else _COMMENTS
    convert = ["soffice", "--headless", "--convert-to", kind, "--outdir", str(folder), str(source)]
    paint = ["pdftoppm", "-png", "-r", "170", "-f", str(file.page), "-singlefile"]
    paint += [str(source.with_suffix(".pdf")), str(folder / "page")]
    for words in (convert, paint):
        subprocess.run(words, check=True, capture_output=True, timeout=300, env=environment)
    return _cropped(folder / "page.png", file.share)


def _in_browser(page: Path) -> Path:
    """The first screen of a page of HTML, when its pictures are drawn."""
    from selenium import webdriver
    from selenium.webdriver.support.wait import WebDriverWait

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for word in ("--headless=new", "--no-sandbox", "--hide-scrollbars", "--window-size=1280,1200"):
        options.add_argument(word)
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    try:
        browser.get(page.as_uri())
        drawn = "return document.querySelectorAll('[data-drawn]').length > 1"
        WebDriverWait(browser, 60).until(lambda _: browser.execute_script(drawn))
        picture = page.with_suffix(".png")
        browser.save_screenshot(str(picture))
    finally:
        browser.quit()
    return picture


def _cropped(path: Path, share: int) -> Path:
    """The picture of a page without its white margins, only its upper part."""
    from PIL import Image, ImageChops

    page = Image.open(path).convert("RGB")
    box = ImageChops.difference(page, Image.new("RGB", page.size, "white")).getbbox()
    assert box, f"nothing on {path}"
    left, top, right, bottom = box
    wanted = top + (bottom - top) * share // 100
    # No line of text is cut in two.
    while wanted < bottom and any(
        lo < 200 for lo, _ in page.crop((left, wanted, right, wanted + 1)).getextrema()
    ):
        wanted -= 1
    bottom = wanted
    page.crop((left, top, right, bottom)).save(path)
    return path


def _framed(path: Path, width: int) -> object:
    """The picture so many pixels wide, in a frame."""
    from PIL import Image, ImageOps

    with Image.open(path) as page:
        inner = width - 2 * _MARGIN - 2
        scaled = page.resize((inner, round(page.height * inner / page.width)), Image.Resampling.LANCZOS)
    return ImageOps.expand(ImageOps.expand(scaled, _MARGIN, "white"), 1, _GREY)


def _sheet(file: ShownFile) -> bytes:
    """The workbook, made to print these cells as a screen shows them: with letters and numbers around."""
    book = openpyxl.load_workbook(io.BytesIO(file.data))
    sheet = book.active = book[file.sheet]
    for other in book.worksheets:
        if other is not sheet:
            other.sheet_state = "hidden"
    sheet.print_area = file.cells
    sheet.print_title_rows = None
    sheet.print_options.headings = sheet.print_options.gridLines = True
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    for text in (sheet.oddHeader, sheet.oddFooter):
        text.left.text = text.center.text = text.right.text = None
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _font_rules() -> str:
    rules = "".join(
        f'<match target="pattern"><test name="family"><string>{asked}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{there}</string></edit></match>'
        for asked, there in _FONTS.items()
    )
    return f'<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>{rules}</fontconfig>'


def draw_seal() -> None:
    """The seal of the example's association, in red on nothing."""
    from PIL import Image, ImageDraw, ImageFont

    said = subprocess.run(
        ["fc-match", "-f", "%{file}", "IPAMincho"], check=True, capture_output=True, text=True
    )
    font = ImageFont.truetype(said.stdout, 80)
    seal = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    pen = ImageDraw.Draw(seal)
    pen.rounded_rectangle((4, 4, 295, 295), 18, outline=_RED, width=9)
    for column, text in enumerate(_SEAL):
        for row, character in enumerate(text):
            pen.text((200 - column * 90, 22 + row * 88), character, _RED, font)
    seal.save(SEAL)


def main(names: list[str]) -> None:
    """Draw the pictures with these names, or those that are not what the program makes now."""
    if "seal" in names:
        draw_seal()
    guide_story.draws_pages = True
    sources = PICTURES / "sources.json"
    drawn = json.loads(sources.read_text("utf-8"))
    found = pictures()
    told = {name: digest(rows) for name, rows in sorted(found.items())}
    for name in told:
        if name in names or told[name] != drawn.get(name):
            with tempfile.TemporaryDirectory() as folder:
                (PICTURES / f"{name}.png").write_bytes(draw(found[name], Path(folder)))
    sources.write_text(json.dumps(told, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
