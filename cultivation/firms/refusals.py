"""Refusals that name another firm, for accounts that may not see that firm."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from cultivation.access.models import User
from cultivation.firms.models import Firm
from cultivation.problems import Problem


def told_to(user: User | AnonymousUser, problem: Problem) -> Problem:
    """``problem`` as ``user`` may read it.

    A refusal because of another firm carries that firm's id as ``about``. Where the user may not
    see it, neither its name nor its code is told: only that it is there, and who can help.
    """
    other = problem.params.get("about")
    if other is None or Firm.objects.visible_to(user).filter(pk=other).exists():
        return problem
    params = {name: value for name, value in problem.params.items() if name == "field"}
    return Problem(
        problem.code,
        # zh: 与辖区以外已登记的一家企业冲突；请核对，或联系市级主管部门。
        _("This conflicts with a firm on file outside your district; check it, or ask the bureau."),
        **params,
    )
