"""The demonstration's district: a bureau and three schools, who works there, and where the labels hang."""

from dataclasses import dataclass

BUREAU = "青山县教育局"
OFFICER = "吴科员"

PATROL, KITCHEN, SAMPLES = ("ck-13",), ("ck-04", "ck-01", "ck-02"), ("ck-03",)
DORMITORY, LABORATORY, CHEMICALS, FIRE, GATE = ("ck-09", "ck-10"), ("ck-11",), ("ck-12",), ("ck-14",), ("ck-16",)
POWER, BUS = ("ck-18",), ("ck-21", "ck-22")


@dataclass(frozen=True)
class Spot:
    """One point: `checklists` are those that hang there."""

    name: str
    place: str
    type: str
    checklists: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class School:
    """`people` by part; the part decides who fills in what and who moves which hazard."""

    name: str
    boarding: bool
    people: dict[str, str]
    spots: tuple[Spot, ...]


# The part in the play and the role that goes with it; `repair` is whoever puts things right.
ROLES = {
    "patrol": "inspector",
    "warden": "inspector",
    "kitchen": "kitchen_manager",
    "repair": "staff",
    "office": "safety_office",
    "deputy": "vice_principal",
    "principal": "principal",
}
TITLES = {
    "patrol": "防火巡查员",
    "warden": "宿管兼门卫",
    "kitchen": "食堂负责人",
    "repair": "总务维修",
    "office": "安全办",
    "deputy": "分管副校长",
    "principal": "校长",
}

CENTRE = School(
    "青山镇九年一贯制中心学校",
    boarding=True,
    people={
        "patrol": "张老师",
        "warden": "周老师",
        "kitchen": "李师傅",
        "repair": "何师傅",
        "office": "王老师",
        "deputy": "赵老师",
        "principal": "陈校长",
    },
    spots=(
        Spot("校门", "南门", "gate", GATE),
        Spot("教学楼一层东走廊", "教学楼一层", "exit", PATROL),
        Spot("教学楼二层西走廊", "教学楼二层", "exit", PATROL),
        Spot("教学楼三层楼梯间", "教学楼三层", "exit", PATROL),
        Spot("综合楼安全出口", "综合楼一层", "exit", PATROL),
        Spot("报告厅", "综合楼二层", "lecture_hall", PATROL),
        Spot("食堂后厨", "食堂一层", "canteen", KITCHEN),
        Spot("食堂留样柜", "食堂一层备餐间", "canteen", SAMPLES),
        Spot("男生宿舍一层", "1号宿舍楼", "dormitory", DORMITORY),
        Spot("男生宿舍三层", "1号宿舍楼", "dormitory", DORMITORY),
        Spot("女生宿舍一层", "2号宿舍楼", "dormitory", DORMITORY),
        Spot("化学实验室", "实验楼二层", "laboratory", LABORATORY),
        Spot("物理实验室", "实验楼一层", "laboratory", LABORATORY),
        Spot("危险品柜", "实验楼二层准备室", "chemical_store", CHEMICALS),
        Spot("教学楼消火栓与灭火器", "教学楼一层", "fire_equipment", FIRE),
        Spot("宿舍楼消火栓与灭火器", "1号宿舍楼一层", "fire_equipment", FIRE),
        Spot("食堂灭火器", "食堂一层", "fire_equipment", FIRE),
        Spot("总务仓库", "后院", "warehouse", (*PATROL, *POWER)),
        Spot("配电房", "综合楼一层", "power", POWER),
        Spot("1号校车", "后院停车场", "school_bus", BUS),
    ),
)
PRIMARY = School(
    "柳河镇第二小学",
    boarding=False,
    people={
        "patrol": "孙老师",
        "warden": "马师傅",
        "kitchen": "胡师傅",
        "repair": "郭师傅",
        "office": "林老师",
        "deputy": "高老师",
        "principal": "罗校长",
    },
    spots=(
        Spot("校门", "东门", "gate", GATE),
        Spot("教学楼一层走廊", "教学楼一层", "exit", PATROL),
        Spot("教学楼二层走廊", "教学楼二层", "exit", PATROL),
        Spot("教学楼三层走廊", "教学楼三层", "exit", PATROL),
        Spot("西侧楼梯间", "教学楼西侧", "exit", PATROL),
        Spot("多功能厅", "综合楼一层", "lecture_hall", PATROL),
        Spot("食堂后厨", "食堂一层", "canteen", KITCHEN),
        Spot("食堂留样柜", "食堂一层", "canteen", SAMPLES),
        Spot("科学实验室", "教学楼三层", "laboratory", LABORATORY),
        Spot("教学楼消火栓与灭火器", "教学楼一层", "fire_equipment", FIRE),
        Spot("体育器材库", "操场北侧", "storeroom", PATROL),
        Spot("食堂灭火器", "食堂一层", "fire_equipment", FIRE),
    ),
)
MIDDLE = School(
    "青山县实验初级中学",
    boarding=False,
    people={
        "patrol": "许老师",
        "warden": "谢师傅",
        "kitchen": "唐师傅",
        "repair": "韩师傅",
        "office": "冯老师",
        "deputy": "董老师",
        "principal": "程校长",
    },
    spots=(
        Spot("校门", "北门", "gate", GATE),
        Spot("初一教学楼一层", "初一教学楼", "exit", PATROL),
        Spot("初二教学楼一层", "初二教学楼", "exit", PATROL),
        Spot("初三教学楼一层", "初三教学楼", "exit", PATROL),
        Spot("连廊安全出口", "初二与初三教学楼之间", "exit", PATROL),
        Spot("报告厅", "综合楼三层", "lecture_hall", PATROL),
        Spot("食堂后厨", "食堂一层", "canteen", KITCHEN),
        Spot("食堂留样柜", "食堂二层", "canteen", SAMPLES),
        Spot("化学实验室", "实验楼三层", "laboratory", LABORATORY),
        Spot("生物实验室", "实验楼二层", "laboratory", LABORATORY),
        Spot("危险品柜", "实验楼三层准备室", "chemical_store", CHEMICALS),
        Spot("实验楼消火栓与灭火器", "实验楼一层", "fire_equipment", FIRE),
        Spot("图书馆仓库", "综合楼一层", "storeroom", PATROL),
    ),
)
SCHOOLS = (CENTRE, PRIMARY, MIDDLE)
