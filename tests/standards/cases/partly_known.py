"""Standards of which only a part was seen: what is known is judged, the rest is for a person."""

from typing import Any

from tests.standards.cases import GONE, Case

_B: dict[str, Any] = {
    "registered_in_tianjin": True,
    "legal_person": True,
    "incidents": [],
    "in_abnormal_list": False,
    "in_dishonest_list": False,
}
_SEED: dict[str, Any] = {
    "registered_in_tianjin": True,
    "operating_one_year": True,
    "revenue_y1": "363",
    "revenue_y2": "330",
    "revenue_y3": "300",
    "net_profit_y1": "1",
    "net_profit_y2": "2",
    "net_profit_y3": "3",
}
_EASED = {"revenue_y1": "318.27", "revenue_y2": "309", "revenue_y3": "300"}
TABLES: list[tuple[str, str, dict[str, Any], list[Case]]] = [
    ("gazelle-2021", "2022-05-01", _B | {
        f"{name}_y{k}": 100 if name == "revenue" else 5
        for name in ("revenue", "rd_expense") for k in (1, 2, 3, 4)
    }, [
        Case("what is known is met, the bounds are the bureau's", {}, "*", "person"),
        Case("R&D intensity: the bound was not seen", {}, "c3", "person"),
        Case("R&D intensity unknown as well", {"rd_expense_y4": GONE}, "c3", "person"),
        Case("growth or scale: not seen", {}, "c4", "person"),
        Case("registered elsewhere", {"registered_in_tianjin": False}, "*", "not_met"),
        Case("no legal person", {"legal_person": False}, "*", "not_met"),
        Case("on the abnormal list", {"in_abnormal_list": True}, "*", "not_met"),
        Case("list not looked up", {"in_dishonest_list": GONE}, "*", "missing"),
        Case("dishonesty last year", {"incidents": [{"kind": "dishonesty", "on": "2021-01-01"}]},
             "*", "not_met"),
    ]),
    ("seed-2021", "2021-06-01", _SEED, [
        Case("known part met, the rest is the bureau's", {}, "*", "person"),
        Case("300 with 10 % exactly", {}, "r3", "met"),
        Case("299.99", {"revenue_y1": "299.99"}, "r3", "not_met"),
        Case("growth below 10 %, below 500", {"revenue_y1": "362.99"}, "r3", "not_met"),
        Case("500 with 5 % exactly",
             {"revenue_y1": "551.25", "revenue_y2": "525", "revenue_y3": "500"}, "r3", "met"),
        Case("500 with just below 5 %",
             {"revenue_y1": "551.24", "revenue_y2": "525", "revenue_y3": "500"},
             "r3", "not_met"),
        Case("profit instead of revenue",
             {"revenue_y2": "363", "net_profit_y1": "121", "net_profit_y2": "110",
              "net_profit_y3": "100"}, "r3", "met"),
        Case("losses give no growth",
             {"revenue_y2": "363", "revenue_y3": "363", "net_profit_y2": "-1"}, "r3", "missing"),
        Case("not a year in operation", {"operating_one_year": False}, "*", "not_met"),
        Case("second batch: 3 %", _EASED, "r3", "met", as_of="2021-11-15"),
        Case("first batch: 3 % is not enough", _EASED, "r3", "not_met"),
        Case("second batch: 500 and no growth at all",
             {"revenue_y1": "500", "revenue_y2": "500", "revenue_y3": "500"}, "r3", "not_met",
             as_of="2021-11-15"),
    ]),
    ("seed-2022", "2024-06-01",
     {"titles": [{"code": "innovative", "from": "2023-01-01", "to": "2026-01-01"}]}, [
        Case("innovative, the rest is the bureau's", {}, "*", "person"),
        Case("not innovative", {"titles": []}, "*", "not_met"),
        Case("not known", {"titles": GONE}, "*", "missing"),
     ]),
    ("leading-2021", "2022-05-01", {}, [Case("all for a person", {}, "*", "person")]),
    ("leading-cultivation-2021", "2022-05-01", {}, [Case("all for a person", {}, "*", "person")]),
    ("cheetah-2025", "2026-05-01", {}, [Case("all for a person", {}, "*", "person")]),
]  # fmt: skip
