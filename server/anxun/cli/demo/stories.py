"""The hazards of the demonstration, each with what was found, and who did what on which day. Day 0 is the last day."""

from dataclasses import dataclass

from anxun.cli.demo.places import CENTRE, MIDDLE, PRIMARY, School


@dataclass(frozen=True)
class Step:
    """A move on a day; `to` = until which day, `say` = note, reason, opinion or measures."""

    move: str
    day: int
    say: str = ""
    to: int = 0
    grade: str = "general"


@dataclass(frozen=True, eq=False)
class Story:
    """Found at a spot by an item of a checklist. `scene` is drawn before and after; `fixed` = put right on the spot."""

    school: School
    spot: str
    checklist: str
    item: str
    day: int
    note: str
    scene: str
    steps: tuple[Step, ...] = ()
    fixed: str = ""


def _closed(found: int, grade: str, reason: str, measures: str, done: str) -> tuple[Step, ...]:
    """The usual way from grading to strike-off in four days."""
    return (
        Step("assess", found, reason, grade=grade),
        Step("assign", found + 1, measures, to=found + 3),
        Step("start", found + 1),
        Step("rectify", found + 2, done),
        Step("recheck", found + 3, "现场复查，已整改到位"),
        Step("approve", found + 3, "同意销号"),
    )


STORIES = (
    Story(
        CENTRE,
        "教学楼一层东走廊",
        "ck-13",
        "exits-clear",
        -11,
        "走廊东端堆放纸箱，安全出口只剩半幅宽",
        "corridor",
        _closed(-11, "larger", "堵塞疏散通道", "清走纸箱，贴“禁止堆放”标识，纳入每日巡查", "纸箱已清走，标识已贴"),
    ),
    Story(
        CENTRE,
        "男生宿舍三层",
        "ck-09",
        "windows-unbarred",
        -10,
        "三层东侧四间宿舍窗户装有固定防盗网，无法从内开启",
        "window",
        (
            Step("assess", -10, "影响逃生，按重大隐患上报", grade="major"),
            Step("assign", -9, "拆除固定防盗网，改装可内开式护栏", to=-3),
            Step("start", -8),
            Step("rectify", -5, "四间宿舍防盗网已全部拆除，新护栏可从内开启"),
            Step("recheck", -4, "逐间试开，均可从内打开"),
            Step("approve", -3, "整改到位，报教育局验收"),
        ),
    ),
    Story(
        CENTRE,
        "食堂后厨",
        "ck-01",
        "chiller-temperature",
        -6,
        "2号冷藏柜显示 11 ℃，超过 8 ℃",
        "fridge",
        (
            Step("assess", -6, "冷藏温度超标", grade="larger"),
            Step("assign", -6, "食品移至1号柜；联系维修，更换温控器", to=-4),
            Step("start", -5),
            Step("rectify", -4, "温控器已更换，柜温 4 ℃，移出食品已检查"),
            Step("recheck", -2, "连续两天测温 3 至 5 ℃"),
        ),
    ),
    Story(
        CENTRE,
        "化学实验室",
        "ck-11",
        "eyewash",
        -4,
        "洗眼器不出水，且被纸箱遮挡",
        "eyewash",
        (
            Step("assess", -4, "应急设施失效", grade="larger"),
            Step("assign", -3, "清走遮挡物，检修供水阀", to=1),
            Step("start", -2),
        ),
    ),
    Story(
        CENTRE,
        "宿舍楼消火栓与灭火器",
        "ck-14",
        "gauge",
        -8,
        "一层两具灭火器指针在红区",
        "gauge",
        (
            Step("assess", -8, "灭火器欠压", grade="general"),
            Step("assign", -7, "送检充装，备用灭火器先行补位", to=-1),
        ),
    ),
    Story(
        CENTRE,
        "校门",
        "ck-16",
        "anti-ram",
        -2,
        "南门防冲撞柱缺两根",
        "gate",
        (Step("assess", -1, "硬质防冲撞设施缺失", grade="larger"),),
    ),
    Story(CENTRE, "教学楼二层西走廊", "ck-13", "emergency-lighting", 0, "西侧出口应急灯不亮", "lamp"),
    Story(
        CENTRE,
        "报告厅",
        "ck-13",
        "exit-signs",
        -5,
        "后门疏散指示灯不亮",
        "lamp",
        (
            Step("assess", -5, "标志灯损坏", grade="general"),
            Step("assign", -4, "更换灯具", to=1),
            Step("start", -3),
            Step("rectify", -1, "灯具已更换，断电测试正常"),
        ),
    ),
    Story(
        CENTRE,
        "教学楼三层楼梯间",
        "ck-13",
        "stairs-clear",
        -7,
        "楼梯下堆放旧课桌椅，占了半个平台",
        "stairs",
        (Step("recheck", -6, "平台已清空，贴了禁放标志"), Step("approve", -6, "同意销号，加强教育")),
        fixed="当场搬到总务仓库",
    ),
    Story(
        CENTRE,
        "总务仓库",
        "ck-13",
        "fire-doors-shut",
        -9,
        "防火门未关",
        "corridor",
        (Step("void_ask", -8, "当时正在卸货，门由专人值守，属误报"), Step("void", -8, "情况属实，同意作废")),
    ),
    Story(
        CENTRE,
        "综合楼安全出口",
        "ck-13",
        "fire-lane-clear",
        -6,
        "消防车道停有三辆私家车",
        "gate",
        (
            Step("assess", -6, "占用消防车道", grade="larger"),
            Step("assign", -5, "划线并加装地锁，通知教职工改停后院", to=1),
            Step("start", -5),
            Step("rectify", -3, "已划禁停线"),
            Step("return", -2, "只划了线，仍有车辆停放，请加装地锁"),
        ),
    ),
    Story(
        PRIMARY,
        "教学楼二层走廊",
        "ck-13",
        "exits-clear",
        -8,
        "走廊摆放书架，通道变窄",
        "corridor",
        _closed(-8, "larger", "堵塞疏散通道", "书架移入阅览室", "书架已移走"),
    ),
    Story(
        PRIMARY,
        "教学楼消火栓与灭火器",
        "ck-14",
        "gauge",
        -9,
        "一具灭火器欠压",
        "gauge",
        (
            Step("assess", -8, "灭火器欠压", grade="general"),
            Step("assign", -8, "送检充装", to=-2),
            Step("start", -7),
        ),
    ),
    Story(
        PRIMARY,
        "食堂后厨",
        "ck-01",
        "chiller-temperature",
        -1,
        "冷藏柜 11 ℃",
        "fridge",
        (Step("assess", -1, "冷藏温度超标", grade="larger"),),
    ),
    Story(
        PRIMARY,
        "西侧楼梯间",
        "ck-13",
        "stairs-clear",
        -3,
        "楼梯间堆放纸箱",
        "stairs",
        (Step("recheck", -2, "已清走"), Step("approve", -2, "同意销号")),
        fixed="当场清走",
    ),
    Story(
        MIDDLE,
        "报告厅",
        "ck-13",
        "windows-unbarred",
        -6,
        "报告厅北侧窗户装有固定铁栅",
        "window",
        (
            Step("assess", -6, "人员密集场所影响逃生", grade="major"),
            Step("assign", -5, "拆除铁栅；拆除前报告厅停用", to=4),
            Step("start", -4),
        ),
    ),
    Story(
        MIDDLE,
        "化学实验室",
        "ck-11",
        "eyewash",
        -8,
        "洗眼器被纸箱遮挡",
        "eyewash",
        _closed(-8, "larger", "应急设施被遮挡", "清走杂物，划定禁放区", "已清走，禁放线已划"),
    ),
    Story(MIDDLE, "连廊安全出口", "ck-13", "emergency-lighting", -1, "应急灯不亮", "lamp"),
    Story(
        MIDDLE,
        "校门",
        "ck-16",
        "anti-ram",
        -5,
        "防冲撞柱缺两根",
        "gate",
        (
            Step("assess", -5, "硬质防冲撞设施缺失", grade="larger"),
            Step("assign", -4, "补装两根防冲撞柱", to=3),
            Step("start", -3),
            Step("rectify", -1, "已补装"),
        ),
    ),
)
