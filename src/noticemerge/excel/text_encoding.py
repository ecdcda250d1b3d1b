"""In which encoding a text file is, told by its bytes: UTF-16 without a mark and ISO-2022-JP too."""

from __future__ import annotations

import codecs
import io
from dataclasses import dataclass

from noticemerge.japan import lazy_pattern
from noticemerge.problems import CannotUse, CellPlace, problem

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_GUESSED = ("utf-8", "cp932")
_ISO_2022 = "iso2022_jp"
# Ctrl-Z, with which older business programs end a file, and what they fill its last block with.
_END_MARK = lazy_pattern(rb"\x1a[\x1a\0\r\n]*\Z")
_WIDE_END_MARK = lazy_pattern(rb"(?:\x1a\0|\0\x1a)+\Z")
# How ISO-2022-JP (RFC 1468) changes its character set; half-width kana are Microsoft's addition to it.
_TO_KANJI = (b"\x1b$B", b"\x1b$@")
_CHANGE = lazy_pattern(rb"(\x1b(?:\$[@B]|\([A-Z]|\$\([A-Z]))")
_HEAD = 8192
# Most bytes of a kind of nothing must stand on one side of the pairs of UTF-16.
_FAR_MORE = 4


@dataclass(frozen=True, slots=True)
class EncodedText:
    """The bytes of a text and the codec that reads them.

    `is_certain` is False where another encoding would decode them as well; `named` is what the
    encoding is called where it is none that Excel writes, else "".
    """

    data: bytes
    codec: str
    is_certain: bool = True
    named: str = ""

    def opened(self) -> io.TextIOWrapper:
        """The text, to be read by lines with the line ends they have."""
        return io.TextIOWrapper(io.BytesIO(self.data), self.codec, newline="")


def text_of(data: bytes, encoding: str | None, place: CellPlace) -> EncodedText:
    """How the content of a text file is read; `encoding` is a Python codec's name, or None.

    A mark at its end (Ctrl-Z) is taken off. Raises `CannotUse` with the line and byte of the first
    character that is not in the encoding, LookupError for an encoding nobody knows.
    """
    data = without_end_mark(data)
    if _is_iso_2022(data, encoding):
        return _from_iso_2022(data, place)
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    wide = None if marked or encoding else unmarked_utf_16(data)
    certain = [name for name in (marked, wide) if name]
    failures = []
    for name in [_codec(encoding, data)] if encoding else certain[:1] or list(_GUESSED):
        text = EncodedText(data, name, bool(encoding or certain) or not _may_be_euc(data, name))
        try:
            _decode(text)
            return text
        except UnicodeDecodeError as error:
            failures.append(error)
    # The encoding that went furthest is the one the file is meant to be in.
    worst = max(failures, key=lambda error: error.start)
    raise _refused(data, worst.encoding, worst.start, place) from None


def without_end_mark(data: bytes) -> bytes:
    """The content without the mark at its end, which is no row."""
    data = _WIDE_END_MARK.sub(b"", data) if b"\0" in data[:_HEAD] else data
    return _END_MARK.sub(b"", data)


def unmarked_utf_16(data: bytes) -> str | None:
    """The codec of a text in UTF-16 that has no byte order mark; None where it surely is no such text.

    Separators, digits and line ends have a byte of nothing, on the same side of every pair.
    """
    head = data[: _HEAD & ~1]
    before, after = head[::2].count(0), head[1::2].count(0)
    if len(data) % 2 or max(before, after) <= _FAR_MORE * min(before, after):
        return None
    codec = "utf-16-le" if after > before else "utf-16-be"
    try:
        text = head.decode(codec)
    except UnicodeDecodeError as error:
        # A pair of surrogates may be cut where the head ends.
        text = head[: error.start].decode(codec) if error.start >= len(head) - 2 else "\0"
    is_text = all(letter.isprintable() or letter in "\r\n\t\u3000\xa0" for letter in text)
    return codec if is_text and any(letter in text for letter in "\n\r,\t;") else None


def _refused(data: bytes, encoding: str, start: int, place: CellPlace) -> CannotUse:
    line = data.count(b"\n", 0, start) + 1
    byte = start - (data.rfind(b"\n", 0, start) + 1) + 1
    sign = f"0x{data[start]:02X}"
    return CannotUse(problem("NM-R16", place, encoding=encoding, line=line, byte=byte, sign=sign))


def _decode(text: EncodedText) -> None:
    """Decode all, whole only where that fails. Raises UnicodeDecodeError, LookupError for what is no text."""
    try:
        for _ in text.opened():
            pass
    except UnicodeDecodeError:
        text.data.decode(text.codec)
        raise


def _codec(encoding: str, data: bytes) -> str:
    """The codec for an encoding as people call it; Shift_JIS from Windows is cp932."""
    name = codecs.lookup(encoding).name
    if name in ("utf-16", "utf-32") and not data.startswith(_WIDE_MARKS):
        # Without a mark the reading of line by line would not know the order of bytes.
        return f"{name}-le"
    return "cp932" if name in ("shift_jis", "shift_jisx0213", "shift_jis_2004") else name


def _may_be_euc(data: bytes, codec: str) -> bool:
    """Whether bytes that are to be read as cp932 are EUC-JP as well, which decodes as odd characters."""
    if codec != "cp932" or data.isascii():
        return False
    try:
        data.decode("euc_jp")
    except UnicodeDecodeError:
        return False
    return True


def _is_iso_2022(data: bytes, encoding: str | None) -> bool:
    if encoding:
        return codecs.lookup(encoding).name.startswith(_ISO_2022)
    return any(mark in data for mark in _TO_KANJI) and data.isascii()


def _from_iso_2022(data: bytes, place: CellPlace) -> EncodedText:
    """ISO-2022-JP as UTF-8.

    Its kanji are decoded as cp932 has them: programs of Windows write ㈱, ① and 髙 in rows that the
    standard leaves empty, and Python's own codec refuses them.
    """
    made: list[str] = []
    is_kanji, is_kana, start = False, False, 0
    for piece in _CHANGE.split(data):
        if _CHANGE.fullmatch(piece):
            is_kanji, is_kana = piece in _TO_KANJI, piece == b"\x1b(I"
        else:
            try:
                plain = _shifted(piece) if is_kanji else _kana(piece) if is_kana else piece
                made.append(plain.decode("cp932"))
            except ValueError:
                raise _refused(data, _ISO_2022, start, place) from None
        start += len(piece)
    return EncodedText("".join(made).encode("utf-8"), "utf-8", named="ISO-2022-JP")


def _kana(piece: bytes) -> bytes:
    return bytes(byte | 0x80 if byte > 0x20 else byte for byte in piece)


def _shifted(piece: bytes) -> bytes:
    """Pairs of JIS X 0208 as Shift JIS writes them; controls stay. Raises ValueError for half a pair."""
    made = bytearray()
    rest = iter(piece)
    for first in rest:
        if first <= 0x20:
            made.append(first)
            continue
        second = next(rest, 0)
        if not (0x21 <= first <= 0x7E and 0x21 <= second <= 0x7E):
            raise ValueError(piece)
        lead = (first - 0x21) // 2 + 0x81
        made.append(lead if lead <= 0x9F else lead + 0x40)
        made.append(second + 0x7E if first % 2 == 0 else second + (0x1F if second < 0x60 else 0x20))
    return bytes(made)
