"""File names: legal everywhere, told apart everywhere, and as close to the values as may be."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from noticemerge.planning.file_names import Namer, safe_name

PATTERN = "{会員番号}_{会社名}"
DEVICES = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"} | {
    f"{port}{digit}" for port in ("COM", "LPT") for digit in "0123456789¹²³"
}

messy = st.text(max_size=300) | st.text(
    st.sampled_from('./\\:*?"<>| ~$\x00\t\nCONaux1\u202e\u200bカ\u3099葛\U000e0100𠮷')
)


def is_legal_on_windows(name: str) -> bool:
    """Read from the rules of Windows, not from the code: name is one file or folder name."""
    return (
        0 < len(name.encode("utf-16-le", "surrogatepass")) // 2 <= 255
        and not set(name) & (set('\\/:*?"<>|') | set(map(chr, range(32))))
        and not any(0xD800 <= ord(c) <= 0xDFFF for c in name)
        and name[-1] not in " ."
        and name[0] != " "
        and name.split(".")[0].rstrip(" ").upper() not in DEVICES
    )


def folded(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", path).casefold())


@given(messy)
@example("CON" + " " * 90 + ".x")
@example("ﾟ" * 300)
@example("\u0301" * 300)
@example("葛\U000e0100" * 100)
@example("x" * 79 + " .")
@example("カ\x1b\u3099")
def test_any_text_becomes_a_name_that_is_legal_everywhere(text: str) -> None:
    name = safe_name(text)
    assert is_legal_on_windows(name)
    assert len(name.encode("utf-16-le")) // 2 <= 80
    assert len(name.encode("utf-8")) <= 200
    assert not name.startswith((".", "~$"))
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in name)
    assert safe_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "株式会社大和建設",
        "㈱髙﨑",
        "𠮷田商店",
        "葛󠄀城建設",
        "A&B商事",
        "神\ufa19戸",
        "ﾐﾅﾄ工業",
        "100%#~工房",
        "山田 太郎",
    ],
)
def test_a_name_that_is_allowed_stays_as_it_is(name: str) -> None:
    assert safe_name(name) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('A/B\\C:D*E?F"G<H>I|J', "A／B＼C：D＊E？F”G＜H＞I｜J"),
        ("学校法人神田学園\r\n神田大学", "学校法人神田学園 神田大学"),
        ("ABC Co., Ltd.", "ABC Co., Ltd"),
        ("Ltd. . .　", "Ltd"),
        ("カ\u3099ス株式会社ハ\u309aフ\u3099", "ガス株式会社パブ"),
        ("abc\u202egnp.exe\u200b", "abcgnp.exe"),
        ("..", "_"),
        ("...", "_"),
        ("", "_"),
        ("　", "_"),
        ("\ud800", "_"),
        (".htaccess", "．htaccess"),
        ("~$members", "～$members"),
        ("../../etc/passwd", "．.／..／etc／passwd"),
        ("CON", "_CON"),
        ("con", "_con"),
        ("aux.old", "_aux.old"),
        ("NUL .txt", "_NUL .txt"),
        ("COM¹", "_COM¹"),
        ("LPT0", "_LPT0"),
        ("CONSULT", "CONSULT"),
        ("COM10", "COM10"),
        ("C:\\Users", "C：＼Users"),
    ],
)
def test_what_is_not_allowed_is_made_harmless(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_a_long_name_is_cut_between_whole_characters() -> None:
    assert safe_name("会" * 100) == "会" * 66
    assert safe_name("A" * 100) == "A" * 80
    assert safe_name("A" * 79 + "𠮷") == "A" * 79
    assert safe_name("A" * 78 + "𠮷") == "A" * 78 + "𠮷"
    assert safe_name("A" * 78 + "葛\U000e0100") == "A" * 78
    assert safe_name("A" * 79 + "カ\u3099") == "A" * 79 + "ガ"
    assert safe_name("A" * 79 + "ｶﾞ") == "A" * 79


def test_a_letter_is_named_by_the_pattern() -> None:
    namer = Namer(PATTERN)
    assert namer.fields == ("会員番号", "会社名")
    assert namer.problems == ()
    assert namer.path({"会員番号": "0007", "会社名": "株式会社大和建設"}) == ("0007_株式会社大和建設.docx")


@pytest.mark.parametrize(
    ("pattern", "values", "path"),
    [
        (PATTERN, {"会員番号": "", "会社名": "大和"}, "大和.docx"),
        (PATTERN, {"会員番号": "0007", "会社名": "　"}, "0007.docx"),
        (PATTERN, {"会員番号": "", "会社名": ""}, "_.docx"),
        (PATTERN, {"会員番号": "", "会社名": "_大和_"}, "_大和_.docx"),
        ("{a}_{b}_{c}", {"a": "1", "b": "", "c": "3"}, "1_3.docx"),
        ("{a}_{b}_{c}", {"a": "", "b": "", "c": "3"}, "3.docx"),
        ("{a}_{b}_{c}", {"a": "1", "b": "", "c": ""}, "1.docx"),
        ("{a}（{b}）", {"a": "1", "b": "2"}, "1（2）.docx"),
        ("依頼_{a}.docx", {"a": "1"}, "依頼_1.docx"),
        ("｛a｝_{ b }", {"a": "1", "b": "2"}, "1_2.docx"),
        ("{支部}/{a}", {"支部": "東京", "a": "1"}, "東京/1.docx"),
        ("{支部}\\{a}", {"支部": "東京", "a": "1"}, "東京/1.docx"),
        ("{支部}/{a}", {"支部": "", "a": "1"}, "1.docx"),
        ("{支部}/{a}", {"支部": "..", "a": "../../x"}, "_/．.／..／x.docx"),
        ("{支部}/{a}", {"支部": "Co., Ltd.", "a": "NUL"}, "Co., Ltd/_NUL.docx"),
    ],
)
def test_patterns_and_values_make_paths(pattern: str, values: dict[str, str], path: str) -> None:
    assert Namer(pattern).path(values) == path


@pytest.mark.parametrize("pattern", ["", "　", "{", "{a", "a}", "{}", "{ }", "{a}_{{b}}", "{a}/", ".docx"])
def test_a_pattern_that_cannot_be_understood_is_said(pattern: str) -> None:
    (said,) = Namer(pattern).problems
    assert said.code == "NM-N21"


@pytest.mark.parametrize(
    "pattern", ["/tmp/{a}", "\\{a}", "C:\\{a}", "c:/{a}", "../{a}", "{a}/../{b}", "./{a}", "x\\..\\{a}"]
)
def test_a_pattern_that_leads_out_of_the_folder_is_said(pattern: str) -> None:
    namer = Namer(pattern)
    assert [(p.code, p.facts) for p in namer.problems] == [("NM-N22", {"pattern": pattern})]
    assert ".." not in namer.path(dict.fromkeys(namer.fields, "x")).split("/")


def test_equal_names_are_numbered_and_said() -> None:
    namer = Namer(PATTERN)
    names = ["Ａ社", "A社", "a社", "A社_2", "ｱ社", "ア社"]
    placed = [namer.place({"会員番号": "1", "会社名": name}) for name in names]
    assert [p.path for p in placed] == [
        "1_Ａ社.docx",
        "1_A社_2.docx",
        "1_a社_3.docx",
        "1_A社_2_2.docx",
        "1_ｱ社.docx",
        "1_ア社_2.docx",
    ]
    assert [[p.code for p in one.problems] for one in placed] == [[], *[["NM-N25"]] * 3, [], ["NM-N25"]]
    assert placed[1].problems[0].facts == {"name": "1_A社.docx", "file": "1_A社_2.docx"}


def test_the_same_name_in_two_folders_is_no_clash() -> None:
    namer = Namer("{支部}/{会社名}")
    paths = [namer.path({"支部": s, "会社名": "A社"}) for s in ("東京", "大阪", "東京")]
    assert paths == ["東京/A社.docx", "大阪/A社.docx", "東京/A社_2.docx"]


def test_a_shortened_name_is_said_and_its_number_still_fits() -> None:
    namer = Namer("{会社名}")
    long = {"会社名": "会" * 70}
    first, second = namer.place(long), namer.place(long)
    assert [p.code for p in first.problems] == ["NM-N24"]
    assert second.path == "会" * 66 + "_2.docx"
    many = [namer.path(long) for _ in range(100)]
    assert all(len(p.removesuffix(".docx").encode()) <= 200 for p in many)
    assert len({folded(p) for p in many}) == 100


def test_an_empty_name_is_said() -> None:
    assert [p.code for p in Namer(PATTERN).place({"会員番号": "", "会社名": ""}).problems] == ["NM-N23"]


@given(st.lists(st.tuples(messy, messy), min_size=1, max_size=12), st.text("{}/\\.会社_: ~$", max_size=12))
def test_no_values_and_no_pattern_leave_the_folder_or_clash(rows: list[tuple[str, str]], tail: str) -> None:
    namer = Namer("{支部}/{会社名}" + tail)
    filled = [{**dict.fromkeys(namer.fields, "x"), "支部": a, "会社名": b} for a, b in rows]
    paths = [namer.path(values) for values in filled]
    for path in map(PurePosixPath, paths):
        assert all(is_legal_on_windows(part) for part in path.parts)
        assert ".." not in path.parts
        assert not path.is_absolute()
        assert not PureWindowsPath(path).drive
        assert path.suffix == ".docx"
    assert len({folded(path) for path in paths}) == len(paths)


def test_equal_names_by_the_thousand_are_all_different() -> None:
    namer = Namer("{会社名}")
    assert len({namer.path({"会社名": "同名商事"}) for _ in range(5000)}) == 5000
