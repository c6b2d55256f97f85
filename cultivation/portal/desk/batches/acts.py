"""Batches are opened, edited, closed and opened again, by the bureau of the ladder."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cultivation.access.permissions import Act
from cultivation.certification.flow.states import OPEN, State
from cultivation.certification.models import Application, Batch
from cultivation.certification.selectors.opening import remarks_on
from cultivation.certification.services import batches as services
from cultivation.pages.forms import ActPage
from cultivation.portal import labels
from cultivation.portal.desk.batches import words
from cultivation.portal.desk.batches.forms import BatchForm
from cultivation.portal.desk.batches.page import BatchMixin


class ReasonForm(forms.Form):
    # zh: 理由
    reason = forms.CharField(label=_("Reason"), max_length=300)


class OpenBatch(ActPage):
    # zh: 开设批次
    heading = _("Open a batch")
    # zh: 开设批次
    button = _("Open the batch")
    act = Act.IMPORT_LISTS
    form_class = BatchForm
    made: Batch | None = None

    def form_arguments(self) -> dict[str, Any]:
        return {"user": self.user}

    def perform(self, data: dict[str, Any]) -> list[str]:
        form = self.sent
        assert isinstance(form, BatchForm)
        made = self.made = services.open_batch(
            tier=form.tier_chosen, terms=form.terms, criteria=data["criteria"], actor=self.user
        )
        # zh: %(tier)s“%(name)s”受理期：%(window)s
        first = gettext("%(tier)s, “%(name)s”: takes applications %(window)s") % {
            "tier": labels.name(made.tier),
            "name": made.name,
            "window": words.window(made),
        }
        # zh: 各区和申报企业即可看到该批次。
        seen = gettext("The districts see the batch from then on.")
        return [first, seen, *(one.message for one in remarks_on(made))]

    def reason(self, data: dict[str, Any]) -> str:
        return f"{self.heading}：{data['document'] or data['name']}"

    def done_address(self) -> str:
        return reverse("portal:batch", args=[self.made.pk]) if self.made else self.cancel_address()

    def cancel_address(self) -> str:
        return reverse("portal:batches")


class OwnBatch(BatchMixin, ActPage):
    """An act on a batch of the own ladder. Raises PermissionDenied on those of others."""

    act = Act.IMPORT_LISTS
    form_class: type[forms.Form] = ReasonForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.gate() is None and not self.own:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def lead(self) -> str:  # type: ignore[override]
        return f"{labels.name(self.batch.tier)}　{self.batch.name}"

    def done_address(self) -> str:
        return reverse("portal:batch", args=[self.batch.pk])


class EditBatch(OwnBatch):
    # zh: 修改批次
    heading = _("Edit the batch")
    # zh: 保存修改
    button = _("Save the changes")
    form_class = BatchForm

    def form_arguments(self) -> dict[str, Any]:
        return {"user": self.user, "batch": self.batch}

    def perform(self, data: dict[str, Any]) -> list[str]:
        form, before = self.sent, self.batch
        assert isinstance(form, BatchForm)
        due = self._due_days()
        services.edit_batch(
            batch=before, terms=form.terms, criteria=data["criteria"], actor=self.user
        )
        moved = sum(due.get(pk) != day for pk, day in self._due_days().items())
        return list(self._told(form, before, moved))

    def _due_days(self) -> dict[int, Any]:
        rows = Application.objects.filter(batch=self.batch.pk, state__in=OPEN)
        return dict(rows.values_list("pk", "due_on"))

    def _told(self, form: BatchForm, before: Batch, moved: int) -> Any:
        for name in form.changed_data:
            if name != "reason":
                old = form.initial.get(name) or "—"
                new = form.data.get(name) or "—"
                label = form.fields[name].label
                if name in ("criteria", "standard", "kind"):
                    # zh: %(what)s有改动。
                    yield gettext("%(what)s changes.") % {"what": label}
                else:
                    yield f"{label}：{old} → {new}"
        if moved:
            # zh: %(n)s 件在办申报的办理期限随之改变。
            yield gettext("The due day of %(n)s open cases changes with it.") % {"n": moved}
        if "standard" in form.changed_data:
            yield words.judged_later()
        if {"files_from", "files_to"} & set(form.changed_data):
            edited = Batch.objects.select_related("tier").get(pk=before.pk)
            yield from (one.message for one in remarks_on(edited))


class CloseBatch(OwnBatch):
    # zh: 办结批次
    heading = _("Close the batch")
    # zh: 办结批次
    button = _("Close the batch")

    def perform(self, data: dict[str, Any]) -> list[str]:
        services.close_batch(batch=self.batch, actor=self.user)
        # zh: 该批次不再受理申报；需要时可以恢复。
        told = [gettext("It takes no applications any longer; it can be opened again.")]
        drafts = self.batch.applications.filter(state=State.DRAFT).count()
        if drafts:
            # zh: 其中 %(n)s 件草稿不能再提交。
            told.append(gettext("%(n)s drafts in it cannot be submitted.") % {"n": drafts})
        return told


class ReopenBatch(OwnBatch):
    # zh: 恢复批次
    heading = _("Open the batch again")
    # zh: 恢复批次
    button = _("Open the batch again")

    def perform(self, data: dict[str, Any]) -> list[str]:
        services.reopen_batch(batch=self.batch, actor=self.user)
        # zh: 在受理期内可再次提交申报。
        return [gettext("Within its window applications can be submitted again.")]
