"""What must hold for an act: each rule says of case and person what stands against it. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cultivation.certification.flow.cases import Case, Person
from cultivation.certification.flow.stages import Need


@dataclass(frozen=True)
class Obstacle:
    """Why an act cannot be done: a stable ``code``, and a sentence that says what to do."""

    code: str
    message: str


Guard = Callable[[Case, Person], Obstacle | None]


def window_open(case: Case, person: Person) -> Obstacle | None:
    if case.batch_closed:
        # zh: 该批次已办结；请选择其他批次。
        return Obstacle("batch_closed", _("The batch is closed; choose another one."))
    if case.window is None:
        # zh: 该批次不受理申报（仅为名单的名称）；请选择其他批次。
        return Obstacle("batch_takes_none", _("The batch takes no applications; choose another."))
    first, last = case.window
    if not first <= case.day <= last:
        # zh: 该批次受理期为 %(first)s 至 %(last)s，今天不在其内；请在受理期内提交，或选择其他批次。
        message = _(
            "The batch is filed from %(first)s to %(last)s, and not today; file in these days, or"
            " choose another batch."
        )
        return Obstacle("outside_window", message % {"first": first, "last": last})
    return None


def not_banned(case: Case, person: Person) -> Obstacle | None:
    if case.banned_until and case.day < case.banned_until:
        # zh: 该企业在 %(day)s 前不得申报（曾被撤销称号）；请届时再办，或先由主管部门解除。
        message = _(
            "The firm may not apply before %(day)s, as a title of it was revoked; wait until then,"
            " or have the ban lifted first."
        )
        return Obstacle("firm_banned", message % {"day": case.banned_until})
    return None


def firm_alive(case: Case, person: Person) -> Obstacle | None:
    if case.firm_closed_on and case.firm_closed_on <= case.day:
        # zh: 该企业已于 %(day)s 终止；请撤回申报。
        message = _("The firm closed on %(day)s; take the application back.")
        return Obstacle("firm_closed", message % {"day": case.firm_closed_on})
    if case.firm_outside:
        # zh: 该企业已迁出本市，不能认定；请撤回申报。
        return Obstacle("firm_outside", _("The firm has left the city; take it back."))
    return None


def updates_done(case: Case, person: Person) -> Obstacle | None:
    if case.kind == "renewal" and case.updates_missing:
        years = ", ".join(str(year) for year in case.updates_missing)
        # zh: 未按期完成 %(years)s 年度信息更新，失去复核资格；确有理由的，由主管部门登记认可后再办。
        message = _(
            "The yearly update of %(years)s was not done in time, which loses the right to renewal;"
            " the bureau may let a late one count, with its reason."
        )
        return Obstacle("update_missing", message % {"years": years})
    return None


def documents_there(case: Case, person: Person) -> Obstacle | None:
    if case.missing:
        # zh: 缺少材料：%(names)s；请上传，或办理容缺受理。
        message = _("Documents are missing: %(names)s; attach them, or accept with them missing.")
        # zh: 、
        return Obstacle("documents_missing", message % {"names": _(", ").join(case.missing)})
    return None


def something_missing(case: Case, person: Person) -> Obstacle | None:
    """What is promised already may be promised anew, for longer."""
    if case.missing or case.promised:
        return None
    # zh: 必须提交的材料已齐，无须容缺受理；请直接办理下一步。
    message = _("All documents that are needed are there: go on without this act.")
    return Obstacle("nothing_missing", message)


def promises_kept(case: Case, person: Person) -> Obstacle | None:
    if case.promised:
        n = len(case.promised)
        message = ngettext(
            # zh: 有 %(n)s 份容缺材料尚未补齐（最迟 %(day)s）；补齐后方可作出决定。
            "%(n)s promised document is not there yet (due %(day)s); the decision waits for it.",
            "%(n)s promised documents are not there yet (due %(day)s); the decision waits.",
            n,
        )
        return Obstacle("promise_open", message % {"n": n, "day": max(case.promised)})
    return None


def district_notice_over(case: Case, person: Person) -> Obstacle | None:
    if not case.stages.district_notice:
        return None
    if case.district_notice_to is None:
        # zh: 该层级须先经区公示；请先开始区公示。
        return Obstacle("district_notice_missing", _("The notice of the district comes first."))
    if case.day <= case.district_notice_to:
        # zh: 区公示至 %(day)s 止；请在期满后推荐。
        message = _("The notice of the district stands until %(day)s; recommend when it is over.")
        return Obstacle("district_notice_running", message % {"day": case.district_notice_to})
    return None


def returns_left(case: Case, person: Person) -> Obstacle | None:
    limit = case.stages.return_limit
    if limit is not None and case.city_returns >= limit:
        # zh: 市级已退回 %(n)s 次，达到上限，不能再提交；请撤回申报，以后批次再报。
        message = _(
            "The bureau has returned it %(n)s times, which is the limit; take it back, and apply in"
            " a later batch."
        )
        return Obstacle("returns_used_up", message % {"n": case.city_returns})
    return None


def visit_done(case: Case, person: Person) -> Obstacle | None:
    if case.stages.visit is Need.MANDATORY and not case.visit.done:
        # zh: 该层级须经实地核查；请先登记核查情况。
        return Obstacle("visit_missing", _("This tier needs a site visit; record it first."))
    return None


def scores_there(case: Case, person: Person) -> Obstacle | None:
    if case.scores_waiting:
        # zh: 尚有 %(n)s 位专家未评分；请等待，或撤回对其指派。
        message = _("%(n)s experts have not scored yet; wait, or take the assignment back.")
        return Obstacle("scores_waiting", message % {"n": case.scores_waiting})
    if case.stages.experts is Need.MANDATORY and not case.scores:
        # zh: 该层级须经专家评审；请先送专家评审。
        return Obstacle("scores_missing", _("This tier needs experts; send it to them first."))
    return None


def room_left(case: Case, person: Person) -> Obstacle | None:
    if case.room is not None and case.room <= 0:
        # zh: 该批次名额已满；请先调整名额。
        return Obstacle("quota_used_up", _("The quota of the batch is used up; raise it first."))
    return None


def notice_over(case: Case, person: Person) -> Obstacle | None:
    if case.notice_to is None:
        # zh: 该件未经公示；请先公示。
        return Obstacle("notice_missing", _("It was not in a public notice; publish it first."))
    if case.day <= case.notice_to:
        # zh: 公示至 %(day)s 止；请在期满后认定。
        message = _("The notice stands until %(day)s; certify when it is over.")
        return Obstacle("notice_running", message % {"day": case.notice_to})
    return None


def no_open_objection(case: Case, person: Person) -> Obstacle | None:
    if case.open_objections:
        # zh: 有异议正在核查；处理完毕后方可认定。
        return Obstacle("objection_open", _("An objection is under inquiry; settle it first."))
    return None


def other_eyes(case: Case, person: Person) -> Obstacle | None:
    if person.pk in case.recommenders | case.reviewers:
        # zh: 推荐人或审核人不能作出决定；请由他人办理。
        message = _("Whoever recommended or reviewed a case does not decide it; let another do it.")
        return Obstacle("same_person", message)
    return None


def signed_by_another(case: Case, person: Person) -> Obstacle | None:
    if case.stages.second_signature and not case.signers - {person.pk}:
        # zh: 该层级须两人签署；请先由另一人会签。
        return Obstacle(
            "signature_missing", _("This tier needs two signatures; another signs first.")
        )
    return None


def not_signed_yet(case: Case, person: Person) -> Obstacle | None:
    if person.pk in case.signers:
        # zh: 您已会签；无须再次办理。
        return Obstacle("signed_already", _("You have signed it; nothing is left to do."))
    return None


def titles_held(case: Case, person: Person) -> Obstacle | None:
    if case.kind == "new" and case.titles_lacking:
        # zh: 企业尚未持有前置称号（%(titles)s）；请先认定前置称号。
        message = _("The firm does not hold the title that comes first (%(titles)s).")
        # zh: 、
        return Obstacle("title_missing", message % {"titles": _(", ").join(case.titles_lacking)})
    return None


def batch_takes_kind(case: Case, person: Person) -> Obstacle | None:
    if case.batch_takes not in ("both", case.kind):
        # zh: 该批次不受理此类申报（新申报、复核）；请选择其他批次。
        return Obstacle("batch_takes_other", _("The batch takes other kinds of applications."))
    return None
