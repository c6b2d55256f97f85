"""All clear firms of a notice are certified in one act, after its window."""

from collections import Counter
from functools import cached_property
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cultivation.certification import services
from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Notice
from cultivation.certification.selectors.notices import Candidate, certifiable
from cultivation.certification.standing import last_day
from cultivation.clock import today
from cultivation.pages.forms import DayField
from cultivation.portal.firms import effects
from cultivation.portal.notices.public import named
from cultivation.portal.notices.ticking import TickForm, TickPage, listed


class CertifyForm(TickForm):
    valid_from = DayField(
        # zh: 有效期起始日
        label=_("First day of validity"),
        required=False,
        # zh: 不填：自认定之日起；复核自原称号期满之日起。
        help_text=_("Left empty: today; a renewal from the day on which the earlier one stops."),
    )
    # zh: 认定文件文号
    document = forms.CharField(label=_("Number of the document"), max_length=200, required=False)

    field_order = ("valid_from", "document", "applications")


class CertifyNotice(TickPage):
    # zh: 认定全部无异议企业
    heading = _("Certify all clear firms")
    # zh: 确认认定
    button = _("Certify them")
    # zh: 认定不能撤回；有误须另行办理终止。
    warning = _("This cannot be taken back; a mistake has to be ended as such.")
    form_class = CertifyForm

    @cached_property
    def notice(self) -> Notice:
        """The notice. Raises Http404, or PermissionDenied for another bureau's."""
        found = named(self.kwargs["number"])
        self.own(found.tier)
        return found

    @cached_property
    def candidates(self) -> list[Candidate]:
        return certifiable(self.notice, self.user, today())

    @property
    def lead(self) -> str:  # type: ignore[override]
        return f"{self.notice.number}　{self.notice.title}"

    def reason(self, data: dict[str, Any]) -> str:
        said = f"{gettext('Certify all clear firms')}：{self.notice.number}"
        return f"{said}，{data['document']}" if data["document"] else said

    def perform(self, data: dict[str, Any]) -> list[str]:
        day = today()
        firms = [one.application.firm_id for one in self.candidates]
        before = effects.cells(firms, day)
        rows = services.act(
            applications=data["applications"],
            doing=Doing.CERTIFY,
            actor=self.user,
            given=services.Given(valid_from=data["valid_from"], document=data["document"]),
        )
        after = effects.cells(firms, day)
        return [
            *_certified(rows),
            *effects.told(before, after, day),
            *self._left(set(data["applications"])),
        ]

    def _left(self, chosen: set[int]) -> list[str]:
        """Who of the notice is not certified, and why not."""
        whys: dict[str, list[str]] = {}
        for one in self.candidates:
            if one.application.pk not in chosen:
                # zh: 未勾选
                why = " ".join(one.why_not) or gettext("not ticked")
                whys.setdefault(why, []).append(one.application.firm.name)
        # zh: 不认定：%(names)s（%(why)s）
        told = gettext("Not certified: %(names)s (%(why)s)")
        return [told % {"names": listed(names), "why": why} for why, names in whys.items()]

    def done_address(self) -> str:
        return reverse("portal:notice-staff", args=[self.notice.number])


def _certified(rows: list[services.Row]) -> list[str]:
    """How many are certified, from when to when, and by which numbers."""
    held = [row.application.certification for row in rows]
    spans = Counter((one.valid_from, one.valid_to) for one in held if one is not None)
    numbers = [one.number for one in held if one is not None and one.number]
    # zh: 认定 %(n)s 家，有效期 %(first)s 至 %(last)s。
    told = gettext("%(n)s firms are certified, valid from %(first)s to %(last)s.")
    # zh: 认定 %(n)s 家，自 %(first)s 起有效。
    endless = gettext("%(n)s firms are certified, valid from %(first)s.")
    said = [
        (told if to else endless) % {"n": n, "first": first, "last": last_day(to)}
        for (first, to), n in sorted(spans.items(), key=lambda pair: pair[0][0])
    ]
    if numbers:
        # zh: 证书编号 %(first)s 至 %(last)s。
        between = gettext("Certificates are numbered %(first)s to %(last)s.")
        said.append(between % {"first": min(numbers), "last": max(numbers)})
    return said
