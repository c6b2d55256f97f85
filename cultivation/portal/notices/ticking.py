"""Acts on many applications at once: each can be left out, and what is confirmed is what stood."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cultivation.access.permissions import Act, decides_on
from cultivation.certification.selectors.notices import Candidate
from cultivation.ladders.models import Tier
from cultivation.pages.forms import ActPage

# How many names a sentence lists.
NAMED = 5


class Ticks(forms.CheckboxSelectMultiple):
    """Many boxes to tick, in a field that scrolls."""

    def __init__(self) -> None:
        super().__init__(attrs={"class": "tick"})

    template_name = "portal/notices/ticks.html"


class TickForm(forms.Form):
    """Which applications: all that can be, unless one is left out."""

    applications = forms.TypedMultipleChoiceField(
        # zh: 企业
        label=_("Firms"),
        coerce=int,
        widget=Ticks,
        error_messages={
            # zh: 请至少选择一家企业。
            "required": _("Choose a firm at least."),
            # zh: 名单已有变化，所选企业中有的已不能办理；请核对后再次提交。
            "invalid_choice": _("Some of the firms can no longer be done; check and send again."),
        },
    )

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clear = [one.application for one in candidates if one.clear]
        field: Any = self.fields["applications"]
        field.choices = [(one.pk, one.firm.name) for one in clear]
        field.initial = [one.pk for one in clear]


class BureauPage(ActPage):
    """An act of the bureau on whose ladder something is."""

    act = Act.IMPORT_LISTS

    def own(self, tier: Tier) -> None:
        """Refuse accounts of another bureau. Raises PermissionDenied."""
        if not decides_on(self.user, tier.ladder.authority_id):
            raise PermissionDenied


class TickPage(BureauPage):
    """An act on the ticked ones of ``candidates``; those that cannot be are listed with why."""

    template_name = "portal/notices/tick.html"
    form_class = TickForm

    @property
    def candidates(self) -> list[Candidate]:
        """The applications in question, as they stand now."""
        raise NotImplementedError

    @property
    def stuck(self) -> list[Candidate]:
        """Those that cannot be acted on."""
        return [one for one in self.candidates if not one.clear]

    @property
    def any_clear(self) -> bool:
        return any(one.clear for one in self.candidates)

    def form_arguments(self) -> dict[str, Any]:
        return {"candidates": self.candidates}

    @property
    def shown(self) -> str:
        """What was filled in, and how every application stood: what has changed is shown anew."""
        stood = [
            (one.application.pk, one.application.version, one.why_not) for one in self.candidates
        ]
        return sha256(f"{super().shown}{stood}".encode()).hexdigest()


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: the first few, and how many there are."""
    # zh: 、
    first = gettext(", ").join(names[:NAMED])
    if len(names) <= NAMED:
        return first
    # zh: %(names)s 等 %(n)s 家
    return gettext("%(names)s and others, %(n)s in all") % {"names": first, "n": len(names)}
