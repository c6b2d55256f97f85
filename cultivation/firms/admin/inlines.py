"""What belongs to a firm, as tables on its page."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cultivation.firms.models import FirmEvent, FirmIndustry, FirmName, FirmYear, Residence
from cultivation.pages import shown
from cultivation.records.inlines import RecordInline
from cultivation.records.showing import NOTHING

# zh: 本辖区以外的企业
ELSEWHERE = _("a firm outside your district")


def money(value: Any) -> str:
    """An amount in 万元."""
    return NOTHING if value is None else shown.money(value)


class Figures:
    """The amounts of a year with their unit in the head."""

    # zh: 营业收入（万元）
    @admin.display(description=_("Revenue (10,000 yuan)"), ordering="revenue")
    def revenue_shown(self, row: FirmYear) -> str:
        return money(row.revenue)

    # zh: 研发费用（万元）
    @admin.display(description=_("R&D expense (10,000 yuan)"), ordering="rd_expense")
    def rd_shown(self, row: FirmYear) -> str:
        return money(row.rd_expense)

    # zh: 资产总额（万元）
    @admin.display(description=_("Total assets (10,000 yuan)"), ordering="assets")
    def assets_shown(self, row: FirmYear) -> str:
        return money(row.assets)

    # zh: 从业人员（人）
    @admin.display(description=_("Staff (persons)"), ordering="staff")
    def staff_shown(self, row: FirmYear) -> str:
        return NOTHING if row.staff is None else shown.number(row.staff)


def hidden(row: FirmEvent) -> bool:
    """Whether the other firm of an event is one that the account does not see."""
    return row.other_id is not None and row.other is None


class OtherFirm:
    """The other firm of an event, and what was written: told only to accounts that see both."""

    @admin.display(description=_("Reason"))
    def reason_shown(self, row: FirmEvent) -> str:
        return NOTHING if hidden(row) else row.reason or NOTHING

    @admin.display(description=_("Document"))
    def document_shown(self, row: FirmEvent) -> str:
        return NOTHING if hidden(row) else row.document or NOTHING

    @admin.display(description=_("Other firm"))
    def other_shown(self, row: FirmEvent) -> str:
        return str(ELSEWHERE if hidden(row) else row.other or NOTHING)


class Names(RecordInline):
    model = FirmName
    fields = ("name", "valid_from", "valid_to")


class Residences(RecordInline):
    model = Residence
    related = ("district", "zone")
    fields = ("district", "zone", "outside", "valid_from", "valid_to")


class Industries(RecordInline):
    model = FirmIndustry
    related = ("industry",)
    fields = ("industry", "valid_from", "valid_to")


class Years(Figures, RecordInline):
    model = FirmYear
    fields = ("year", "revenue_shown", "rd_shown", "assets_shown", "staff_shown", "size_class")


class Events(OtherFirm, RecordInline):
    model = FirmEvent
    fk_name = "firm"
    scoped_links = ("other",)
    fields = ("kind", "filed_on", "effective_on", "other_shown", "reason_shown", "document_shown")


ALL: tuple[type[RecordInline], ...] = (Names, Residences, Industries, Years, Events)
