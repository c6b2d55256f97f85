"""The page of a batch: what its call says, how far its cases are, what is next."""

import datetime as dt
from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from cultivation.access.permissions import decides_on
from cultivation.access.scope import scope_of
from cultivation.certification.flow.states import (
    OPEN,
    WITH_DISTRICT,
    State,
)
from cultivation.certification.models import (
    Application,
    Batch,
    Certificate,
    Certification,
    Notice,
    Procedure,
)
from cultivation.certification.models.batch import Criterion
from cultivation.certification.selectors.cases import PLACED
from cultivation.clock import today
from cultivation.pages.columns import Text
from cultivation.pages.views import StaffPage
from cultivation.portal import labels
from cultivation.portal.cases.opening import batches_for
from cultivation.portal.certifications.tabs import tabs
from cultivation.portal.desk.batches import words
from cultivation.portal.desk.columns import STATES
from cultivation.portal.desk.parties import overdue
from cultivation.portal.journal.grouping import of_record
from cultivation.portal.notices.words import standing


class BatchMixin(StaffPage):
    """A page about the batch of the address."""

    @cached_property
    def batch(self) -> Batch:
        """Raises Http404, also for a batch that the account does not see."""
        rows = Batch.objects.visible_to(self.user).select_related("tier__ladder", "standard")
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    @property
    def own(self) -> bool:
        """Whether the account is of the bureau of its ladder."""
        return decides_on(self.user, self.batch.tier.ladder.authority_id)


class BatchPage(BatchMixin):
    template_name = "portal/desk/batch.html"

    def tabs(self) -> list[tuple[Text, str, bool]]:
        """The lists of this part of the registry."""
        return tabs("batches")

    def queue(self, **query: str) -> str:
        """The list of cases of this batch."""
        asked = {"show": "all", "batch": str(self.batch.pk)} | query
        return f"{reverse('portal:cases')}?{urlencode(asked)}"

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many cases that the account sees are in each state."""
        rows = Application.objects.visible_to(self.user).filter(batch=self.batch)
        return dict(rows.order_by().values_list("state").annotate(n=Count("pk")))

    @cached_property
    def notices(self) -> list[Notice]:
        return list(Notice.objects.filter(batch=self.batch, published_on__lte=today()))

    def context(self) -> dict[str, Any]:
        batch, day = self.batch, today()
        stage, colour = words.stage(batch, day)
        seen = Application.objects.visible_to(self.user).filter(batch=batch)
        procedure = Procedure.objects.filter(pk=batch.tier_id).first()
        held = Certification.objects.visible_to(self.user).filter(batch=batch).count()
        certified = {"tier": batch.tier_id, "batch": batch.name}
        return {
            "batch": batch,
            "tier": labels.name(batch.tier),
            "stage": stage,
            "stage_colour": colour,
            "window": words.window(batch),
            "own": self.own,
            "states": [
                (
                    state.label,
                    STATES.get(state, "info"),
                    self.counts[state],
                    self.queue(state=state),
                )
                for state in State
                if state in self.counts
            ],
            "total": sum(self.counts.values()),
            "all_address": self.queue(),
            "late": seen.filter(overdue(day)).count(),
            "late_address": self.queue(due="overdue"),
            "taken": self.taken() if batch.quota is not None else None,
            "notices": [(one, standing(one, day)) for one in self.notices],
            "notices_address": reverse("portal:staff-notices"),
            "publicity": batch.publicity_days or (procedure and procedure.publicity_days),
            "overrides": words.overridden(batch),
            "may_override": self.own and bool(batch.files_from) and not batch.closed_on,
            "criteria": list(Criterion.objects.filter(batch=batch)),
            "held": held,
            "may_file": batch in batches_for(self.user, day),
            "certificates": self.certificates(),
            "held_address": f"{reverse('portal:certifications')}?{urlencode(certified)}",
            "next_steps": list(self.next_steps(day)),
            **of_record("certification_batch", batch.pk, self.user),
        }

    def certificates(self) -> int:
        """How many certificates of the batch the account can print."""
        rows = Certificate.objects.visible_to(self.user)
        return rows.filter(certification__batch=self.batch).count()

    def taken(self) -> int | None:
        """How many places are taken; those who see a part of the city are not told."""
        if not scope_of(self.user).city:
            return None
        return Application.objects.filter(batch=self.batch, state__in=PLACED).count()

    def next_steps(self, day: dt.date) -> Iterator[tuple[str, str]]:
        """What is next in this batch: sentences with the list behind each."""
        batch, n = self.batch, self.counts
        if batch.closed_on or not batch.files_from or not batch.files_to:
            return
        if day < batch.files_from:
            # zh: %(day)s 起受理申报。
            yield _("It takes applications from %(day)s.") % {"day": batch.files_from}, ""
        elif day <= batch.files_to:
            left = (batch.files_to - day).days
            # zh: 正在受理，至 %(day)s 止（还有 %(left)s 天）。
            said = _("It takes applications until %(day)s (%(left)s days left).")
            yield said % {"day": batch.files_to, "left": left}, ""
        for states, said in (
            # zh: %(n)s 件草稿尚未提交。
            ((State.DRAFT,), _("%(n)s drafts are not submitted yet.")),
            # zh: %(n)s 件待企业补正。
            ((State.RETURNED,), _("%(n)s wait for firms to complete them.")),
            # zh: %(n)s 件待区级审核推荐。
            (WITH_DISTRICT, _("%(n)s wait for the districts.")),
            (
                (State.RECOMMENDED, State.EXPERT_REVIEW, State.SITE_VISIT),
                # zh: %(n)s 件待市级审核。
                _("%(n)s are under review at the bureau."),
            ),
            # zh: %(n)s 件拟认定，待公示或决定。
            ((State.PROPOSED,), _("%(n)s are proposed: to be published, or decided.")),
            # zh: %(n)s 件有异议正在核查。
            ((State.OBJECTED,), _("%(n)s have objections under inquiry.")),
            # zh: %(n)s 件待部认定，请及时录入结果。
            ((State.WITH_MINISTRY,), _("%(n)s are with the ministry; enter its result.")),
        ):
            count = sum(n.get(state, 0) for state in states)
            if count:
                yield said % {"n": count}, self.queue(state=",".join(states))
        if n.get(State.NOTICED):
            yield self._noticed(day), self.queue(state=State.NOTICED)
        if day > batch.files_to and n and not any(n.get(state) for state in OPEN) and self.own:
            # zh: 全部办结，可办结本批次。
            said = _("All is decided: the batch can be closed.")
            yield said, reverse("portal:batch-close", args=[batch.pk])

    def _noticed(self, day: dt.date) -> str:
        n = self.counts[State.NOTICED]
        running = [one.last_day for one in self.notices if not one.withdrawn_on]
        last = max(running, default=day)
        if day <= last:
            # zh: %(n)s 件公示中，至 %(day)s 止。
            return _("%(n)s are in public notice until %(day)s.") % {"n": n, "day": last}
        # zh: %(n)s 件公示期满，可作出决定。
        return _("The notice of %(n)s is over: they can be decided.") % {"n": n}
