"""What a name, a remark or a state of membership says of members who have left, or cannot be reached."""

from __future__ import annotations

import datetime
import re
from enum import Enum

from noticemerge.japan import fold, lazy_pattern, read_date, vocabulary

_GONE = vocabulary().words["cells"]["gone"]
_WORDS = (
    r"退会|脱退|脱会|除名|除籍|廃業|廃[院校園]|解散|倒産|破産|休会|休業中|長期休業|資格(?:喪失|停止)|閉鎖|閉[院校園店](?!時)"
    r"|店じまい|消滅|死亡|死去|逝去|物故|故人|(?<!を)吸収合併(?:され|により|$)|に(?:吸収合併|統合$)|清算(?:結了|済|中)|会社清算"
    r"|要削除|削除(?:予定|希望|依頼|済)|(?:二重|重複)登録|^重複$|のため停止|(?<!振替)(?<!引落)停止中(?!の)|^(?:会員)?(?:辞退|取り?消し?)$"
    r"|^(?:発送|送付)?(?:除外|対象外|保留)$"
    r"|(?:宛先|宛名|宛所|あて先|あて所|転居先|移転先|所在|行方|居所|住所)(?:に|が|は)?(?:不明|尋ね|たずね)"
    r"|返戻|不達|^返送$|^戻り$|(?:郵便|DM|案内|文書)物?(?:が|は)?(?:返送|戻)|宛て?所なし|転送期限切れ|連絡(?:不能|(?:が)?(?:取|と)れ(?:ず|ない))"
    r"|受取(?:人)?(?:拒否|辞退)|メール(?:配信|送信)?のみ"
    r"|(?:送付|発送|郵送|案内|通知|文書|DM)(?:は|を|の)?(?:不要|不可|停止|中止|辞退|拒否|禁止|保留|止め|しない|しないこと)|送らない"
)
SAYS_GONE = lazy_pattern(_WORDS)
# A part of each of these, which a remark or a name must hold before anything is looked at more closely. All
# begin with a letter, so that they are looked for six times as fast.
_HINTS = (
    "退会|脱退|脱会|除名|除籍|廃業|廃院|廃校|廃園|解散|倒産|破産|休会|休業|喪失|停止|閉鎖|閉院|閉校|閉園|閉店|店じまい|消滅|死亡|死去|逝去"
    "|物故|故人|吸収合併|統合|清算|削除|二重|重複|取消|取り消|除外|対象外|保留"
    "|不明|尋ね|たずね|返戻|返送|戻|不達|所なし|期限切れ|不能|取れ|とれ|拒否|辞退|不要|不可|禁止|中止|止め|しない|送らない|メールのみ|配信のみ|送信のみ"
)
MAY_SAY_GONE = lazy_pattern(_HINTS)
MAY_SAY_MOVED = lazy_pattern(r"転居|移転|住所変更|新住所|新所在地|引っ?越し")
# And before a cell that says how things stand is.
_MAY_SAY = lazy_pattern(
    rf"{_HINTS}|転居|移転|住所変更|新住所|新所在地|引越|引っ越|無効|非在籍|抹消"
    rf"|{'|'.join(map(re.escape, sorted(_GONE)))}"
)
_MAY_BEGIN_NO = frozenset("×✕✗無な非NnFf0")
# 請求書は郵送不要: nothing is said of other letters.
_OF_BILLS = r"(?:請求|領収|納品)書?類?(?:は|の|を|等)?$"
# 退会予定なし, 休会から復帰, 退会届を撤回: the member is one still.
# This one and the next two are long and rarely asked: compiled when they are.
_STILL = (
    r"復会|復帰|再入会|再加入|再開|撤回|取り?消|取り?下げ|取りやめ|明け|解除|終了|防止|慰留"
    r"|(?:予定|届|者|事由|歴)?(?:は|も)?\s*(?:なし|無し|ナシ|ありません|無い|ない|していない|しない|せず)"
)
# In a name the word stands behind or before a sign or a space, or ends the name: 株式会社解散 is none.
_SUFFIX = "(?:済み?|中|者|会員|予定)?"
_IN_NAME = (
    rf"[（(【［\[〔〈<＜]\s*(?:{_WORDS}|重複|[^）)]{{0,8}}[へに]統合)"
    rf"|(?:^|[\s※＊*・:：/／…―－-])\s*(?:{_WORDS}){_SUFFIX}(?=$|[\s）)】］\]〕〉>＞:：・*＊※])"
    rf"|(?:{_WORDS}){_SUFFIX}\s*$"
)
_DATE = lazy_pattern(
    r"(?:令和|平成|昭和|令|平|昭|[RHSrhsＲＨ])?\s*(?:元|[0-9０-９]{1,4})\s*[年./．／-]\s*[0-9０-９]{1,2}\s*[月./．／-]\s*[0-9０-９]{1,2}日?"
)
_BEHIND_STATE = r"(?:済み?|中|者|会員|届出?済み?)?"
_STATE = (
    rf"(?:{_WORDS}|{'|'.join(map(re.escape, sorted(_GONE, key=len, reverse=True)))}"
    rf"|停止|喪失|無効|非在籍|抹消){_BEHIND_STATE}"
    r"(?P<rest>(?s:.*))"
)
_PLANNED = lazy_pattern("予定|見込|申出|申請中")
_NO = frozenset(map(fold, ("×", "✕", "✗", "無", "なし", "no", "FALSE", "0", "無し", "非")))


class Leaving(Enum):
    """What a text says: nothing of the kind, that the member has left, or will, or lives elsewhere."""

    NOT_SAID = 0
    GONE = 1
    TO_COME = 2
    MOVED = 3


def may_say(text: str) -> bool:
    """Whether a remark or a state of membership must be looked at more closely."""
    return text[:1] in _MAY_BEGIN_NO or _MAY_SAY.search(text) is not None


def said_in_name(name: str) -> bool:
    """Whether a name says that its member has left: 青葉（退会）, みどり ※休会中."""
    return MAY_SAY_GONE.search(name) is not None and re.search(_IN_NAME, name) is not None


def said_of_rows(text: str) -> bool:
    """Whether a row between members says that those below it have left: 【退会者】, 以下退会会員."""
    found = SAYS_GONE.search(text)
    return found is not None and not re.search(rf"{_STILL}|除[くい]|印", text[found.end() :])


def said_in_remark(text: str, today: datetime.date) -> Leaving:
    """What a remark says; a day of leaving that is still to come has not come."""
    for found in SAYS_GONE.finditer(text):
        if re.search(_STILL, text[found.end() : found.end() + 20]):
            continue
        if re.search(_OF_BILLS, text[: found.start()]):
            continue
        return Leaving.TO_COME if _is_to_come(text, today) else Leaving.GONE
    return Leaving.MOVED if MAY_SAY_MOVED.search(text) else Leaving.NOT_SAID


def said_in_state(text: str, heading: str, today: datetime.date) -> Leaving:
    """What a state of membership (会員区分, 在籍) says: 退会, 休会中, 退会（R6.3.31）; × under 在籍."""
    plain = text.strip()
    if fold(heading).startswith("在籍") and fold(plain) in _NO:
        return Leaving.GONE
    found = re.fullmatch(_STATE, plain)
    if not found or re.search(_STILL, found["rest"]):
        return Leaving.NOT_SAID
    if _PLANNED.search(found["rest"]):
        return Leaving.TO_COME if not _DATE.search(plain) or _is_to_come(plain, today) else Leaving.GONE
    return Leaving.TO_COME if _is_to_come(plain, today) else Leaving.GONE


def _is_to_come(text: str, today: datetime.date) -> bool:
    """Whether the last day that a text names is not over."""
    days = [read.date for found in _DATE.finditer(text) if (read := read_date(found[0]))]
    return bool(days) and max(days) >= today
