"""The facts that are lists of records: titles, awards, contests, incidents, scores."""

from cultivation.standards.texts import Text
from cultivation.standards.vocabulary.kinds import Fact, Kind, Origin

TIERS = {
    "innovative": Text("创新型中小企业", "Innovative SME"),
    "seed": Text("专精特新“种子”企业", "Seed firm"),
    "specialized": Text("专精特新中小企业", "Specialized SME"),
    "little_giant": Text("专精特新“小巨人”企业", "Little Giant"),
    "tech_sme": Text("科技型中小企业", "Technology SME"),
    "eaglet": Text("雏鹰企业", "Eaglet firm"),
    "gazelle": Text("瞪羚企业", "Gazelle firm"),
    "leading_cultivation": Text("科技领军培育企业", "Leading technology firm in cultivation"),
    "leading": Text("科技领军企业", "Leading technology firm"),
    "cheetah": Text("猎豹企业", "Cheetah firm"),
}
OUTSIDE_TITLES = {
    "high_tech": Text("高新技术企业", "High-tech enterprise"),
    "high_tech_tianjin": Text("天津市高新技术企业", "Tianjin high-tech enterprise"),
    "innovation_demonstration": Text(
        "国家级技术创新示范企业", "National demonstration firm of technical innovation"
    ),
    "ip_advantage": Text("知识产权优势企业", "Firm with an advantage in intellectual property"),
    "ip_demonstration": Text("知识产权示范企业", "Demonstration firm in intellectual property"),
    "software_firm": Text("软件企业证书", "Certificate of a software firm"),
    "software_product": Text("软件产品证书", "Certificate of a software product"),
    "single_champion": Text(
        "制造业单项冠军示范企业或单项冠军产品", "Manufacturing champion of a single product"
    ),
}
LEVELS = {
    "provincial": Text("省部级", "provincial or ministerial"),
    "national": Text("国家级", "national"),
}
PRIZES = {
    "excellence": Text("优秀奖", "prize of excellence"),
    "third": Text("三等奖", "third prize"),
    "second": Text("二等奖", "second prize"),
    "first": Text("一等奖", "first prize"),
}
CONTESTS = {
    "maker_china": Text("“创客中国”大赛企业组", "Maker China, group of firms"),
    "other": Text("其他创新创业大赛", "another contest of innovation"),
}
INCIDENTS = {
    "safety": Text("重大安全事故", "grave accident at work"),
    "data": Text("重大网络安全、数据安全事故", "grave breach of network or data security"),
    "quality": Text("重大质量事故", "grave failure of quality"),
    "environment": Text("重大环境污染或违法", "grave pollution or breach of environmental law"),
    "tax": Text("偷漏税", "tax evasion"),
    "unlawful": Text("其他违法违规行为", "other breach of law"),
    "dishonesty": Text("科研严重失信行为", "serious dishonesty in research"),
    "industry_rules": Text(
        "严重违反行业管理规定", "serious breach of the rules of the industry"
    ),
    "fraud": Text("数据造假", "falsified data"),
}  # fmt: skip


def _choice(name: str, zh: str, en: str, choices: dict[str, Text]) -> Fact:
    return Fact(name, Text(zh, en), Kind.CHOICE, Origin.DECLARED, choices=choices)


def _field(name: str, zh: str, en: str, kind: Kind, unit: str = "") -> Fact:
    return Fact(name, Text(zh, en), kind, Origin.DECLARED, unit=unit)


FROM = _field("from", "起", "from", Kind.DAY)
TO = _field("to", "止（首个失效日）", "until (first day no longer)", Kind.DAY)
YEAR = _field("year", "年度", "year", Kind.COUNT)
LEVEL = _choice("level", "级别", "level", LEVELS)
RANK = _field("rank", "名次", "rank", Kind.COUNT, "名")


def _records(
    name: str, zh: str, en: str, origin: Origin, fields: tuple[Fact, ...],
    required: tuple[str, ...], keeps_days: int | None = None,
) -> Fact:  # fmt: skip
    return Fact(
        name,
        Text(zh, en),
        Kind.RECORDS,
        origin,
        fields={one.name: one for one in fields},
        required=required,
        keeps_days=keeps_days,
    )


# Tiers are rows of the registry: a new one needs no code here, so any code is taken as it is.
TIER = Fact(
    "code", Text("称号", "title"), Kind.CODE, Origin.REGISTRY, choices=TIERS
)  # fmt: skip
OUTSIDE_TITLE = _choice("code", "称号", "title", OUTSIDE_TITLES)


FACTS = [
    _records(
        "titles", "本系统所载称号", "Titles of this registry", Origin.REGISTRY,
        (TIER, FROM, TO), ("code", "from"),
    ),
    _records(
        "outside_titles", "其他资质证书", "Other titles and certificates", Origin.DECLARED,
        (OUTSIDE_TITLE, FROM, TO), ("code", "from"),
    ),
    _records(
        "awards", "科技奖励（获奖单位名次）", "Science awards, with the firm's rank",
        Origin.DECLARED, (LEVEL, RANK, YEAR), ("level", "year"),
    ),
    _records(
        "contests", "创新创业大赛", "Contests of innovation", Origin.DECLARED,
        (
            _choice("contest", "大赛", "contest", CONTESTS), LEVEL, RANK,
            _choice("prize", "奖项", "prize", PRIZES), YEAR,
        ),
        ("contest", "level", "year"),
    ),
    _records(
        "platform_scores", "专精特新发展评价得分（平台计算）",
        "Development score computed by the platform", Origin.DECLARED,
        (
            YEAR, _field("value", "得分", "score", Kind.NUMBER, "分"),
            _field("proof", "证明", "proof", Kind.CODE),
        ),
        ("year", "value"),
    ),
    _records(
        "incidents", "事故和违法失信行为", "Incidents and breaches", Origin.CHECK,
        (_choice("kind", "类别", "kind", INCIDENTS), _field("on", "日期", "day", Kind.DAY)),
        ("kind", "on"), 366,
    ),
]  # fmt: skip
