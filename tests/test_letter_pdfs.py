"""pdf: a PDF of each letter, made of one document where that is sure; what is as before is not made again."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import pytest
from pypdfium2 import PdfDocument

from noticemerge.output import State, digest_of, verify
from noticemerge.paper import Office, as_pdf, make_bundle, make_pdfs
from noticemerge.paper import conversion as conversion_module
from noticemerge.paper.libreoffice import LibreOffice
from noticemerge.problems import CannotUse
from support.hard import hard_letter
from support.make import MEMBERS, letter, workbook
from support.office_stand_in import BREAK, StandIn, converted, pdf_of, too_long
from support.on_paper import libreoffice
from support.program import ROOT, noticemerge

OUT = Path("out")
FILES = ("0007_株式会社あおば商事.docx", "0012_A&B商事 ＜東京＞.docx", "0123_㈲髙﨑製作所.docx")
PDFS = tuple(f"PDF/{Path(name).stem}.pdf" for name in FILES)


@pytest.fixture
def merged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    workbook(Path("members.xlsx"))
    letter(Path("templates/request-letter.docx"), "No {{ 会員番号 }}", BREAK, "page 2 of {{ 会員番号 }}")
    assert noticemerge("merge", "members.xlsx").exit_code == 0
    return OUT


def pages_of(path: Path) -> list[str]:
    """The texts of a PDF's pages."""
    document = PdfDocument(path.read_bytes())
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def edit(name: str) -> None:
    document = docx.Document(str(OUT / name))
    document.add_paragraph("edited")
    document.save(str(OUT / name))


def many(count: int) -> None:
    members = [(f"{n:04d}", f"会社{n}", "", "", "", "", "", "") for n in range(1, count + 1)]
    workbook(Path("members.xlsx"), members=members)
    assert noticemerge("merge", "members.xlsx", "--prune").exit_code == 0


def test_each_letter_becomes_a_pdf_of_its_own_pages_from_one_document(merged: Path) -> None:
    office = StandIn()
    done = make_pdfs(OUT, office)
    assert (done.problems, sorted(done.new)) == ((), sorted(PDFS))
    assert office.starts == [1]
    for name, number in zip(PDFS, ("0007", "0012", "0123"), strict=True):
        assert [page.split(" ?")[0] for page in pages_of(OUT / name)] == [
            f"No {number}",
            f"page 2 of {number}",
        ]
    assert verify(OUT).problems == []


def test_what_has_not_changed_is_not_made_again(merged: Path) -> None:
    make_pdfs(OUT, StandIn())
    before = {name: digest_of(OUT / name) for name in PDFS}
    office = StandIn()
    assert make_pdfs(OUT, office).new == frozenset()
    assert office.starts == []
    workbook(Path("members.xlsx"), members=[MEMBERS[0], ("0012", "改名商事", *MEMBERS[1][2:]), MEMBERS[2]])
    noticemerge("merge", "members.xlsx")
    done = make_pdfs(OUT, StandIn())
    assert sorted(done.new) == ["PDF/0012_改名商事.pdf"]
    assert done.removed == (PDFS[1],)
    assert {name: digest_of(OUT / name) for name in (PDFS[0], PDFS[2])} == {
        name: before[name] for name in (PDFS[0], PDFS[2])
    }
    assert verify(OUT).problems == []


def test_another_program_makes_them_anew(merged: Path) -> None:
    make_pdfs(OUT, StandIn())
    office = StandIn()
    office.version = "stand-in 2"
    assert len(make_pdfs(OUT, office).new) == 3


def test_an_edited_letter_becomes_a_pdf_as_it_was_edited(merged: Path) -> None:
    edit(FILES[1])
    office = StandIn()
    done = make_pdfs(OUT, office)
    assert len(done.new) == 3
    assert office.starts == [1, 1]
    assert pages_of(OUT / PDFS[1])[-1].endswith("edited")


def _without_names(_documents: Sequence[bytes], made: list[bytes | None]) -> list[bytes | None]:
    return [pdf_of(["all"], {}) if pdf and b"(nmletter" in pdf else pdf for pdf in made]


def _in_another_order(_documents: Sequence[bytes], made: list[bytes | None]) -> list[bytes | None]:
    names = {"nmletter00000": 0, "nmletter00001": 4, "nmletter00002": 2}
    return [pdf_of(["p"] * 6, names) if pdf and b"(nmletter" in pdf else pdf for pdf in made]


def _nothing_of_many(_documents: Sequence[bytes], made: list[bytes | None]) -> list[bytes | None]:
    return [None if pdf and b"(nmletter" in pdf else pdf for pdf in made]


def _hangs_over_many(documents: Sequence[bytes], made: list[bytes | None]) -> list[bytes | None]:
    return too_long(documents, made) if any(pdf and b"(nmletter" in pdf for pdf in made) else made


@pytest.mark.parametrize("spoil", [_without_names, _in_another_order, _nothing_of_many, _hangs_over_many])
def test_where_the_one_document_cannot_be_told_apart_each_file_is_made(
    merged: Path, spoil: Callable[[Sequence[bytes], list[bytes | None]], list[bytes | None]]
) -> None:
    office = StandIn(spoil)
    done = make_pdfs(OUT, office)
    assert (done.problems, len(done.new)) == ((), 3)
    assert office.starts == [1, 3]
    assert [pages_of(OUT / name)[0].split(" ?")[0] for name in PDFS] == ["No 0007", "No 0012", "No 0123"]


def test_a_letter_that_cannot_be_made_is_named_and_the_others_are_made(merged: Path) -> None:
    def spoil(documents: Sequence[bytes], made: list[bytes | None]) -> list[bytes | None]:
        return [
            None if b"0012" in converted(document) else pdf
            for document, pdf in zip(documents, made, strict=True)
        ]

    done = make_pdfs(OUT, StandIn(spoil))
    assert [(p.code, p.place.file, p.place.member) for p in done.problems] == [
        ("NM-P20", str(OUT / FILES[1]), "0012")
    ]
    assert sorted(done.new) == [PDFS[0], PDFS[2]]
    assert len(make_pdfs(OUT, StandIn()).new) == 1


def test_a_letter_that_takes_too_long_is_given_up_alone(merged: Path) -> None:
    def spoil(documents: Sequence[bytes], made: list[bytes | None]) -> list[bytes | None]:
        return (
            too_long(documents, made)
            if any(b"0012" in converted(document) for document in documents)
            else made
        )

    done = make_pdfs(OUT, StandIn(spoil))
    assert [p.code for p in done.problems] == ["NM-P20"]
    assert sorted(done.new) == [PDFS[0], PDFS[2]]


def test_each_reads_every_letter_by_itself_and_so_does_a_program_that_cannot_do_otherwise(
    merged: Path,
) -> None:
    for office, words in ((StandIn(), {"each": True}), (StandIn(reads_together=False), {})):
        assert len(make_pdfs(OUT, office, **words).new) == 3
        assert office.starts == [3]


def test_pdf_for_archives_is_asked_for_and_never_cut_out_of_another(merged: Path) -> None:
    office = StandIn()
    make_pdfs(OUT, office, archive=True)
    assert (office.starts, office.options) == ([3], [{"SelectPdfVersion": 2}])


def test_a_pdf_that_somebody_changed_is_not_replaced_unasked(merged: Path) -> None:
    make_pdfs(OUT, StandIn())
    (OUT / PDFS[0]).write_bytes(b"stamped")
    edit(FILES[0])
    done = make_pdfs(OUT, StandIn())
    assert [p.code for p in done.problems] == ["NM-W27"]
    assert (OUT / PDFS[0]).read_bytes() == b"stamped"
    assert make_pdfs(OUT, StandIn(), force=True).problems == ()
    assert (OUT / "PDF" / f"{Path(PDFS[0]).stem}_旧.pdf").read_bytes() == b"stamped"


def test_verify_says_when_a_pdf_is_older_than_its_letter(merged: Path) -> None:
    make_pdfs(OUT, StandIn())
    edit(FILES[0])
    assert [(p.code, p.place.file) for p in verify(OUT).problems] == [
        ("NM-W18", str(OUT / FILES[0])), ("NM-P25", str(OUT / PDFS[0]))
    ]  # fmt: skip
    make_pdfs(OUT, StandIn())
    assert [p.code for p in verify(OUT).problems] == ["NM-W18"]


def test_how_far_it_is_is_told_and_many_are_placed_as_they_are_made(
    merged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversion_module, "TOGETHER", 4)
    many(10)
    told: list[tuple[int, int]] = []
    there: list[int] = []

    def progress(done: int, total: int) -> None:
        told.append((done, total))
        there.append(len([*OUT.glob("PDF/*.pdf")]))

    make_pdfs(OUT, StandIn(), progress=progress)
    assert told == [(0, 10), (4, 10), (8, 10), (10, 10)]
    assert there == [0, 4, 8, 10]


def test_an_interruption_stops_the_program_and_keeps_what_is_done(
    merged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversion_module, "TOGETHER", 1)
    many(3)
    office = StandIn()

    def progress(done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_pdfs(OUT, office, progress=progress)
    assert office.stopped
    assert len(make_pdfs(OUT, StandIn()).new) == 1
    assert verify(OUT).problems == []


@pytest.mark.skipif(
    os.name == "nt", reason="Windows runs no script of a shell, which the stand-in for LibreOffice is"
)
def test_a_run_that_is_killed_goes_on_where_it_was(merged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many(12)
    script = (
        "import sys; from pathlib import Path; import noticemerge.paper.conversion as c; c.TOGETHER = 2\n"
        "from noticemerge.paper import make_pdfs; from noticemerge.paper.libreoffice import LibreOffice\n"
        "make_pdfs(Path('out'), LibreOffice(Path(sys.argv[1])))\n"
    )
    program = Path("soffice")
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m support.office_stand_in "$@"\n')
    program.chmod(0o755)
    env = {**os.environ, "PYTHONPATH": str(ROOT / "tests")}
    chance = random.Random(17)
    for _ in range(4):
        started = subprocess.Popen([sys.executable, "-c", script, str(program.absolute())], env=env)
        time.sleep(chance.uniform(0.3, 1.5))
        started.kill()
        started.wait()
        known = State.read(OUT).others
        for path in OUT.glob("PDF/*.pdf"):
            assert digest_of(path) in known[path.relative_to(OUT).as_posix()].known
            assert len(pages_of(path)) == 2
    subprocess.run([sys.executable, "-c", script, str(program.absolute())], env=env, check=True)
    names = [f"{n:04d}" for n in range(1, 13)]
    assert [path.name[:4] for path in sorted(OUT.glob("PDF/*.pdf"))] == names
    assert [pages_of(path)[0].split(" ?")[0] for path in sorted(OUT.glob("PDF/*.pdf"))] == [
        f"No {n}" for n in names
    ]
    assert verify(OUT).problems == []


def test_a_bundle_as_pdf_has_all_letters_with_edited_ones_at_their_places(merged: Path) -> None:
    edit(FILES[1])
    done = make_bundle(OUT, office=StandIn())
    assert [p.code for p in done.problems] == ["NM-P04"]
    assert (done.files, done.pages) == ({"印刷用.pdf": 3}, 6)
    first = [page.split(" ?")[0] for page in pages_of(OUT / "印刷用.pdf")]
    assert first[::2] == ["No 0007", "No 0012", "No 0123"]
    index = (OUT / "印刷用_目次.csv").read_text("utf-8-sig").splitlines()[1:]
    assert [line.split(",")[5:7] for line in index] == [["1", "2"], ["3", "2"], ["5", "2"]]


def test_on_both_sides_each_letter_begins_a_new_sheet(merged: Path) -> None:
    letter(Path("templates/request-letter.docx"), "No {{ 会員番号 }}")
    noticemerge("merge", "members.xlsx")
    done = make_bundle(OUT, office=StandIn(), duplex=True)
    assert (done.files, done.pages) == ({"印刷用.pdf": 3}, 3)
    pages = pages_of(OUT / "印刷用.pdf")
    assert [page.split(" ?")[0] for page in pages] == ["No 0007", "", "No 0012", "", "No 0123", ""]
    index = (OUT / "印刷用_目次.csv").read_text("utf-8-sig").splitlines()[1:]
    assert [line.split(",")[5:7] for line in index] == [["1", "1"], ["3", "1"], ["5", "1"]]


def test_a_bundle_with_a_letter_that_cannot_be_made_is_not_written(merged: Path) -> None:
    done = make_bundle(OUT, office=StandIn(lambda documents, made: [None] * len(made)))
    assert {p.code for p in done.problems} == {"NM-P20"}
    assert not done.files and not (OUT / "印刷用.pdf").exists()


def _libreoffice() -> LibreOffice:
    libreoffice()
    office = LibreOffice.found()
    assert office is not None
    return office


@pytest.mark.parametrize("notes", [False, True])
def test_libreoffice_makes_the_same_pages_as_of_each_letter_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, notes: bool
) -> None:
    office: Office = _libreoffice()
    monkeypatch.chdir(tmp_path)
    workbook(Path("members.xlsx"))
    hard_letter(Path("t.docx"), notes=notes, sequence=notes)
    noticemerge("merge", "members.xlsx", "-t", "t.docx")
    assert make_pdfs(OUT, office).problems == ()
    alone = as_pdf({name: (OUT / name).read_bytes() for name in FILES})
    for name, pdf in zip(FILES, PDFS, strict=True):
        Path("alone.pdf").write_bytes(alone[name])
        assert pages_of(OUT / pdf) == pages_of(Path("alone.pdf"))


def test_without_a_program_the_cure_is_said(merged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LibreOffice, "found", lambda: None)
    ran = noticemerge("pdf")
    assert ran.exit_code == 3
    assert "NM-P21" in ran.stderr and "LibreOffice" in ran.stderr


def test_the_command_says_what_was_made(merged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("noticemerge.paper.offices.find_office", lambda _wanted: StandIn())
    monkeypatch.setattr("noticemerge.paper.find_office", lambda _wanted: StandIn(), raising=False)
    monkeypatch.setattr("noticemerge.paper.fonts_missing_for", lambda _folder, _office: [], raising=False)
    assert noticemerge("pdf").stdout.splitlines() == [
        "PDF: 作成 3、変更なし 0、エラー 0",
        f"書き出し先: {OUT / 'PDF'}",
        "いくつか開いて、Word で見るのと同じか確かめてください。",
        "次に: 宛名ラベルを作ってください。封筒に印刷するときは envelopes と入力します。",
        "  noticemerge labels members.xlsx",
    ]
    assert noticemerge("pdf").stdout.splitlines()[0] == "PDF: 作成 0、変更なし 3、エラー 0"
    told = noticemerge("pdf", "--json").json
    assert [(line["file"], line["status"]) for line in told["letters"]] == [
        (name, "unchanged") for name in PDFS
    ]


def test_a_letter_changed_meanwhile_is_said(merged: Path) -> None:
    class Slow(StandIn):
        def converted(self, documents, **words):  # type: ignore[no-untyped-def]
            edit(FILES[2])
            return super().converted(documents, **words)

    # The second start reads it again.
    with pytest.raises(CannotUse) as raised:
        make_pdfs(OUT, Slow(_nothing_of_many))
    assert raised.value.problem.code == "NM-P16"
