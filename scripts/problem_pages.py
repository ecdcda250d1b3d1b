"""Write docs/problems.md: every code a problem can have, in Japanese, from the catalogue.

`python scripts/translate.py` runs this as well, after it has compiled the translations.
"""

from __future__ import annotations

from pathlib import Path

from noticemerge.cli.explain import opened
from noticemerge.problems import all_kinds, use_language

PAGE = Path(__file__).resolve().parents[1] / "docs" / "problems.md"
_SEVERITIES = {"error": "修正が必要です", "warning": "確かめてください", "note": "ご参考"}
_INTRODUCTION = """\
# 問題の一覧

`noticemerge` が知らせる問題を、番号順にまとめたものです。番号は変わりません。

画面の読み方は、[事務局の手引き](clerk-guide.md#6-問題がないかを調べるcheck)にあります。このページは、画面に出た番号で
探してください（Ctrl キーを押しながら F を押し、番号を入れます）。

- **修正が必要です**（エラー）: 直してから、もう一度実行してください。
- **確かめてください**（警告）: 文書は作れます。まちがいでないかを確かめてください。
- **ご参考**（お知らせ）: 直さなくてもかまいません。

『…』の所には、実際の名前や値が入ります。

| 番号の頭 | 何についてか |
| --- | --- |
| NM-R | 会員名簿 |
| NM-N | 通知と添付資料 |
| NM-A | 宛名 |
| NM-T | ひな形（Word） |
| NM-S | 会員の選択と、文書の準備 |
| NM-W | 文書と発送台帳の書き出し |
| NM-L | 宛名ラベルと封筒 |
| NM-P | 印刷用ファイルと PDF |
| NM-M | メール |
| NM-C | コマンドの使い方と、その他 |
"""


def page() -> str:
    """The whole page, Markdown."""
    use_language("ja")
    try:
        return "\n".join([_INTRODUCTION, *map(_section, sorted(all_kinds()))])
    finally:
        use_language(None)


def _section(code: str) -> str:
    kind = all_kinds()[code]
    cure = f"- 直し方: {opened(kind.hint)}\n" if kind.hint else ""
    severity = _SEVERITIES[str(kind.severity)]
    return f"## {code}\n\n{opened(kind.message)}\n\n- 種類: {severity}\n{cure}"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8", newline="\n")
