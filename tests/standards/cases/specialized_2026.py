"""专精特新中小企业（工信部企业〔2026〕2号）: seven items, all of them."""

from tests.standards.cases import GONE, Case

CODE, DAY = "specialized-2026", "2026-06-01"
BASE = {
    "size_class": "small",
    "in_abnormal_list": False,
    "in_dishonest_list": False,
    "incidents": [],
    "titles": [{"code": "tech_sme", "from": "2026-01-01", "to": "2027-01-01"}],
    "segment_years": "3",
    "revenue_y1": "4000",
    "revenue_y2": "3500",
    "main_revenue_y1": "3200",  # 80 %
    "assets_y1": "5000",
    "liabilities_y1": "4000",  # 80 %
    "rd_expense_y1": "120",  # 3 %
    "rd_expense_y2": "105",  # 3 %
    "equity_financing_y1": 0,
    "equity_financing_y2": 0,
    "ip_class1_applied": 1,
    "ip_class1_y1": 1,
    "awards": [],
    "rd_institution_level": "none",
    "market_position": True,
    "platform_scores": [{"year": 2026, "value": "50"}],
}
NO_RIGHT = {"ip_class1_applied": 0}
HOLDER = {"titles": [{"code": "specialized", "from": "2023-07-01", "to": "2026-07-01"}]}
CASES = [
    Case("everything; the market position for a person", {}, "*", "person"),
    Case("an innovative SME does as well",
         {"titles": [{"code": "innovative", "from": "2024-01-01", "to": "2027-01-01"}]},
         "title", "met"),
    Case("the title ended yesterday",
         {"titles": [{"code": "innovative", "from": "2023-01-01", "to": "2026-06-01"}]},
         "title", "not_met"),
    Case("segment 2.9 years", {"segment_years": "2.9"}, "c1", "not_met"),
    Case("revenue exactly 1500",
         {"revenue_y1": "1500", "main_revenue_y1": "1200"}, "c2", "met"),
    Case("revenue 1499.99, equity 2000",
         {"revenue_y1": "1499.99", "equity_financing_y1": "1000", "equity_financing_y2": "1000"},
         "c2", "met"),
    Case("revenue 1499.99, equity 1999.99",
         {"revenue_y1": "1499.99", "equity_financing_y1": "1999.99"}, "c2", "not_met"),
    Case("main business just below 80 %", {"main_revenue_y1": "3199.99"}, "c3a", "not_met"),
    Case("debt exactly 80 %", {}, "c3b", "met"),
    Case("debt just above 80 %", {"liabilities_y1": "4000.01"}, "c3b", "not_met"),
    Case("R&D exactly 100 and 3 %, both years",
         {"revenue_y1": "3300", "rd_expense_y1": "100", "rd_expense_y2": "105",
          "main_revenue_y1": "3300"}, "c4", "met"),
    Case("R&D 99.99 last year", {"rd_expense_y1": "99.99", "revenue_y1": "3000"}, "c4", "not_met"),
    Case("R&D just below 3 % the year before", {"rd_expense_y2": "104.99"}, "c4", "not_met"),
    Case("R&D of the year before unknown", {"rd_expense_y2": GONE}, "c4", "missing"),
    Case("no revenue the year before", {"revenue_y2": "0"}, "c4", "missing"),
    Case("no class I in use", NO_RIGHT, "c5", "not_met"),
    Case("exempt: provincial award, third",
         NO_RIGHT | {"awards": [{"level": "provincial", "rank": 3, "year": 2023}]}, "c5", "met"),
    Case("provincial award, fourth",
         NO_RIGHT | {"awards": [{"level": "provincial", "rank": 4, "year": 2023}]},
         "c5", "not_met"),
    Case("exempt: provincial institution", NO_RIGHT | {"rd_institution_level": "provincial"},
         "c5", "met"),
    Case("market position: the firm says no", {"market_position": False}, "*", "not_met"),
    Case("score 49.99", {"platform_scores": [{"year": 2026, "value": "49.99"}]}, "c7-new",
         "not_met"),
    Case("only last year's score", {"platform_scores": [{"year": 2025, "value": "80"}]},
         "c7-new", "missing"),
    Case("renewal: last year's score is enough",
         HOLDER | {"platform_scores": [{"year": 2025, "value": "50"}]},
         "c7-renewal", "met", act="renewal"),
    Case("renewal: neither year",
         HOLDER | {"platform_scores": [{"year": 2025, "value": "49"}, {"year": 2026, "value": 30}]},
         "c7-renewal", "not_met", act="renewal"),
    Case("serious breach of the industry's rules",
         {"incidents": [{"kind": "industry_rules", "on": "2024-01-01"}]}, "*", "not_met"),
]  # fmt: skip
