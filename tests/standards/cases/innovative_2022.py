"""创新型中小企业（工信部企业〔2022〕63号 附件1）: direct condition, or 60 points with 20/15/15."""

from tests.standards.cases import GONE, Case
from tests.standards.cases.entry import CLEAN

CODE, DAY = "innovative-2022", "2025-06-01"
# Points: class I own 15 + R&D 3 % 15 = 30; growth 10 % 15 + debt 60 % 5 = 20;
# another field 5 + main business 60 % 15 = 20: 70 in all.
BASE = CLEAN | {
    "ip_class1_high_value_y1": 0,
    "ip_class1_own_y1": 1,
    "ip_class1_y1": 1,
    "ip_class2_y1": 3,
    "revenue_y1": "1000",
    "rd_expense_y1": "30",
    "main_revenue_y1": "600",
    "main_revenue_y2": "545.454545",  # 600 is ten percent more, and a little
    "assets_y1": "1000",
    "liabilities_y1": "600",
    "strategic_emerging": False,
    "awards": [],
    "outside_titles": [],
    "rd_institution_level": "none",
    "equity_financing_y1": 0,
    "equity_financing_y2": 0,
    "equity_financing_y3": 0,
}
AWARD = {"level": "provincial", "rank": 9, "year": 2023}
HIGH_TECH = {"code": "high_tech", "from": "2023-12-01", "to": "2026-12-01"}
LOW = {"rd_expense_y1": "0", "main_revenue_y1": "100"}  # far below 60 points
CASES = [
    Case("70 points, every part above its minimum", {}, "*", "met"),
    Case("70 points", {}, "score", "met"),
    # 创新能力 20: bands of R&D to revenue; the boundary takes the higher points
    Case("R&D exactly 5 %", {"rd_expense_y1": "50"}, "i2", "met", "20"),
    Case("R&D just below 5 %", {"rd_expense_y1": "49.999999"}, "i2", "met", "15"),
    Case("R&D exactly 2 %", {"rd_expense_y1": "20"}, "i2", "met", "10"),
    Case("R&D exactly 1 %", {"rd_expense_y1": "10"}, "i2", "met", "5"),
    Case("R&D below 1 %", {"rd_expense_y1": "9.99"}, "i2", "met", "0"),
    # 知识产权 20
    Case("high-value class I", {"ip_class1_high_value_y1": 1}, "i1", "met", "20"),
    Case("own class I", {}, "i1", "met", "15"),
    Case("class I bought in", {"ip_class1_own_y1": 0}, "i1", "met", "10"),
    Case("class II only", {"ip_class1_own_y1": 0, "ip_class1_y1": 0}, "i1", "met", "5"),
    Case(
        "none", {"ip_class1_own_y1": 0, "ip_class1_y1": 0, "ip_class2_y1": 0}, "i1", "met", "0"
    ),
    Case("high-value unknown: 15 or 20", {"ip_class1_high_value_y1": GONE}, "i1", "missing"),
    Case(
        "high-value unknown, but there is no class I at all",
        {"ip_class1_high_value_y1": GONE, "ip_class1_own_y1": GONE, "ip_class1_y1": 0},
        "i1", "met", "5",
    ),
    # 成长性
    Case("growth exactly 15 %", {"main_revenue_y2": "500", "main_revenue_y1": "575"}, "g1", "met",
         "20"),
    Case("growth exactly 0", {"main_revenue_y2": "600"}, "g1", "met", "5"),
    Case("shrinking", {"main_revenue_y2": "600.01"}, "g1", "met", "0"),
    Case("no base", {"main_revenue_y2": "0"}, "g1", "missing"),
    Case("debt exactly 55 %", {"liabilities_y1": "550"}, "g2", "met", "10"),
    Case("debt just above 55 %", {"liabilities_y1": "550.01"}, "g2", "met", "5"),
    Case("debt exactly 75 %", {"liabilities_y1": "750"}, "g2", "met", "5"),
    Case("debt above 75 %", {"liabilities_y1": "750.01"}, "g2", "met", "0"),
    # 专业化
    Case("strategic emerging industry", {"strategic_emerging": True}, "s1", "met", "10"),
    Case("main business exactly 70 %", {"main_revenue_y1": "700"}, "s2", "met", "20"),
    Case("main business exactly 55 %", {"main_revenue_y1": "550"}, "s2", "met", "10"),
    Case("main business exactly 50 %", {"main_revenue_y1": "500"}, "s2", "met", "5"),
    Case("main business below 50 %", {"main_revenue_y1": "499.99"}, "s2", "met", "0"),
    # totals and parts
    Case(
        "60 points, but innovation only 15 of 20",
        {"ip_class1_own_y1": 0, "ip_class1_y1": 0, "rd_expense_y1": "20",
         "main_revenue_y2": "500", "liabilities_y1": "550", "main_revenue_y1": "700",
         "strategic_emerging": True},
        "score", "not_met",
    ),
    Case("revenue zero: no ratios", {"revenue_y1": "0"}, "score", "missing"),
    # 直接条件
    Case("low score alone", LOW, "*", "not_met"),
    Case("low score, provincial award of any rank", LOW | {"awards": [AWARD]}, "*", "met"),
    Case("award four years ago", LOW | {"awards": [AWARD | {"year": 2021}]}, "*", "not_met"),
    Case("award three years ago", LOW | {"awards": [AWARD | {"year": 2022}]}, "*", "met"),
    Case("valid high-tech certificate", LOW | {"outside_titles": [HIGH_TECH]}, "*", "met"),
    Case(
        "its last day was yesterday",
        LOW | {"outside_titles": [HIGH_TECH | {"to": "2025-06-01"}]},
        "*", "not_met",
    ),
    Case(
        "software certificate does not count",
        LOW | {"outside_titles": [HIGH_TECH | {"code": "software_firm"}]},
        "*", "not_met",
    ),
    Case("provincial institution", LOW | {"rd_institution_level": "provincial"}, "*", "met"),
    Case("municipal institution", LOW | {"rd_institution_level": "municipal"}, "*", "not_met"),
    Case("equity of three years 500", LOW | {"equity_financing_y3": "500"}, "*", "met"),
    Case("equity of three years 499.99", LOW | {"equity_financing_y3": "499.99"}, "*", "not_met"),
    Case("equity of one year unknown", LOW | {"equity_financing_y3": GONE}, "*", "missing"),
    # 第三条
    Case("large", {"size_class": "large"}, "*", "not_met"),
    Case("no size standard", {"size_class": "no_standard"}, "*", "person"),
    Case("on the abnormal list", {"in_abnormal_list": True}, "*", "not_met"),
    Case("list not looked up", {"in_abnormal_list": GONE}, "*", "missing"),
    Case(
        "accident three years ago to the day",
        {"incidents": [{"kind": "safety", "on": "2022-06-01"}]},
        "entry-accident", "not_met",
    ),
    Case(
        "accident a day before that",
        {"incidents": [{"kind": "safety", "on": "2022-05-31"}]},
        "entry-accident", "met",
    ),
]  # fmt: skip
