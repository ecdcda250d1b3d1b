"""Names of people, told from those of companies: by common family names, and by what given names are
written with.
"""

from __future__ import annotations

from enum import IntEnum
from functools import cache

from noticemerge.japan.patterns import lazy_pattern

# The more common family names (全国名字ランキング, the first few hundred).
_FAMILY_NAMES = """
佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村
林 斎藤 清水 山崎 森 池田 橋本 阿部 石川 山下 中島 石井 小川 前田 岡田 長谷川 藤田 後藤
近藤 村上 遠藤 青木 坂本 斉藤 福田 太田 西村 藤井 金子 岡本 藤原 三浦 中野 中川 原田
松田 竹内 小野 田村 中山 和田 石田 森田 上田 原 内田 柴田 酒井 宮崎 横山 高木 安藤 宮本
大野 小島 工藤 谷口 今井 高田 増田 丸山 杉山 村田 大塚 新井 小山 平野 藤本 河野 上野
野口 武田 松井 千葉 菅原 岩崎 久保 木下 佐野 野村 松尾 菊地 杉本 市川 古川 大西 島田
水野 桜井 高野 渡部 吉川 山内 西田 飯田 菊池 西川 小松 北村 安田 五十嵐 川口 平田 関
中田 東 本田 川崎 本間 岩田 服部 川村 中西 富田 辻 久保田 松岡 荒木 大橋 吉村 川上 永井
松村 福島 熊谷 岡崎 中澤 中沢 樋口 岩本 浅野 大島 松下 黒田 森本 須藤 星野 内藤 尾崎
川島 永田 田口 大谷 早川 堀 荒井 三宅 岡 浜田 片山 小池 川端 松浦 大川 山中 小田 馬場
栗原 矢野 伊東 天野 八木 広瀬 成田 石原 柳 西山 平井 福井 吉岡 大久保 小西 森山 上村
秋山 澤田 沢田 内山 須田 土屋 田辺 田邊 渡邉 渡邊 齋藤 齊藤 髙橋 﨑山 山﨑 宮﨑 岩﨑
濱田 黒川 川田 高山 篠原 堀江 岸 大石 関口 野田 萩原 中尾 望月 児玉 小沢 小澤 大沢 大澤
奥村 白石 本多 桑原 永野 福本 津田 村井 飯塚 秋元 根本 松永 塚本 榎本 三上 杉浦 竹田
大山 菅野 平山 大森 宮田 西岡 坂井 稲垣 松原 星 石橋 甲斐 植田 宇野 日高 上原 川本 武藤
相馬 今村 大木 山根 西本 坂田 河合 片岡 小倉 柏木 細川 北川 野中 吉野 佐久間 中原 徳永
浜口 牧野 笠原 田島 高島 前川 植木 青山 下田 古賀 黒木 小原 梅田 大内 長田 小笠原 宮川
水谷 金井 岡村 足立 堤 木内 長尾 飯島 花田 長野 河村 沼田 大竹 神田 岩井 窪田 白井 北島
篠田 日野 川瀬 新田 相沢 相澤 落合 瀬戸 生田 泉 小谷 門田 桑田 三木 中谷 稲葉 東海林
神谷 土井 若林 川原 田代 三好 高松 竹中 小泉 土田 横田 滝沢 大田 金田 向井 戸田 宮下
倉田 福岡 佐伯 島崎 久米 梶原 安部 安達 安倍 有馬 伊集院 一ノ瀬 井口 植村 榊原 志村 進藤
杉田 瀬川 髙木 武井 都築 寺田 豊田 鳥居 中井 中本 仁科 根岸 野崎 畠山 羽田 原口 平川
福原 船越 古田 別府 堀内 本郷 真鍋 松崎 三輪 緑川 峯田 村山 目黒 守屋 矢島 安井 柳沢
柳田 結城 米田 米山 若松 綿貫 鷲尾 谷川 長島 大場 小柳 大槻 塩田
"""
# What given names of two and three characters are written with; and those of one.
_GIVEN = frozenset(
    "郎子美夫男雄彦太介助之也哉樹斗翔香奈恵代江枝一二三治司志史人仁秀明弘博浩正孝隆茂誠健進実豊勝清勇修聡亮翼悟徹剛学守"
    "真直和幸行信義久昭光栄昌俊敏利良典則紀徳文恒康靖泰裕祐佑雅政征清貴崇智朋友知里沙紗理梨莉那菜々百合絵衣依由有優愛彩綾"
    "千春夏秋冬月花華葉音歩陽洋海空大朗朔蓮湊悠颯結咲希未来世津登吉蔵造市五郎六七八九十次重士嗣継輝晃昇暁章彰邦国善喜延"
    "宏寛洸滋淳純準潤充満稔穂苗早織佳嘉可加果歌賀雪幹基元玄賢謙憲顕研建武威毅猛龍竜辰虎馬鶴亀松竹梅桜蘭菊琴鈴静節妙寿禄"
    "福富美乃野瑠璃珠瑛慧慶啓敬圭桂恭京響律凛凜遥遼涼諒了亨享任伸晋慎真槙槇尚央旺緒央耕航功巧匠丈丞亮郁維偉允胤逸礼麗"
)
_ALONE = frozenset(
    "明弘博浩正孝隆茂誠健進実豊勝清勇修聡亮翼悟徹剛学守真直和幸信久光昭昌敏徳康靖泰裕雅崇智忍忠透渉司治仁薫馨望恵愛彩綾翔歩"
    "陽洋大朗蓮湊悠結咲潤淳純充満稔稜宏寛滋昇暁章彰晃輝建武毅猛龍竜賢憲顕謙慧慶啓敬恭律凛凜遥遼涼諒了亨享伸晋慎尚航功巧匠"
)
# With what a given name of several characters most surely ends.
_ENDS = frozenset("郎子美夫男雄彦介助之")
# With what trades end, and no given name.
_TRADES = frozenset("器材装業物具機工鋼品食油薬紙布糸革皮鉄石砂砕社店屋堂組所会院園館場部課室舗家寺荘商")
_KANA_ENDS = frozenset("みこかなえりきよのあほやゆうと")
_FAMILY = lazy_pattern(r"[\u3005-\u3007\u3400-\u9fff\uf900-\ufaffヶケノ]{1,4}")
_KANA = lazy_pattern(r"[\u3041-\u3096]{2,4}")
_FOREIGN = lazy_pattern(r"[\u30a1-\u30fa\u30fc]+(?:[・＝=\s　][\u30a1-\u30fa\u30fc]+)+")
_LONGEST_FAMILY = 3
_LONGEST_GIVEN = 3
_LONGEST = 12


class Likeness(IntEnum):
    """How much a text is like a person's name."""

    NOT = 0
    MAYBE = 1
    SURE = 2


def likeness_to_person(text: str) -> Likeness:
    """How much a text is like a Japanese person's name.

    Sure is a common family name, a space and a given name. Without the space, or with a family name that is
    not common, it may be one.
    """
    if len(text) > _LONGEST:
        return Likeness.NOT
    words = text.split()
    if len(words) == 1:
        return Likeness.MAYBE if _is_in_one_word(words[0]) else Likeness.NOT
    if len(words) != 2 or not _FAMILY.fullmatch(words[0]):
        return Likeness.NOT
    family, given = words
    is_kana = _KANA.fullmatch(given) is not None
    if family in _family_names():
        if _is_given(given) or is_kana:
            return Likeness.SURE
        return Likeness.MAYBE if len(given) <= _LONGEST_GIVEN and given[-1] not in _TRADES else Likeness.NOT
    return Likeness.MAYBE if _is_given(given) or (is_kana and given[-1] in _KANA_ENDS) else Likeness.NOT


def is_family_name(text: str) -> bool:
    """Whether a text is one of the common family names."""
    return text in _family_names()


def is_foreign_name(text: str) -> bool:
    """Whether a text is written as the names of foreigners are: ジョン・スミス. Those of shops are so too."""
    return _FOREIGN.fullmatch(text) is not None


def _is_in_one_word(text: str) -> bool:
    """山田太郎 and 長谷川ひろみ; a family name of one character begins many companies: 東洋, 西武."""
    for length in range(min(_LONGEST_FAMILY, len(text) - 1), 0, -1):
        family, given = text[:length], text[length:]
        if family not in _family_names():
            continue
        if length == 1:
            return len(given) > 1 and given[-1] in _ENDS and _is_given(given)
        is_kana = _KANA.fullmatch(given) is not None and given[-1] in _KANA_ENDS
        return _is_given(given) or is_kana
    return False


def _is_given(text: str) -> bool:
    if len(text) == 1:
        return text in _ALONE
    return len(text) <= _LONGEST_GIVEN and _GIVEN.issuperset(text)


@cache
def _family_names() -> frozenset[str]:
    return frozenset(_FAMILY_NAMES.split())
