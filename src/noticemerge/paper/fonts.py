"""Fonts that letters ask for and this machine lacks: others take their place, and nobody is told."""

from __future__ import annotations

import os
import struct
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from noticemerge.paper.letter_file import LetterFile
from noticemerge.template import W, parse_xml

_W = f"{{{W}}}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# Of a font's four uses those that letters in Japanese have; the theme's words for them.
_USES = {"ascii": "minor", "hAnsi": "minor", "eastAsia": "minor"}
_ENDINGS = (".ttf", ".ttc", ".otf", ".otc")
# Names of fonts in their files (OpenType, table "name"): family, full name, typographic family.
_NAME_IDS = (1, 4, 16)
_JAPANESE = "Jpan"


def missing_fonts(letter: LetterFile, office: Path | None = None) -> list[str]:
    """The fonts that a letter asks for by name and that are not installed, in the order of their names.

    `office` is the program that lays out the pages: LibreOffice brings fonts along. Where no fonts are found
    at all, nothing is known, and nothing is said.
    """
    known = {_folded(name) for name in installed_fonts(office)}
    return sorted(name for name in fonts_of(letter) if known and _folded(name) not in known)


def fonts_of(letter: LetterFile) -> set[str]:
    """The fonts of a letter's text: of the defaults, of the styles in use, and of single characters."""
    parts = {r.kind: r.target for r in letter.relations(letter.main) if not r.external}
    stories = [letter.main] + [
        r.target
        for r in letter.relations(letter.main)
        if r.kind in ("header", "footer") and letter.has(r.target)
    ]
    trees = [parse_xml(letter.data(part), letter.name) for part in stories]
    styles = (
        parse_xml(letter.data(parts["styles"]), letter.name) if letter.has(parts.get("styles", "")) else None
    )
    theme = (
        _theme_fonts(parse_xml(letter.data(parts["theme"]), "")) if letter.has(parts.get("theme", "")) else {}
    )
    found = [fonts for tree in trees for fonts in tree.iter(f"{_W}rFonts")]
    if styles is not None:
        found += [fonts for style in _used_styles(styles, trees) for fonts in style.iter(f"{_W}rFonts")]
        found += list(styles.iterfind(f"{_W}docDefaults//{_W}rFonts"))
    return {name for fonts in found for name in _names(fonts, theme) if name}


def installed_fonts(office: Path | None = None) -> set[str]:
    """The names, in all languages, of the fonts in this machine's folders for them."""
    names: set[str] = set()
    for path in _font_files(office):
        with suppress(OSError, struct.error, ValueError), path.open("rb") as file:
            names |= _names_in(file)
    return names


def _used_styles(styles: etree._Element, trees: Iterable[etree._Element]) -> Iterator[etree._Element]:
    """The styles that texts name, the usual one, and all that they are based on."""
    by_id = {str(el.get(f"{_W}styleId")): el for el in styles.iter(f"{_W}style")}
    wanted = [id for id, el in by_id.items() if el.get(f"{_W}default") in ("1", "true", "on")]
    names = (f"{_W}pStyle", f"{_W}rStyle", f"{_W}tblStyle")
    wanted += [str(el.get(f"{_W}val")) for tree in trees for el in tree.iter(*names)]
    seen: set[str] = set()
    while wanted:
        id = wanted.pop()
        if id in by_id and id not in seen:
            seen.add(id)
            yield by_id[id]
            above = by_id[id].find(f"{_W}basedOn")
            wanted += [] if above is None else [str(above.get(f"{_W}val"))]


def _names(fonts: etree._Element, theme: dict[str, str]) -> Iterator[str]:
    for use in _USES:
        # A font of the theme wins over one that is named (§17.3.2.26).
        if of_theme := fonts.get(f"{_W}{use}Theme"):
            yield theme.get(str(of_theme), "")
        else:
            yield str(fonts.get(f"{_W}{use}", ""))


def _theme_fonts(theme: etree._Element) -> dict[str, str]:
    """The font for each word of the theme, such as "minorEastAsia": that for Japanese, where one is named."""
    found = {}
    for size in ("major", "minor"):
        fonts = theme.find(f".//{_A}{size}Font")
        if fonts is None:
            continue
        latin, far = fonts.find(f"{_A}latin"), fonts.find(f"{_A}ea")
        japanese = next((f for f in fonts.iter(f"{_A}font") if f.get("script") == _JAPANESE), None)
        name = (far is not None and far.get("typeface")) or (
            japanese is not None and japanese.get("typeface")
        )
        found[f"{size}EastAsia"] = str(name or "")
        for word in ("Ascii", "HAnsi"):
            found[f"{size}{word}"] = str(latin.get("typeface", "")) if latin is not None else ""
    return found


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().strip()


def _font_files(office: Path | None) -> Iterator[Path]:
    for folder in _font_folders(office):
        for above, _, names in os.walk(folder):
            yield from (Path(above, name) for name in names if name.lower().endswith(_ENDINGS))


def _font_folders(office: Path | None) -> Iterator[Path]:
    home = Path.home()
    if sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", r"C:\Windows"), "Fonts")
        yield Path(os.environ.get("LOCALAPPDATA", str(home)), "Microsoft", "Windows", "Fonts")
    elif sys.platform == "darwin":
        yield from (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts")
    else:
        yield from (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
        yield from (
            home / ".fonts",
            Path(os.environ.get("XDG_DATA_HOME", home / ".local" / "share"), "fonts"),
        )
    if office is not None:
        program = office.resolve().parent
        yield from (program.parent / "share" / "fonts", program.parent / "Resources" / "fonts")


def _names_in(file: BinaryIO) -> set[str]:
    """The names in a font file, or in each font of a collection (OpenType 1.9, "otff", "name")."""
    begin = file.read(12)
    starts = (0,)
    if begin[:4] == b"ttcf":
        (count,) = struct.unpack_from(">I", begin, 8)
        starts = struct.unpack(f">{min(count, 64)}I", file.read(4 * min(count, 64)))
    return {name for start in starts for name in _names_at(file, start)}


def _names_at(file: BinaryIO, start: int) -> Iterator[str]:
    file.seek(start)
    (count,) = struct.unpack_from(">H", file.read(12), 4)
    tables = file.read(16 * count)
    for number in range(count):
        tag, _, offset, length = struct.unpack_from(">4sIII", tables, 16 * number)
        if tag == b"name":
            file.seek(offset)
            yield from _names_of_table(file.read(min(length, 1 << 20)))


def _names_of_table(table: bytes) -> Iterator[str]:
    count, strings = struct.unpack_from(">HH", table, 2)
    for number in range(count):
        platform, _, _, name, length, offset = struct.unpack_from(">6H", table, 6 + 12 * number)
        if name in _NAME_IDS and platform in (0, 3):
            raw = table[strings + offset : strings + offset + length]
            yield raw.decode("utf-16-be", "ignore")
