"""The facts that are neither yearly figures nor lists."""

from cultivation.standards.texts import Text
from cultivation.standards.vocabulary.kinds import Fact, Kind, Origin

SIZES = {
    "micro": Text("微型", "micro"),
    "small": Text("小型", "small"),
    "medium": Text("中型", "medium"),
    "large": Text("大型", "large"),
    "no_standard": Text("无划型标准", "no standard, decide by hand"),
}
INSTITUTIONS = {
    "none": Text("未建立", "none"),
    "below_municipal": Text("市级以下", "below municipal"),
    "municipal": Text("市级", "municipal"),
    "provincial": Text("省部级", "provincial or ministerial"),
    "national": Text("国家级", "national"),
}
DIGITAL = {
    "level_1": Text("一级", "level 1"),
    "level_2": Text("二级", "level 2"),
    "level_3": Text("三级以上", "level 3 or higher"),
}
PRODUCT_FIELDS = {
    "other": Text("不属于所列情况", "none of these"),
    "six_bases": Text(
        "工业“六基”、中华老字号，或服务关键产业链重点龙头企业",
        "the six industrial bases, an old brand, or serving leaders of key chains",
    ),
    "gap_filler": Text(
        "“补短板”“锻长板”“填空白”取得实际成效", "closes a gap of the chain with real effect"
    ),
}


def _yes_no(name: str, zh: str, en: str, origin: Origin, keeps_days: int | None = None) -> Fact:
    return Fact(name, Text(zh, en), Kind.YES_NO, origin, keeps_days=keeps_days)


def _number(name: str, zh: str, en: str, kind: Kind, unit: str) -> Fact:
    return Fact(name, Text(zh, en), kind, Origin.DECLARED, unit=unit)


def _choice(name: str, zh: str, en: str, choices: dict[str, Text]) -> Fact:
    return Fact(name, Text(zh, en), Kind.CHOICE, Origin.DECLARED, choices=choices)


REGISTRY = [
    _yes_no(
        "registered_in_tianjin", "在天津市登记注册", "Registered in Tianjin", Origin.REGISTRY
    ),
    _yes_no(
        "legal_person", "具有独立法人资格", "An independent legal person", Origin.REGISTRY
    ),
    Fact(
        "established_on", Text("成立日期", "Established on"), Kind.DAY, Origin.REGISTRY,
    ),
    Fact(
        "industry", Text("国民经济行业代码", "Industry code (GB/T 4754)"), Kind.CODE,
        Origin.REGISTRY,
    ),
    Fact(
        "size_class", Text("规模类型（上一年度）", "Size class (last year)"), Kind.CHOICE,
        Origin.YEAR, choices=SIZES,
    ),
]  # fmt: skip
CHECKS = [
    _yes_no(
        "in_abnormal_list", "被列入经营异常名录", "On the list of abnormal operations",
        Origin.CHECK, 366,
    ),
    _yes_no(
        "in_dishonest_list", "被列入严重失信主体名单", "On the list of the seriously dishonest",
        Origin.CHECK, 366,
    ),
    _yes_no(
        "product_prohibited", "产品（服务）属于国家禁止、限制或淘汰类",
        "Product or service prohibited, restricted or to be phased out", Origin.CHECK,
    ),
]  # fmt: skip
DECLARED = [
    _number(
        "segment_years", "从事特定细分市场年限（截至上年末）",
        "Years in the market segment (end of last year)", Kind.NUMBER, "年",
    ),
    _number(
        "ip_class1_applied", "与主导产品相关、已应用并产生效益的Ⅰ类知识产权",
        "Class I intellectual property in use for the main product, with benefit",
        Kind.COUNT, "项",
    ),
    _number(
        "market_share", "主导产品细分市场占有率", "Market share of the main product",
        Kind.NUMBER, "%",
    ),
    _number(
        "market_rank", "主导产品国内细分市场名次", "Rank of the main product in China",
        Kind.COUNT, "名",
    ),
    _number("tech_staff_y1", "科技人员（上一年度）", "Technical staff (last year)",
            Kind.COUNT, "人"),
    _number("cost_expense_y1", "成本费用总额（上一年度）", "Costs and expenses (last year)",
            Kind.AMOUNT, "万元"),
    _number("core_systems", "采用信息系统支撑的核心业务", "Core businesses run on systems",
            Kind.COUNT, "项"),
    _number("standards_joined", "参加制修订的标准", "Standards it helped to write",
            Kind.COUNT, "项"),
    _number("standards_led_5y", "近五年主导制定的国际、国家、行业标准（排名前五）",
            "Standards led in five years (among the first five drafters)", Kind.COUNT, "项"),
    _number("vc_single_investment", "曾单笔获得一家投资机构的创业投资",
            "Largest single investment of one venture investor", Kind.AMOUNT, "万元"),
    _number("local_points", "地方特色指标得分（由市局设定）",
            "Points of the local indicators (set by the bureau)", Kind.NUMBER, "分"),
    _choice("rd_institution_level", "经认定的研发机构级别", "Level of its R&D institution",
            INSTITUTIONS),
    _choice("digital_level", "数字化水平（平台自测）", "Digital level (platform self-test)",
            DIGITAL),
    _choice("product_field", "主导产品所属领域情况", "Field of the main product",
            PRODUCT_FIELDS),
    *(
        _yes_no(name, zh, en, Origin.DECLARED)
        for name, zh, en in (
            ("strategic_emerging", "主导产品属于《战略性新兴产业分类》",
             "Main product in a strategic emerging industry"),
            ("quality_award", "获得省级以上质量奖荣誉", "Provincial or higher quality award"),
            ("quality_certificate", "质量管理体系认证（ISO 9001等）",
             "Certified quality management (ISO 9001 and the like)"),
            ("system_certificate", "管理体系认证或发达国家、地区产品认证",
             "Certified management system, or product certified in developed markets"),
            ("own_brand", "拥有自主品牌", "A brand of its own"),
            ("rd_institution", "自建或与高校、科研机构联合建立研发机构",
             "An R&D institution, its own or with a university or institute"),
            ("science_project", "获得过国家级或省部级科技计划项目立项",
             "A national or provincial science project"),
            ("chain_key_link", "位于产业链关键环节，补短板、锻长板、填空白",
             "At a key link of the chain, closing a gap"),
            ("key_field", "主导产品属于所列重点领域", "Main product in a listed key field"),
            ("market_position", "主导产品市场占有率较为靠前，享有一定知名度",
             "Main product among the leaders, with some renown"),
            ("controlled_by_little_giant", "与已认定“小巨人”存在控股关系",
             "Controls or is controlled by a certified Little Giant"),
            ("similar_in_group", "同一集团内生产相似主导产品",
             "Similar main product inside one group"),
            ("operating_one_year", "连续经营1年以上", "In operation for a year or longer"),
        )
    ),
]  # fmt: skip
FACTS = [*REGISTRY, *CHECKS, *DECLARED]
