"""`noticemerge` alone: what stands in the folder, and what comes next.

Each state of a folder is made by a function of `STATES`, and shown in cases/first_screen/<state>/. To write
the screens anew, and then to read what has changed:

    python tests/test_first_screen.py && git diff tests/cases/first_screen
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import chdir
from dataclasses import replace
from pathlib import Path

import click
import openpyxl
import pytest

from noticemerge.cli.made_from import READING
from noticemerge.cli.options import list_sources
from noticemerge.cli.root import COMMANDS
from noticemerge.cli.screen_text import COLUMNS
from noticemerge.japan import width
from noticemerge.output import Entry, Event, State, journal_of
from support import make
from support.office_stand_in import StandIn
from support.program import Ran, noticemerge
from support.screens import LANGUAGES, TODAY

CASES = Path(__file__).parent / "cases" / "first_screen"
STATES: dict[str, Callable[[], None]] = {}


def state(make_it: Callable[[], None]) -> Callable[[], None]:
    STATES[make_it.__name__.replace("_", "-")] = make_it
    return make_it


def starting_files() -> None:
    make.letter(Path("templates/request-letter.docx"))
    make.workbook(Path("members.xlsx"))


def merged(*words: str) -> None:
    starting_files()
    assert noticemerge("merge", "members.xlsx", *words).exit_code == 0


def letters() -> list[Path]:
    return sorted(Path("out").glob("*.docx"))


@state
def empty() -> None:
    """Nothing at all."""


@state
def starting() -> None:
    noticemerge("init", "案内")


@state
def several_folders() -> None:
    for name in ("去年", "今年"):
        make.letter(Path(name, "templates", "request-letter.docx"))
        make.workbook(Path(name, "members.xlsx"))


@state
def several_lists() -> None:
    for name, when in (("会員一覧.xlsx", 1), ("賛助会員.xlsx", 3), ("旧名簿.csv", 2)):
        make.workbook(Path(name))
        os.utime(name, (when, when))


@state
def checked() -> None:
    starting_files()
    noticemerge("check", "members.xlsx")


@state
def checked_with_errors() -> None:
    starting_files()
    make.letter(Path("templates/request-letter.docx"), *make.PARAGRAPHS, "{{ 会社明 }} 様")
    noticemerge("check", "members.xlsx", "--sheet", "会員名簿")


@state
def made() -> None:
    merged()


@state
def list_and_letter_changed() -> None:
    merged("--set", "文書番号=協発第9号")
    make.workbook(Path("members.xlsx"), members=make.MEMBERS[:2])
    make.letter(Path("templates/request-letter.docx"), "{{ 宛名 }}", "{{ 件名 }}")


@state
def edited_and_missing() -> None:
    merged()
    make.letter(letters()[0], "手で直した文")
    letters()[1].unlink()
    Path("out/発送台帳.xlsx").unlink()


@state
def enclosures_missing() -> None:
    starting_files()
    book = openpyxl.load_workbook("members.xlsx")
    for row in (
        ("番号", "資料名", "ファイル"),
        ("1", "要綱", "資料/要綱.pdf"),
        ("2", "ちらし", "資料/ちらし.pdf"),
    ):
        book["添付資料"].append(row)
    book["添付資料"].delete_rows(1, 3)
    book.save("members.xlsx")
    Path("資料").mkdir()
    for name in ("要綱", "ちらし"):
        Path("資料", f"{name}.pdf").write_bytes(b"%PDF-1.4")
    noticemerge("merge", "members.xlsx")
    Path("資料/要綱.pdf").unlink()


@state
def some_could_not_be_made() -> None:
    starting_files()
    nobody = ("0200", "", "", "", "", "100-0001", "東京都港区1-1", "郵送")
    make.workbook(Path("members.xlsx"), members=[*make.MEMBERS, nobody])
    noticemerge("merge", "members.xlsx", "--skip-errors")


@state
def cut_short() -> None:
    merged()
    known = State.read(Path("out"))
    files = {name: replace(one, is_new=True) for name, one in known.files.items()}
    known.write(files.items())
    letters()[0].unlink()


@state
def damaged_record() -> None:
    merged()
    Path("out/.noticemerge/state.jsonl").write_bytes(b"\0" * 40)


@state
def elsewhere() -> None:
    merged("-o", "郵送", "--where", "発送方法=郵送")
    noticemerge("merge", "members.xlsx", "-o", "メール", "--where", "発送方法=メール")


@state
def printed_and_addressed() -> None:
    merged()
    noticemerge("bundle")
    noticemerge("envelopes", "members.xlsx")


@state
def letters_newer_than_print() -> None:
    printed_and_addressed()
    make.letter(Path("templates/request-letter.docx"), "{{ 宛名 }}", "{{ 件名 }}")
    noticemerge("merge", "members.xlsx")


def moved() -> None:
    """One of the members who get post has another address."""
    first, *rest = make.MEMBERS
    make.workbook(Path("members.xlsx"), members=[(*first[:6], "東京都港区9-9", first[7]), *rest])


@state
def labels_older_than_the_list() -> None:
    make.workbook(Path("members.xlsx"))
    noticemerge("labels", "members.xlsx", "--paper", "28183", "--start", "5")
    moved()


@state
def labels_older_than_the_addresses() -> None:
    merged()
    noticemerge("labels", "members.xlsx", "--paper", "28183", "--start", "5")
    moved()
    noticemerge("merge", "members.xlsx")


@state
def mail_unsure() -> None:
    printed_and_addressed()
    with journal_of(Path("out")) as journal:
        journal.add(Entry(Event.SENT, "n", "a", member="0012"), Entry(Event.BEGUN, "n", "b", member="0123"))


@state
def list_renamed() -> None:
    merged()
    Path("members.xlsx").rename("会員名簿2024.xlsx")


@state
def letter_renamed() -> None:
    merged()
    Path("templates/request-letter.docx").rename("templates/ひな形2024.docx")


@state
def proofs_made() -> None:
    starting_files()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("noticemerge.paper.offices.find_office", lambda _wanted="": StandIn())
        noticemerge("preview", "members.xlsx", "--all")


@state
def made_by_another_version() -> None:
    merged()
    Path("out/.noticemerge/made-from.json").unlink()


@state
def labels_alone() -> None:
    starting_files()
    noticemerge("labels", "members.xlsx")


@state
def record_lost() -> None:
    merged()
    shutil.rmtree("out/.noticemerge")


@state
def all_letters_deleted() -> None:
    merged()
    for path in (*letters(), Path("out/発送台帳.xlsx")):
        path.unlink()


@state
def folder_copied_from_elsewhere() -> None:
    merged()
    shutil.rmtree("templates")
    Path("members.xlsx").unlink()


@state
def letter_without_a_list() -> None:
    make.letter(Path("templates/request-letter.docx"))


@state
def letter_gone() -> None:
    merged()
    shutil.rmtree("templates")


@state
def file_with_the_notice_gone() -> None:
    make.letter(Path("templates/request-letter.docx"))
    make.workbook(Path("members.xlsx"), notice=None, attachments=None)
    make.workbook(Path("協会.xlsx"))
    assert noticemerge("merge", "members.xlsx", "--notice", "協会.xlsx").exit_code == 0
    Path("協会.xlsx").unlink()


@state
def list_of_last_year_beside() -> None:
    make.letter(Path("templates/request-letter.docx"))
    make.workbook(Path("会員名簿2023.xlsx"))
    noticemerge("merge", "会員名簿2023.xlsx")
    make.workbook(Path("会員名簿2024.xlsx"))


@state
def conflicting_copy_of_the_list() -> None:
    merged()
    make.workbook(Path("members-PC1.xlsx"))
    Path("~$members.xlsx").write_bytes(b"\x05")


@state
def old_workbook_alone() -> None:
    Path("会員名簿.xls").write_bytes(b"")


@state
def all_letters_edited() -> None:
    merged()
    for path in letters():
        make.letter(path, "手で直した文")


@state
def member_joined_since_the_labels() -> None:
    merged("--where", "発送方法=郵送")
    noticemerge("bundle")
    noticemerge("labels", "members.xlsx")
    joined = ("0200", "乙株式会社", "", "", "", "100-0001", "東京都港区1-1", "郵送")
    make.workbook(Path("members.xlsx"), members=[*make.MEMBERS, joined])
    noticemerge("merge", "members.xlsx", "--where", "発送方法=郵送")
    noticemerge("bundle")


@state
def proofs_in_a_folder_of_their_own() -> None:
    merged()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("noticemerge.paper.offices.find_office", lambda _wanted="": StandIn())
        noticemerge("preview", "members.xlsx", "--all", "-o", "校正用")


@state
def proofs_and_no_list() -> None:
    proofs_made()
    Path("members.xlsx").unlink()
    shutil.rmtree("templates")


def screen(name: str, language: str) -> str:
    """The first screen of a state."""
    STATES[name]()
    ran = noticemerge(lang=language)
    assert (ran.exit_code, ran.stderr) == (0, "")
    return ran.stdout.replace(os.sep, "/")


every_state = pytest.mark.parametrize("name", STATES)
every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("noticemerge.paper.offices.find_office", lambda _wanted="": StandIn())


@every_state
@every_language
def test_the_first_screen_tells_the_state_of_the_folder(name: str, language: str) -> None:
    assert screen(name, language) == (CASES / name / f"{language}.txt").read_text("utf-8")


@every_state
@every_language
def test_it_is_short_and_narrow(name: str, language: str) -> None:
    lines = (CASES / name / f"{language}.txt").read_text("utf-8").splitlines()
    assert len(lines) <= 15
    assert [line for line in lines if width(line) > COLUMNS] == []


@every_state
def test_it_writes_nothing(name: str) -> None:
    STATES[name]()
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    noticemerge()
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before


# Where the line asks the clerk something, or what it says is to be done by hand first.
ASKED = ("old-workbook-alone", "mail-unsure", "some-could-not-be-made", "edited-and-missing")


@pytest.mark.parametrize("name", [name for name in STATES if name not in ASKED])
def test_the_line_that_it_says_can_be_typed(name: str) -> None:
    STATES[name]()
    for line in next_in(noticemerge())[1:]:
        if line.startswith("  "):
            program, *words = [w.strip('"') for w in shlex.split(line, posix=os.name != "nt")]
            if program == "cd":
                os.chdir(words[0])
            elif words[0:1] != ["mail"]:
                # check tells what is to correct in files of the clerk.
                assert noticemerge(*words).exit_code in ((0, 1) if words[0:1] == ["check"] else (0,))


def next_in(ran: Ran) -> list[str]:
    lines = ran.stdout.splitlines()
    (begin,) = [at for at, line in enumerate(lines) if line.startswith("次に: ")]
    return lines[begin:]


COMMAND_LINES = (
    ("init",),
    ("init", "案内"),
    ("fields", "members.xlsx"),
    ("check", "members.xlsx"),
    ("check", "members.xlsx", "--set", "文書番号=協発第 2号"),
    ("preview", "members.xlsx"),
    ("preview", "members.xlsx", "--hard"),
    ("preview", "members.xlsx", "--all"),
    ("merge", "members.xlsx"),
    ("merge", "members.xlsx", "-o", "配布"),
    ("merge", "members.xlsx", "--only", "0007"),
    ("bundle",),
    ("labels", "members.xlsx"),
    ("envelopes", "members.xlsx"),
    ("mail", "members.xlsx"),
    ("verify",),
)


@pytest.mark.parametrize("words", COMMAND_LINES, ids=" ".join)
@pytest.mark.parametrize("is_made", [False, True], ids=["before", "after"])
def test_the_first_screen_says_the_same_next_step_as_the_command_before(
    words: tuple[str, ...], is_made: bool
) -> None:
    starting_files()
    if is_made:
        noticemerge("merge", "members.xlsx")
    ran = noticemerge(*words)
    # Where all is as it was made verify says so, and no more.
    if ran.exit_code in (0, 1) and "次に: " in ran.stdout:
        assert next_in(noticemerge()) == next_in(ran)


@pytest.mark.parametrize("words", COMMAND_LINES[2:], ids=" ".join)
def test_so_it_does_after_a_command_that_met_errors(words: tuple[str, ...]) -> None:
    starting_files()
    noticemerge("merge", "members.xlsx")
    make.letter(letters()[0], "手で直した文")
    make.letter(Path("templates/request-letter.docx"), *make.PARAGRAPHS, "{{ 会社明 }} 様")
    ran = noticemerge(*words)
    assert next_in(noticemerge()) == next_in(ran)


def test_every_command_that_says_a_next_step_is_tried() -> None:
    assert {words[0] for words in COMMAND_LINES} == COMMANDS.keys() - {"completion", "explain", "pdf"}


def test_a_step_that_was_said_holds_until_the_list_is_touched(members: Path) -> None:
    noticemerge("check", members)
    assert next_in(noticemerge())[-1] == "  noticemerge merge members.xlsx"
    make.workbook(members, members=make.MEMBERS[:1])
    assert next_in(noticemerge())[-1] == "  noticemerge check members.xlsx"


def test_the_letters_are_made_again_with_the_words_they_were_made_with(members: Path) -> None:
    noticemerge("merge", members, "-o", "配布", "--set", "文書番号=第 2号", "--jobs", "1", lang=None)
    make.letter(Path("templates/request-letter.docx"), "{{ 宛名 }}")
    line = next_in(noticemerge())[-1].strip()
    assert line == "noticemerge merge members.xlsx -o 配布 --set '文書番号=第 2号'".replace(
        "'", '"' if os.name == "nt" else "'"
    )


def test_the_example_is_no_list_where_there_is_another() -> None:
    noticemerge("init", ".")
    assert next_in(noticemerge())[-1] == "  noticemerge check members.xlsx"
    make.workbook(Path("会員一覧.xlsx"))
    assert next_in(noticemerge())[-1] == "  noticemerge check 会員一覧.xlsx"


def test_a_list_of_another_name_takes_the_place_of_the_one_that_is_gone(members: Path) -> None:
    noticemerge("merge", members, "-o", "配布")
    members.rename("名簿.xlsx")
    noticemerge("check", "名簿.xlsx")
    noticemerge("fields", "名簿.xlsx")
    make.letter(Path("templates/request-letter.docx"), "{{ 宛名 }}")
    assert next_in(noticemerge())[-1] == "  noticemerge merge 名簿.xlsx -o 配布"


def test_a_folder_can_be_named(members: Path) -> None:
    noticemerge("merge", members)
    Path("よそ").mkdir()
    os.chdir("よそ")
    ran = noticemerge("..", "--lang", "en", lang=None)
    assert ran.exit_code == 0
    assert ran.stdout.splitlines()[0] == "Folder to work in: .."
    assert ran.stdout.splitlines()[-2:] == ["  cd ..", "  noticemerge bundle"]


def test_a_folder_with_proofs_alone_tells_of_the_folder_to_work_in() -> None:
    proofs_made()
    os.chdir("out")
    assert noticemerge().stdout.splitlines() == [
        f"作業するフォルダー: {Path('..')}",
        "会員名簿: members.xlsx、3件",
        "ひな形: templates/request-letter.docx".replace("/", os.sep),
        "文書: まだ",
        "",
        "次に: そのページで文書を確かめてから、文書を作ってください。",
        "  cd ..",
        "  noticemerge merge members.xlsx",
    ]


@pytest.mark.parametrize("kind", ["labels", "envelopes"])
def test_a_folder_without_letters_does_not_hide_the_one_that_has_them(kind: str) -> None:
    merged("-o", "配布")
    noticemerge(kind, "members.xlsx", "-o", "宛名")
    for name in ("XDG_CONFIG_HOME", "LOCALAPPDATA"):
        os.environ[name] = str(Path("nothing-is-remembered").absolute())
    said = noticemerge().stdout
    assert "文書: 配布 に3通" in said
    assert "ほかに文書のあるフォルダー" not in said


def test_a_list_that_begins_with_a_stroke_can_be_typed() -> None:
    make.workbook(Path("-名簿.xlsx"))
    assert next_in(noticemerge())[-1] == f"  noticemerge check .{os.sep}-名簿.xlsx"


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
@pytest.mark.parametrize("name", ["members.xlsx", "他課"])
def test_what_may_not_be_read_is_told_and_hides_nothing_else(name: str) -> None:
    merged()
    Path("他課").mkdir()
    code = "import sys; from noticemerge.cli import root; root(['--lang', 'ja'])"
    capable = "-dac_override,-dac_read_search"
    bound = ["setpriv", f"--bounding-set={capable}", f"--inh-caps={capable}"] if os.geteuid() == 0 else []
    if bound and not shutil.which("setpriv"):
        pytest.skip("root may read all, and there is no setpriv to bound it")
    Path(name).chmod(0)
    done = subprocess.run([*bound, sys.executable, "-c", code], capture_output=True, text=True, check=False)
    Path(name).chmod(0o700)
    assert (done.returncode, done.stderr) == (0, "")
    said = "読めません" if name == "members.xlsx" else "文書を作ったときのまま"
    assert f"会員名簿: members.xlsx、3件（{said}）" in done.stdout
    assert "文書: out に3通" in done.stdout


@pytest.mark.parametrize("name", ["state.jsonl", "lock", "sent.jsonl", ""])
def test_what_stands_in_the_place_of_the_record_is_named(name: str) -> None:
    merged()
    path = Path("out/.noticemerge", name)
    if name:
        path.unlink(missing_ok=True)
        path.mkdir()
    else:
        shutil.rmtree(path)
        path.write_bytes(b"x")
    for words in ([], ["verify"], ["merge", "members.xlsx"], ["bundle"], ["labels", "members.xlsx"]):
        ran = noticemerge("--json", *words)
        assert (ran.exit_code, [told[:2] for told in ran.told]) == (3, [("NM-W26", str(path))])


def test_an_output_folder_tells_of_its_own_letters(members: Path) -> None:
    noticemerge("merge", members)
    ran = noticemerge("out", lang="en")
    assert f"Member list: {Path('../members.xlsx')}, 3 members (as when the letters were made)" in ran.stdout
    assert "Letters: 3 in ." in ran.stdout


def test_a_program_gets_it_as_json(members: Path) -> None:
    noticemerge("merge", members)
    told = noticemerge("--json", lang="en").json
    assert (told["status"], told["list"], told["output"], told["changed"]) == (
        "ok",
        "members.xlsx",
        "out",
        [],
    )
    assert told["counts"]["letters"] == {"as_made": 3}
    assert told["next"]["lines"] == ["noticemerge bundle"]


def test_where_nothing_can_be_remembered_all_else_goes_on(
    members: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("file").write_bytes(b"")
    for name in ("XDG_CONFIG_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(Path("file").absolute()))
    assert noticemerge("check", members).exit_code == 0
    assert next_in(noticemerge())[-1] == "  noticemerge check members.xlsx"


def test_what_is_remembered_names_no_folder(members: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Path("settings").absolute()
    for name in ("XDG_CONFIG_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(settings))
    noticemerge("check", members)
    kept = next(settings.rglob("folders.json")).read_text("utf-8")
    assert str(Path.cwd()) not in kept and Path.cwd().name not in kept


@pytest.mark.parametrize("broken", ["{", "[1]", '{"members": 3}', "null"])
def test_what_is_kept_of_letters_may_be_broken(members: Path, broken: str) -> None:
    noticemerge("merge", members)
    Path("out/.noticemerge/made-from.json").write_text(broken, "utf-8")
    assert noticemerge().exit_code == 0


def test_the_first_screen_loads_no_reader_of_lists_or_letters(members: Path) -> None:
    noticemerge("merge", members)
    heavy = ("lxml", "openpyxl", "docx", "jinja2", "pypdfium2")
    code = (
        "import sys, atexit; from noticemerge.cli import root;"
        f"atexit.register(lambda: print([name for name in {heavy} if name in sys.modules]));"
        "root(['--lang', 'en'])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.splitlines()[-1] == "[]"


def test_options_that_say_how_a_list_is_read_are_those_of_all_that_read_it() -> None:
    @click.command("x")
    @list_sources
    def command() -> None:
        """Nothing."""

    declared = {name for param in command.params if isinstance(param, click.Option) for name in param.opts}
    # To forget is no way to read.
    assert declared - {"--forget"} == READING.keys()


if __name__ == "__main__":
    os.environ.update([TODAY])
    for one in STATES:
        for tongue in LANGUAGES:
            with tempfile.TemporaryDirectory() as folder, chdir(folder):
                os.environ["XDG_CONFIG_HOME"] = os.environ["LOCALAPPDATA"] = str(Path(folder, ".settings"))
                (CASES / one).mkdir(exist_ok=True)
                (CASES / one / f"{tongue}.txt").write_text(screen(one, tongue), "utf-8", newline="\n")
