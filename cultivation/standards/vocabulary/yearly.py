"""The facts that stand in the yearly figures: one a figure and year, named like ``revenue_y1``.

``y1`` is the last accounting year that is over on the day of the assessment (上年度), ``y2`` the
one before, and so on. ``FIGURES`` names the columns of ``FirmYear``.
"""

from cultivation.standards.texts import Text
from cultivation.standards.vocabulary.kinds import Fact, Kind, Origin

YEARS = {
    1: Text("上一年度", "last year"),
    2: Text("前第二年", "2 years ago"),
    3: Text("前第三年", "3 years ago"),
    4: Text("前第四年", "4 years ago"),
}
# The figure, how many years back standards look, its unit.
FIGURES: dict[str, tuple[Text, int, Kind, str]] = {
    "revenue": (Text("营业收入", "Revenue"), 4, Kind.AMOUNT, "万元"),
    "main_revenue": (
        Text("主营业务收入", "Revenue of the main business"), 3, Kind.AMOUNT, "万元",
    ),
    "rd_expense": (Text("研发费用", "R&D expense"), 4, Kind.AMOUNT, "万元"),
    "net_profit": (Text("净利润", "Net profit"), 3, Kind.AMOUNT, "万元"),
    "assets": (Text("资产总额", "Total assets"), 1, Kind.AMOUNT, "万元"),
    "liabilities": (Text("负债总额", "Total liabilities"), 1, Kind.AMOUNT, "万元"),
    "equity_financing": (
        Text("新增股权融资（合格机构投资者实缴额）", "New equity paid in by qualified investors"),
        3, Kind.AMOUNT, "万元",
    ),
    "staff": (Text("从业人员", "Staff"), 1, Kind.COUNT, "人"),
    "rd_staff": (Text("研发人员", "R&D staff"), 1, Kind.COUNT, "人"),
    "ip_class1_high_value": (
        Text("Ⅰ类高价值知识产权", "High-value class I intellectual property"), 1, Kind.COUNT, "项",
    ),
    "ip_class1_own": (
        Text("自主研发的Ⅰ类知识产权", "Class I intellectual property, own development"),
        1, Kind.COUNT, "项",
    ),
    "ip_class1": (
        Text("Ⅰ类知识产权", "Class I intellectual property"), 1, Kind.COUNT, "项",
    ),
    "ip_class2": (
        Text("Ⅱ类知识产权", "Class II intellectual property"), 1, Kind.COUNT, "项",
    ),
}  # fmt: skip
SIGNED = ("net_profit", "equity_financing")


def name(figure: str, back: int) -> str:
    """The name of the fact that is ``figure`` of ``back`` years ago."""
    return f"{figure}_y{back}"


def _facts() -> list[Fact]:
    return [
        Fact(
            name=name(figure, back),
            text=Text(f"{text.zh}（{YEARS[back].zh}）", f"{text.en} ({YEARS[back].en})"),
            kind=kind,
            origin=Origin.YEAR,
            unit=unit,
            signed=figure in SIGNED,
            year_back=back,
        )
        for figure, (text, years, kind, unit) in FIGURES.items()
        for back in range(1, years + 1)
    ]


FACTS = _facts()
