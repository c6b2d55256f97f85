"""A certification is ended before its last day: by the bureau of its ladder."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cultivation.access.permissions import Act, decides_on
from cultivation.certification import services
from cultivation.certification.models import Certification, EndKind
from cultivation.clock import today
from cultivation.pages.forms import ActPage
from cultivation.portal.firms import effects, forms


class EndCertification(ActPage):
    # zh: 终止认定
    heading = _("End a certification")
    # zh: 确认终止
    button = _("End the certification")
    # zh: 终止后不能恢复；如有错误须重新认定。
    warning = _("This cannot be taken back.")
    danger = True
    act = Act.IMPORT_LISTS
    form_class = forms.EndForm

    @cached_property
    def held(self) -> Certification:
        """The certification. Raises Http404, or PermissionDenied on another bureau's ladder."""
        rows = Certification.objects.visible_to(self.user).select_related("tier__ladder", "firm")
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        if not decides_on(self.user, found.tier.ladder.authority_id):
            raise PermissionDenied
        return found

    @property
    def lead(self) -> str:  # type: ignore[override]
        return f"{self.held.firm.name}　{self.held.tier.name_zh}"

    def done_address(self) -> str:
        return reverse("portal:firm", args=[self.held.firm_id])

    def perform(self, data: dict[str, Any]) -> list[str]:
        held, day = self.held, today()
        before = effects.cells([held.firm_id], day)
        kind = EndKind(data["kind"])
        services.end(
            certification=held,
            kind=kind,
            effective_on=data["effective_on"],
            reason=data["reason"],
            document=data["document"],
        )
        # zh: 自 %(day)s 起：%(kind)s，不再计入在库数。
        told = gettext("From %(day)s on: %(kind)s; it no longer counts.")
        first = told % {"day": data["effective_on"], "kind": kind.label}
        return [first, *effects.told(before, effects.cells([held.firm_id], day), day)]
