"""A public notice for the walk, and objections to firms: by persons whose names stay inside."""

import datetime as dt

from cultivation.certification.models import Batch, Notice, Objection
from cultivation.certification.services import open_application
from cultivation.firms.models import Firm
from tests.factories import make_user, writing

NUMBER = "2020-901"


def notice() -> Notice:
    """A notice that is over. It lists nobody: what is listed is public."""
    found = Notice.objects.filter(number=NUMBER).first()
    if found is not None:
        return found
    with writing():
        batch = Batch.objects.create(
            tier_id="innovative", name="公示批次", files_from=dt.date(2020, 1, 1),
            files_to=dt.date(2099, 2, 1),
        )  # fmt: skip
        return Notice.objects.create(
            batch=batch,
            tier_id="innovative",
            number=NUMBER,
            title="公示名单",
            published_on=dt.date(2020, 3, 2),
            days=5,
            last_day=dt.date(2020, 3, 6),
            contact="书面实名",
            published_by=make_user(is_superuser=True),
        )


def objection_to(firm: Firm) -> Objection:
    """The objection to ``firm``, which names it."""
    found = Objection.objects.filter(firm=firm).first()
    if found is not None:
        return found
    stands = notice()
    with writing():
        application = open_application(batch=stands.batch, firm=firm, actor=stands.published_by)
        return Objection.objects.create(
            notice=stands,
            application=application,
            firm=firm,
            raised_on=stands.last_day,
            objector=f"举报{firm.name}",
            contact=f"联系{firm.uscc}",
            content=f"{firm.name}不符合条件",
            recorded_by=stands.published_by,
        )
