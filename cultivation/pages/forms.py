"""Acts as forms: filled in, shown with what follows, then done."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from hashlib import sha256
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cultivation.journal.collisions import collided
from cultivation.pages import sent
from cultivation.pages.columns import Text
from cultivation.pages.views import StaffPage, acting
from cultivation.problems import Problem
from cultivation.rest.fields import FIRST_DAY, LAST_DAY

Result = TypeVar("Result")


class DayInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class DayField(forms.DateField):
    """A day, picked or typed as 2025-12-31."""

    widget = DayInput
    default_error_messages = {
        # zh: 没有这一天；请按“2025-12-31”的样式填写日期。
        "invalid": gettext_lazy("There is no such day; write it like 2025-12-31."),
        # zh: 日期须在 1949-10-01 至 2100-12-31 之间；请核对年份。
        "far": gettext_lazy("Days lie between 1949-10-01 and 2100-12-31; check the year."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y年%m月%d日"], **kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not FIRST_DAY <= value <= LAST_DAY:
            raise forms.ValidationError(self.error_messages["far"], code="far")


class _RolledBack(Exception):
    """Ends the transaction of a trial."""


def tried(act: Callable[[], Result]) -> Result:
    """What ``act`` would return and raise, with everything that it writes taken back."""
    found: list[Result] = []
    try:
        with transaction.atomic():
            found.append(act())
            raise _RolledBack
    except _RolledBack:
        return found[0]


class ActPage(StaffPage):
    """A form for one act. It is first tried (all written, all taken back) to say what follows.

    Subclasses say ``heading``, ``form_class``, ``button`` (named by what it does), ``perform`` and
    ``reason``. ``previewed`` False leaves the trial out, for acts that can simply be done again.
    What is confirmed is what was shown.
    """

    template_name = "pages/act.html"
    form_class: type[forms.Form]
    heading: Text = ""
    lead: Text = ""
    button: Text = ""
    warning: Text = ""
    danger = False
    previewed = True
    sent: forms.Form

    def perform(self, data: dict[str, Any]) -> list[str]:
        """Do it, inside an open revision; returns sentences that say what follows."""
        raise NotImplementedError

    def reason(self, data: dict[str, Any]) -> str:
        """Why, for the journal: as the person gives it, else what the act is."""
        given = str(data.get("reason") or "").strip()
        return f"{self.heading}：{given}" if given else str(self.heading)

    def done_address(self) -> str:
        """Where the person goes when it is done."""
        raise NotImplementedError

    def cancel_address(self) -> str:
        """Where the person goes without doing it."""
        return self.done_address()

    def done_message(self, data: dict[str, Any]) -> str:
        """What the page then says."""
        # zh: 已办理：%(act)s。
        return _("Done: %(act)s.") % {"act": self.heading}

    def revision(self, data: dict[str, Any]) -> AbstractContextManager[Any]:
        """What the act is done in: a revision, unless it writes nothing that is journalled."""
        return acting(self.request, self.reason(data))

    def form_arguments(self) -> dict[str, Any]:
        """Further arguments of the form (initial values, choices)."""
        return {}

    def form(self, data: Any = None, files: Any = None) -> forms.Form:
        """The form, filled with ``data`` if that was sent."""
        return self.form_class(data, files, **self.form_arguments())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.render(form=self.form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.sent = self.form(request.POST, request.FILES)
        if not sent.valid(form, request):
            if any(field.errors for field in form.hidden_fields()):
                # zh: 页面内容不完整或已过期；请重新打开该页后再办理。
                form.add_error(None, _("The page is not as it was opened; open it again."))
            return self.render(form=form, status=400)
        asked = not self.previewed or request.POST.get("step") == "confirm"
        # What was edited after the preview is not what was shown: it is shown again, and not done.
        changed = asked and request.POST.get("shown", self.shown) != self.shown
        confirmed = asked and not changed
        data = form.cleaned_data
        try:
            if confirmed:
                with self.revision(data):
                    self.perform(data)
            else:
                effects = tried(lambda: self._acted(data))
                return self.render(form=form, effects=effects, confirming=True, changed=changed)
        except Problem as problem:
            form.add_error(problem.params.get("field"), str(problem))
            return self.render(form=form, status=self.status_of(problem, confirmed))
        except (IntegrityError, OperationalError) as error:
            if not collided(error):
                raise
            # zh: 就在此时，另有人登记了与之冲突的内容；请核对现有登记后再试。
            form.add_error(None, _("Somebody wrote the same just now; look what is on file."))
            return self.render(form=form, status=409)
        messages.success(request, self.done_message(data))
        return HttpResponseRedirect(self.done_address())

    def status_of(self, problem: Problem, confirmed: bool) -> int:
        """The HTTP status of the form that is shown again because of ``problem``."""
        return 409 if confirmed else 400

    @property
    def shown(self) -> str:
        """A mark of what the form held when it was sent, to know it again at the confirmation."""
        held = [pair for pair in self.request.POST.lists() if pair[0] not in sent.PASSED_ON]
        return sha256(repr(sorted(held)).encode("utf-8", "replace")).hexdigest()

    def _acted(self, data: dict[str, Any]) -> list[str]:
        with self.revision(data):
            return self.perform(data)
