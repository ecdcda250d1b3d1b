"""A member of an archive is what was put in, in whatever pieces, and the same always gives the same bytes."""

from __future__ import annotations

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from noticemerge.template import Archive, deflated

# Short and long ones, such as are compressed well and hardly at all.
Pieces = tuple[bytes, ...]
PIECES = st.lists(
    st.one_of(
        st.binary(max_size=40),
        st.builds(
            lambda piece, times: piece * times, st.binary(min_size=1, max_size=40), st.integers(1, 4000)
        ),
        st.integers(0, 5).map(lambda seed: bytes((n * n * 7 + seed) % 251 for n in range(3_000))),
    ),
    max_size=7,
).map(tuple)


def contents(archive: bytes) -> dict[str, bytes]:
    """The members by name; `zipfile` checks their sums."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


@given(st.lists(PIECES, min_size=1, max_size=4))
def test_a_member_in_pieces_is_read_as_their_bytes_one_after_the_other(letters: list[Pieces]) -> None:
    archive = Archive([deflated("styles.xml", b"<styles/>")])
    for pieces in letters:
        made = archive.with_members({"document.xml": pieces, "標題.xml": (b"x",)})
        whole = {"styles.xml": b"<styles/>", "document.xml": b"".join(pieces), "標題.xml": b"x"}
        assert contents(made) == whole


@given(st.lists(PIECES, min_size=2, max_size=4))
def test_an_archive_that_made_others_before_makes_the_same_bytes(letters: list[Pieces]) -> None:
    used = Archive([])
    made = [used.with_members({"document.xml": pieces}) for pieces in letters]
    assert made == [Archive([]).with_members({"document.xml": pieces}) for pieces in letters]
    assert made == [used.with_members({"document.xml": pieces}) for pieces in letters]


def test_pieces_make_a_member_hardly_larger() -> None:
    long = b"".join(b"<w:p>%d</w:p>" % (n * n) for n in range(2_000))
    alone = len(Archive([]).with_members({"document.xml": (long,)}))
    apart = len(Archive([]).with_members({"document.xml": (b"<w:t>a</w:t>", long, b"</w:body>")}))
    assert alone < apart < alone * 1.05
