"""Firms of every kind, for the lists of the desk."""

import datetime as dt
from decimal import Decimal

from cultivation.firms.models import Firm
from tests.factories import make_certification, make_firm
from tests.scenarios.story import deregistered, ended, merged, moved, renamed, reported

D = dt.date


def make_listed() -> dict[str, Firm]:
    """Firms of every kind in four districts, out of the city and nowhere."""
    made = {
        "西青": make_firm("天津青禾一号有限公司", district="120111", industry="C",
                          established_on=D(2001, 2, 3)),
        "待补": make_firm("天津青禾待补有限公司", district="120111", code=None, industry="I"),
        "和平": make_firm("天津和平科技有限公司", district="120101", size="small", industry="C"),
        "经开": make_firm("天津泰达光电有限公司", district="120116", zone="120116400",
                          size="micro"),
        "滨海": make_firm("天津海滨物流有限公司", district="120116", industry="G"),
        "华苑": make_firm("天津华苑软件有限公司", district="120111", zone="120116402"),
        "注销": make_firm("天津落幕贸易有限公司", district="120101"),
        "外迁": make_firm("天津远行有限公司", district="120101"),
        "无处": make_firm("天津不知何处有限公司", district=None),
        "被并": make_firm("天津小溪有限公司", district="120111"),
        "演示": make_firm("天津演示有限公司", district="120104", demonstration=True,
                          established_on=D(1858, 5, 6)),
    }  # fmt: skip
    make_certification(made["西青"], "seed", valid_from=D(2024, 1, 1), valid_to=D(2027, 1, 1),
                       batch="2024年第一批", number="Z-1")  # fmt: skip
    make_certification(made["西青"], "eaglet", valid_from=D(2023, 1, 1), valid_to=D(2026, 1, 1))
    make_certification(made["和平"], "seed", valid_from=D(2022, 1, 1), valid_to=D(2025, 1, 1),
                       batch="2022年第一批")  # fmt: skip
    make_certification(made["和平"], "specialized", valid_from=D(2025, 1, 1), valid_to=None)
    make_certification(
        made["经开"], "little_giant", valid_from=D(2023, 7, 1), valid_to=D(2026, 7, 1)
    )
    make_certification(made["华苑"], "seed", valid_from=D(2024, 1, 1), valid_to=None)
    make_certification(made["注销"], "seed", valid_from=D(2024, 1, 1), valid_to=None)
    make_certification(made["无处"], "gazelle", valid_from=D(2024, 1, 1), valid_to=None)
    make_certification(made["外迁"], "gazelle", valid_from=D(2024, 1, 1), valid_to=None)
    held = make_certification(
        made["滨海"], "gazelle", valid_from=D(2024, 1, 1), valid_to=D(2026, 1, 1)
    )
    make_certification(made["被并"], "seed", valid_from=D(2024, 1, 1), valid_to=None)
    ended(held, on="2025-06-01")
    renamed(made["和平"], "天津和平新名有限公司", on="2025-01-01")
    moved(made["外迁"], to=None, on="2025-03-01")
    moved(made["滨海"], to="120111", on="2025-02-01")
    deregistered(made["注销"], on="2025-05-01")
    merged(made["被并"], into=made["西青"], on="2025-08-01")
    reported(made["西青"], 2024, staff=30, revenue=Decimal(900))
    return {name: Firm.objects.get(pk=firm.pk) for name, firm in made.items()}
