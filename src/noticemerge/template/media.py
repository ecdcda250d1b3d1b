"""Pictures that a letter gets while it is made: a QR code, or a picture that a program gives.

A part's text can only name a picture by a relationship, so what is added is collected here while
the part is filled, and put into the package afterwards (ECMA-376 Part 2 §6.5, Part 1 §20.4.2.8).
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field

from markupsafe import Markup

from noticemerge.excel import quoteattr
from noticemerge.template.package import R, WordPackage, rels_name
from noticemerge.template.zip_archive import Pieces

EMU_PER_MM = 36_000
_IMAGE, _LINK = f"{R}/image", f"{R}/hyperlink"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "tiff": "image/tiff",
}
# Beyond the ids that the parts' own pictures have or get.
_FIRST_ID = 500_000


@dataclass(slots=True)
class Additions:
    """What one part of one letter gets: pictures by name, and the relationships that reach them.

    `has_objects` says that a value brought XML of its own, `has_controls` that it holds line or page ends.
    """

    pictures: dict[str, bytes] = field(default_factory=dict)
    targets: dict[tuple[str, str], str] = field(default_factory=dict)
    has_objects: bool = False
    has_controls: bool = False
    drawings: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether the part is text alone."""
        return not (self.targets or self.has_objects or self.has_controls)

    def picture(self, data: bytes, extension: str) -> str:
        """Add a picture; returns its relationship id. Equal pictures are one."""
        name = f"media/nm-{hashlib.sha256(data).hexdigest()[:16]}.{extension}"
        self.pictures[name] = data
        return self._related(_IMAGE, name)

    def link(self, address: str) -> str:
        """Add a link to an address; returns its relationship id."""
        return self._related(_LINK, address)

    def _related(self, kind: str, target: str) -> str:
        return self.targets.setdefault((kind, target), f"nmR{len(self.targets) + 1}")


_CURRENT: ContextVar[Additions] = ContextVar("additions")


class collecting:  # noqa: N801
    """What is added while a part is filled; `drawings` is how many the letter's other parts got."""

    __slots__ = ("_added", "_token")

    def __init__(self, drawings: int = 0) -> None:
        self._added = Additions(drawings=drawings)

    def __enter__(self) -> Additions:
        self._token = _CURRENT.set(self._added)
        return self._added

    def __exit__(self, *_: object) -> None:
        _CURRENT.reset(self._token)


def current() -> Additions:
    """The additions of the part that is being filled. Raises LookupError when none is."""
    return _CURRENT.get()


def qr_code(address: str, millimetres: float) -> Markup:
    """A square QR code of this text (error correction M), within the run that the tag stands in."""
    import segno

    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="png", scale=10, border=4)
    side = round(millimetres * EMU_PER_MM)
    return drawing(picture.getvalue(), "png", side, side, f"QRコード {address}")


def drawing(
    data: bytes, extension: str, width: int, height: int, description: str = "", link: str = ""
) -> Markup:
    """A picture in line with the text, `width` and `height` in EMU, to stand among a run's text."""
    added = current()
    added.drawings += 1
    number = _FIRST_ID + added.drawings
    said = f'<wp:docPr id="{number}" name="picture {number}" descr={quoteattr(description)}'
    click = f'<a:hlinkClick xmlns:a="{_DRAWING}/main" r:id="{added.link(link)}"/>' if link else ""
    properties = f"{said}>{click}</wp:docPr>"
    return Markup(
        '</w:t><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0" '
        f'xmlns:wp="{_DRAWING}/wordprocessingDrawing" xmlns:r="{R}">'
        f'<wp:extent cx="{width}" cy="{height}"/>{properties}'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr id="{number}" name="picture"/>'
        "<pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{added.picture(data, extension)}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        '</wp:inline></w:drawing><w:t xml:space="preserve">'
    )


def parts_with(
    package: WordPackage, rendered: Mapping[str, Pieces], added: Mapping[str, Additions]
) -> dict[str, Pieces]:
    """The `rendered` parts, and those that change or come in when these additions are made."""
    changed = dict(rendered)
    extensions = set()
    for part, additions in added.items():
        folder = part.rpartition("/")[0]
        for name, data in additions.pictures.items():
            changed[f"{folder}/{name}".lstrip("/")] = (data,)
            extensions.add(name.rpartition(".")[2])
        changed[rels_name(part)] = (_related(package, changed, part, additions),)
    if extensions:
        changed["[Content_Types].xml"] = (_typed(package.data("[Content_Types].xml"), extensions),)
    return changed


def _related(package: WordPackage, rendered: Mapping[str, Pieces], part: str, additions: Additions) -> bytes:
    name = rels_name(part)
    empty = f'<Relationships xmlns="{_RELATIONSHIPS}"></Relationships>'.encode()
    before = b"".join(rendered.get(name, ())) or (package.data(name) if package.has(name) else empty)
    lines = "".join(
        f'<Relationship xmlns="{_RELATIONSHIPS}" Id="{key}" Type="{kind}" Target={quoteattr(target)}'
        f"{' TargetMode=' + quoteattr('External') if kind == _LINK else ''}/>"
        for (kind, target), key in additions.targets.items()
    )
    return _before_end(before, lines.encode("utf-8"))


def _typed(before: bytes, extensions: set[str]) -> bytes:
    known = {m[1].lower() for m in re.finditer(rb'Extension\s*=\s*["\']([^"\']+)', before)}
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    lines = "".join(
        f'<Default xmlns="{space}" Extension="{e}" ContentType="{_TYPES[e]}"/>'
        for e in sorted(extensions)
        if e.encode() not in known
    )
    return _before_end(before, lines.encode("ascii"))


def _before_end(xml: bytes, lines: bytes) -> bytes:
    """`lines` before the end of the root element, which may be an empty one."""
    at = xml.rindex(b"</") if b"</" in xml else -1
    if at < 0:
        open_end = xml.rindex(b"/>")
        name: bytes = re.findall(rb"<([\w:.-]+)", xml)[-1]
        return b"".join((xml[:open_end], b">", lines, b"</", name, b">"))
    return xml[:at] + lines + xml[at:]
