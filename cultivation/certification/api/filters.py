"""The parameters of the list of certifications."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cultivation.certification.models import Batch, Certification
from cultivation.clock import today
from cultivation.firms.api import lookup
from cultivation.firms.api.filters import residing
from cultivation.firms.models import Firm
from cultivation.ladders.api import ladder_codes, tier_codes
from cultivation.places.api import district_codes, zone_codes
from cultivation.rest import filters
from cultivation.rest.refusals import Refusal, hint, refusal


def _unknown_batch(name: str, batches: QuerySet[Batch]) -> list[Refusal]:
    """What is wrong with the name of a batch: none of ``batches``, which are those that whoever
    asks may see, has it. Others are as if they were not there, also in the hint."""
    if batches.filter(name=name).exists():
        return []
    known = list(batches.order_by("name").values_list("name", flat=True).distinct()[:500])
    if known:
        # zh: 没有批次“%(name)s”。%(hint)s
        message = _("There is no batch “%(name)s”. %(hint)s")
        message %= {"name": name, "hint": hint(name, known)}
    else:
        # zh: 没有批次“%(name)s”：尚未登记任何批次。
        message = _("There is no batch “%(name)s” yet.") % {"name": name}
    return [refusal("batch", name, "unknown_value", message)]


class CertificationFilter(filters.StrictFilterSet):
    tier = filters.Codes(
        # zh: 层级代码，多个以逗号分隔
        label=gettext_lazy("Codes of tiers."),
        allowed=tier_codes,
    )
    ladder = filters.Codes(
        # zh: 梯度代码，多个以逗号分隔
        label=gettext_lazy("Codes of ladders."),
        allowed=ladder_codes,
    )
    district = filters.Codes(
        # zh: 区代码：企业在 valid_on 当日（未给则今天）所属区
        label=gettext_lazy("Codes of districts where the firm resides on the day, today if empty."),
        allowed=district_codes,
        none=True,
    )
    zone = filters.Codes(
        # zh: 功能区代码：企业在 valid_on 当日（未给则今天）所属功能区
        label=gettext_lazy("Codes of zones where the firm resides on the day, today if empty."),
        allowed=zone_codes,
        none=True,
    )
    # zh: 批次名称
    batch = filters.Text(label=gettext_lazy("The name of the batch."))
    firm = filters.Text(
        # zh: 企业的统一社会信用代码，或 id-编号
        label=gettext_lazy("The firm by its credit code, or by id-<number>."),
        read_as=lookup.read,
    )
    # zh: 仅列当日在库的认定
    valid_on = filters.Day(label=gettext_lazy("Only those in their library on this day."))
    # zh: 同 valid_on
    as_of = filters.Day(label=gettext_lazy("The same as valid_on."))
    # zh: 生效日期自（含）
    valid_from_from = filters.Day(label=gettext_lazy("Valid from this day or later."))
    # zh: 生效日期至（含）
    valid_from_to = filters.Day(label=gettext_lazy("Valid from this day or earlier."))
    # zh: 是否提前终止（撤销、取消等）
    ended = filters.Flag(label=gettext_lazy("Whether it was ended before its last day."))
    # zh: 证书编号
    number = filters.Text(label=gettext_lazy("The number, exactly."))

    class Meta:
        model = Certification
        fields: list[str] = []

    @property
    def day(self) -> dt.date | None:
        """The day asked for, if one was."""
        day: dt.date | None = self.asked["valid_on"] or self.asked["as_of"]
        return day

    def refusals(self) -> list[Refusal]:
        found = super().refusals()
        if {"valid_on", "as_of"} <= set(self.data):
            # zh: valid_on 与 as_of 含义相同，请只给一个。
            message = _("valid_on and as_of mean the same; give one of them.")
            found.append(refusal("as_of", self.data["as_of"], "conflicting", message))
        name = self.asked.get("batch")
        if name:
            found += _unknown_batch(name, Batch.objects.visible_to(self.user))
        return found

    def narrow(self, rows: Any) -> Any:
        asked = self.asked
        if self.day:
            rows = rows.as_of(self.day)
        conditions: list[Q] = []
        if asked["tier"]:
            conditions.append(Q(tier__in=asked["tier"]))
        if asked["ladder"]:
            conditions.append(Q(tier__ladder__in=asked["ladder"]))
        if asked["batch"]:
            conditions.append(Q(batch__name=asked["batch"]))
        if asked["number"]:
            conditions.append(Q(number=asked["number"]))
        if asked["valid_from_from"]:
            conditions.append(Q(valid_from__gte=asked["valid_from_from"]))
        if asked["valid_from_to"]:
            conditions.append(Q(valid_from__lte=asked["valid_from_to"]))
        if asked["ended"] is not None:
            conditions.append(Q(ended_on__isnull=not asked["ended"]))
        firms = self._firms(asked)
        if firms is not None:
            conditions.append(Q(Exists(firms.filter(pk=OuterRef("firm_id")))))
        return rows.filter(*conditions)

    def _firms(self, asked: dict[str, Any]) -> QuerySet[Firm] | None:
        """The firms asked for, if any are."""
        conditions = [asked["firm"]] if asked["firm"] else []
        for column in ("district", "zone"):
            if asked[column]:
                conditions.append(residing(asked[column], column, self.day or today()))
        return Firm.objects.filter(*conditions) if conditions else None
