"""The page of proofs in a real browser: Chromium without a window.

It is needed where NOTICEMERGE_TESTS_NEED names it, as `.ci/run` does; elsewhere these tests are passed by
where there is none.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from noticemerge.paper import make_proofs, proof_page
from noticemerge.problems import use_language
from support import make
from support.office_stand_in import StandIn
from support.program import make_plan

EVIL = (
    '"><img src=https://example.org/x onerror="document.title=1"></script><script>document.title=2</script>'
)
MEMBERS = (
    *make.MEMBERS,
    ("0300", f"株式会社{EVIL}", "", "", "", "100-0001", "東京都港区1-1", "郵送"),
    ("0400", "見本協同組合", "", "", "組合員各位", "100-0001", "東京都港区1-1", "郵送"),
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# The ratio of a colour to that behind it (WCAG 2.2, 1.4.3), of every text that is shown.
CONTRASTS = """
  const light = (c) => { c /= 255; return c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4; };
  const luminance = ([r, g, b]) => .2126 * light(r) + .7152 * light(g) + .0722 * light(b);
  const channels = (css) => css.match(/[\\d.]+/g).map(Number);
  const behind = (el) => {
    for (; el; el = el.parentElement) {
      const colour = channels(getComputedStyle(el).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const el = walker.currentNode.parentElement;
    const text = walker.currentNode.data.trim();
    if (!text || !el.checkVisibility() || el.closest("script, noscript")) continue;
    const both = [luminance(channels(getComputedStyle(el).color)), luminance(behind(el))];
    found.push([(Math.max(...both) + .05) / (Math.min(...both) + .05), text]);
  }
  return found.filter(([ratio]) => ratio < 4.5);
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    driver = shutil.which("chromedriver")
    if not (program and driver):
        if "browser" in os.environ.get("NOTICEMERGE_TESTS_NEED", ""):
            pytest.fail("there is no Chromium, or no chromedriver")
        pytest.skip("there is no Chromium with a chromedriver")
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = program
    # It runs as root where all is checked, and in little shared memory.
    for word in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"):
        options.add_argument(word)
    options.add_argument("--window-size=1280,900")
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    opened = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    yield opened
    opened.quit()


def page_of(folder: Path, *, with_pictures: bool) -> Path:
    workbook = make.workbook(folder / "members.xlsx", members=MEMBERS)
    paragraphs = (*make.PARAGRAPHS, '{%p if 発送方法 == "メール" %}', "メールで送ります。", "{%p endif %}")
    plan = make_plan(workbook, make.letter(folder / "letter.docx", *paragraphs))
    use_language("ja")
    page = folder / "校正 #1.html"
    page.write_bytes(proof_page(make_proofs(plan, StandIn() if with_pictures else None)))
    return page


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return page_of(tmp_path_factory.mktemp("proofs"), with_pictures=True)


@pytest.fixture
def opened(browser: Any, page: Path) -> Any:
    browser.get(page.as_uri())
    return browser


def shown(browser: Any) -> list[str]:
    """The numbers of the letters that are shown, in their order."""
    return browser.execute_script(
        "return [...document.querySelectorAll('.letter')].filter(one => one.checkVisibility())"
        ".map(one => one.querySelector('.number').textContent)"
    )


def find(browser: Any, css: str) -> Any:
    return browser.find_element("css selector", css)


def choose(browser: Any, css: str, words: str) -> None:
    from selenium.webdriver.support.select import Select

    Select(find(browser, css)).select_by_visible_text(words)


def press(browser: Any, *keys: str) -> None:
    from selenium.webdriver import ActionChains

    ActionChains(browser).send_keys(*keys).perform()


def wait_until(browser: Any, script: str) -> None:
    from selenium.webdriver.support.wait import WebDriverWait

    WebDriverWait(browser, 30).until(lambda _: browser.execute_script(f"return {script}"))


def test_the_search_finds_a_company(opened: Any) -> None:
    assert shown(opened) == ["0007", "0012", "0123", "0300", "0400"]
    find(opened, "#search").send_keys("ａ&b商事")
    assert shown(opened) == ["0012"]
    assert find(opened, "#shown").text == "5通のうち1通を表示、確認済み 0通"
    find(opened, "#search").send_keys("なし")
    assert shown(opened) == [] and find(opened, "#none").text == "あてはまる文書はありません。"


@pytest.mark.parametrize("typed", ["髙﨑製作所", "ﾐﾎﾝ", "ミホン", "みほん", "８００", "<script>"])
def test_the_search_knows_no_width_and_no_kind_of_kana(browser: Any, tmp_path: Path, typed: str) -> None:
    member = ("0800", "㈲髙﨑製作所ミホン<script>", "", "", "", "100-0001", "東京都港区1-1", "郵送")
    make.workbook(tmp_path / "members.xlsx", members=[*make.MEMBERS[:2], member])
    letter = make.letter(tmp_path / "letter.docx")
    written = tmp_path / "校正.html"
    written.write_bytes(proof_page(make_proofs(make_plan(tmp_path / "members.xlsx", letter), None)))
    browser.get(written.as_uri())
    find(browser, "#search").send_keys(typed)
    assert shown(browser) == ["0800"]


def test_filters_leave_what_was_asked_for_in_the_order_that_was(opened: Any) -> None:
    choose(opened, "#honorific", "各位")
    assert shown(opened) == ["0400"]
    choose(opened, "#honorific", "すべて")
    choose(opened, "#kind", "標準とちがうもの")
    assert shown(opened) == ["0012"]
    choose(opened, "#kind", "すべて")
    choose(opened, "#order", "間違いの出やすい順")
    ranks = opened.execute_script(
        "return [...document.querySelectorAll('.letter')].map(one => +one.dataset.rank)"
    )
    assert ranks == [0, 1, 2, 3, 4] and shown(opened) != sorted(shown(opened))


def test_pages_are_drawn_small(opened: Any) -> None:
    wait_until(opened, "'drawn' in document.querySelector('.page canvas').dataset")
    dark = opened.execute_script(
        "const c = document.querySelector('.page canvas');"
        "const seen = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
        "return seen.filter((value, at) => at % 4 < 3 && value < 100).length"
    )
    assert dark > 0


def test_a_click_enlarges_a_page_and_escape_closes_it(opened: Any) -> None:
    from selenium.webdriver.common.keys import Keys

    button = find(opened, ".page")
    opened.execute_script("arguments[0].scrollIntoView()", button)
    small = button.size["width"]
    button.click()
    wait_until(opened, "document.querySelector('#large .large-page canvas').width > 400")
    assert find(opened, "#large canvas").size["width"] > 1.5 * small
    assert "株式会社あおば商事" in find(opened, "#large-name").text
    press(opened, Keys.ESCAPE)
    wait_until(opened, "!document.querySelector('#large').open")


def test_all_of_it_works_by_the_keyboard(opened: Any) -> None:
    from selenium.webdriver.common.keys import Keys

    find(opened, "#search").send_keys("0007")
    reached = []
    for _ in range(12):
        press(opened, Keys.TAB)
        reached.append(
            opened.execute_script("return document.activeElement.id || document.activeElement.className")
        )
        if reached[-1] == "page":
            break
    assert [name for name in reached if name] == ["kind", "honorific", "enclosures", "order", "print", "page"]
    press(opened, Keys.ENTER)
    wait_until(opened, "document.querySelector('#large').open")
    press(opened, Keys.ESCAPE)
    wait_until(opened, "document.activeElement.className === 'page'")


def test_the_arrows_go_from_page_to_page(opened: Any) -> None:
    from selenium.webdriver.common.keys import Keys

    find(opened, ".page").send_keys(Keys.ENTER)
    wait_until(opened, "document.querySelector('#large').open")
    press(opened, Keys.ARROW_RIGHT)
    wait_until(opened, "document.querySelector('#large-name').textContent.includes('A&B商事')")


def test_no_value_runs_and_no_request_leaves_the_page(opened: Any) -> None:
    assert find(opened, "title").get_attribute("textContent").startswith("校正")
    assert opened.title not in ("1", "2")
    opened.execute_script("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    opened.execute_script("document.querySelectorAll('.page').forEach(one => one.scrollIntoView())")
    messages = [json.loads(line["message"])["message"] for line in opened.get_log("performance")]
    asked = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
    assert asked and {url.split(":")[0] for url in asked} <= {"file", "data"}
    assert [line for line in opened.get_log("browser") if line["level"] == "SEVERE"] == []


def test_what_would_be_loaded_is_refused(opened: Any) -> None:
    opened.execute_script(
        "window.refused = [];"
        "document.addEventListener('securitypolicyviolation', e => window.refused.push(e));"
        "const image = new Image(); image.src = 'https://example.org/x.png'; document.body.append(image);"
        "const script = document.createElement('script'); script.textContent = 'window.ran = 1';"
        "document.body.append(script);"
    )
    wait_until(opened, "window.refused.length >= 2")
    assert opened.execute_script("return window.ran") is None


@pytest.mark.parametrize("with_pictures", [True, False], ids=["pictures", "text"])
def test_every_text_stands_out_from_what_is_behind_it(
    browser: Any, tmp_path: Path, with_pictures: bool
) -> None:
    browser.get(page_of(tmp_path, with_pictures=with_pictures).as_uri())
    browser.execute_script("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert browser.execute_script(CONTRASTS) == []


def test_every_control_has_a_name(opened: Any) -> None:
    for control in opened.find_elements("css selector", "input, select, button, canvas[role], [role=img]"):
        if control.is_displayed():
            # What is far away is laid out, and named, when it comes near.
            opened.execute_script("arguments[0].scrollIntoView()", control)
            assert control.accessible_name, control.get_attribute("outerHTML")


@pytest.mark.parametrize("width", [360, 768, 1920])
def test_nothing_is_cut_off_at_the_side(opened: Any, width: int) -> None:
    opened.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False},
    )
    wide = opened.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")
    opened.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert wide[0] <= wide[1]


def test_it_prints_as_a_checklist(opened: Any) -> None:
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    seen = {
        css: opened.execute_script(f"return document.querySelector('{css}').checkVisibility()")
        for css in (".box", ".seals", ".tools", ".shown", ".looked")
    }
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert seen == {".box": True, ".seals": True, ".tools": False, ".shown": False, ".looked": False}
