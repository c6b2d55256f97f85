"""科技型中小企业（国科发政〔2017〕115号、国科火字〔2022〕67号）."""

from tests.standards.cases import GONE, Case

CODE, DAY = "tech-sme", "2026-06-01"
# Points: staff 20 % 12, R&D 4 % 30, three class II 18: 60 exactly.
BASE = {
    "staff_y1": 500,
    "tech_staff_y1": 100,
    "revenue_y1": "20000",
    "assets_y1": "20000",
    "rd_expense_y1": "800",
    "cost_expense_y1": "18000",
    "ip_class1_y1": 0,
    "ip_class2_y1": 3,
    "product_prohibited": False,
    "incidents": [],
    "in_abnormal_list": False,
    "in_dishonest_list": False,
    "outside_titles": [],
    "awards": [],
    "rd_institution_level": "none",
    "standards_led_5y": 0,
}
LOW = {"rd_expense_y1": "0"}
CASES = [
    Case("60 points exactly", {}, "*", "met"),
    Case("501 staff", {"staff_y1": 501}, "*", "not_met"),
    Case("sales just above 2 亿元", {"revenue_y1": "20000.01"}, "c2", "not_met"),
    Case("assets just above 2 亿元", {"assets_y1": "20000.01"}, "c3", "not_met"),
    Case("staff exactly 30 %", {"tech_staff_y1": 150}, "staff-1", "met", "20"),
    Case("staff exactly 25 %", {"tech_staff_y1": 125}, "staff-1", "met", "16"),
    Case("staff exactly 10 %", {"tech_staff_y1": 50}, "staff-1", "met", "4"),
    Case("staff below 10 %", {"tech_staff_y1": 49}, "staff-1", "met", "0"),
    Case("80 points, but none for staff",
         {"tech_staff_y1": 49, "rd_expense_y1": "1200", "ip_class1_y1": 1}, "score", "not_met"),
    Case("R&D exactly 6 % of sales", {"rd_expense_y1": "1200"}, "rd-1", "met", "50"),
    Case("R&D just below 6 %", {"rd_expense_y1": "1199.99"}, "rd-1", "met", "40"),
    Case("R&D by costs gives more", {"rd_expense_y1": "400", "cost_expense_y1": "2000"}, "rd-1",
         "met", "30"),
    Case("costs unknown, and could give more", {"cost_expense_y1": GONE}, "rd-1", "missing"),
    Case("class I", {"ip_class1_y1": 1}, "ip-1", "met", "30"),
    Case("four class II", {"ip_class2_y1": 4}, "ip-1", "met", "24"),
    Case("one class II", {"ip_class2_y1": 1}, "ip-1", "met", "6"),
    Case("30 points", LOW, "*", "not_met"),
    Case("direct: high-tech",
         LOW | {"outside_titles": [{"code": "high_tech", "from": "2025-01-01"}]}, "*", "met"),
    Case("direct: national award, third, five years ago",
         LOW | {"awards": [{"level": "national", "rank": 3, "year": 2021}]}, "*", "met"),
    Case("six years ago",
         LOW | {"awards": [{"level": "national", "rank": 3, "year": 2020}]}, "*", "not_met"),
    Case("direct: led a standard", LOW | {"standards_led_5y": 1}, "*", "met"),
    Case("incident on 1 January of last year",
         {"incidents": [{"kind": "quality", "on": "2025-01-01"}]}, "*", "not_met"),
    Case("incident before that", {"incidents": [{"kind": "quality", "on": "2024-12-31"}]}, "*",
         "met"),
]  # fmt: skip
