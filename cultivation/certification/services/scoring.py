"""Experts score applications: given out, marked, submitted, taken back.

Computed by the standard, scored by experts and decided by the bureau are three things: nothing here
touches the state of an application, or its assessment.
"""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cultivation.access.models import Role, User
from cultivation.access.services.messages import tell
from cultivation.certification.flow.cases import Party
from cultivation.certification.flow.states import State
from cultivation.certification.flow.table import REVIEWING
from cultivation.certification.models import Application, Batch, Scoring
from cultivation.certification.scoring import WHOLE, Measure, total, weights_whole
from cultivation.certification.selectors.cases import person_of
from cultivation.clock import today
from cultivation.journal.services import current_revision
from cultivation.problems import Problem

LONGEST_COMMENT = 2000
# What is told, of a firm and its tier.
# zh: %(case)s：请评审打分
GIVEN = gettext_lazy("%(case)s: please score")
# zh: %(case)s：不再需要您评审
TAKEN_BACK = gettext_lazy("%(case)s: no longer for you to score")
# zh: %(case)s：评分已退回，请修改后重新提交
REOPENED = gettext_lazy("%(case)s: your marks are open again")
# zh: %(case)s：有专家声明回避，请另行指派
CONFLICT = gettext_lazy("%(case)s: an expert declares a conflict, choose another one")
# zh: %(case)s：专家均已评分
DONE = gettext_lazy("%(case)s: all experts have scored")
PAGE, CASE_PAGE = "/scoring/{}/", "/cases/{}/scoring/"


def measures_of(batch: Batch) -> list[Measure]:
    """What the applications of ``batch`` are marked by; one mark of 100 where nothing is set."""
    found = [
        Measure(one.position, one.name, one.full_marks, one.weight)
        for one in batch.criteria.order_by("position")
    ]
    # zh: 总体评价
    return found or [Measure(1, _("Overall"), WHOLE, WHOLE)]


def is_under_review(application: Application) -> bool:
    """Whether it may be scored now: it is with the bureau, and not proposed yet."""
    return application.state in REVIEWING


def assign(
    *, application: Application, experts: Collection[int], actor: User, reason: str
) -> list[Scoring]:
    """Give an application that is with experts to further ones.

    The first ones come with the act that sends it to experts. Raises Problem ``not_yours``,
    ``not_with_experts``, ``reason_missing``, ``experts_missing``, ``not_an_expert``,
    ``expert_has_it``.
    """
    application = _locked(application, actor)
    if application.state != State.EXPERT_REVIEW:
        # zh: 该件不在专家评审环节；请先办理“送专家评审”。
        message = _("It is not with experts; send it to them first.")
        raise Problem("not_with_experts", message, status=409)
    _reason(reason)
    found = list(User.objects.filter(pk__in=experts, role=Role.EXPERT, is_active=True))
    if not experts:
        # zh: 请选择评审专家。
        raise Problem("experts_missing", _("Choose the experts."), field="experts")
    if len(found) < len(set(experts)):
        # zh: 所选账号中有不是评审专家的；请重新选择。
        message = _("Some of these accounts are no experts; choose again.")
        raise Problem("not_an_expert", message, field="experts")
    there = Scoring.objects.filter(application=application, expert__in=found).first()
    if there is not None:
        # zh: %(name)s 已被指派评审此件，或已声明回避；请选择其他专家。
        message = _("%(name)s has it already, or declared a conflict; choose another expert.")
        name = there.expert.shown_name
        raise Problem("expert_has_it", message % {"name": name}, field="experts", status=409)
    made = Scoring.objects.bulk_create(
        Scoring(
            application=application, firm_id=application.firm_id, expert=one, assigned_on=today()
        )
        for one in found
    )
    for one in made:
        page = PAGE.format(one.pk)
        _tell([one.expert], f"scoring.given.{one.pk}", GIVEN, application, page)
    return made


def take_back(*, scoring: Scoring, actor: User, reason: str) -> None:
    """Take an application back from an expert who has not submitted marks.

    Raises Problem ``not_yours``, ``reason_missing``, ``scored_already``, ``conflict_declared``.
    """
    application = _locked(scoring.application, actor)
    scoring = _fresh(scoring)
    _reason(reason)
    if scoring.conflict:
        # zh: 该专家已声明回避，记录须保留；请另行指派其他专家。
        message = _("The expert declared a conflict, which stays on record; choose another expert.")
        raise Problem("conflict_declared", message, status=409)
    if scoring.scored_on:
        # zh: 该专家已提交评分；确需收回，请先退回评分。
        message = _("The marks are submitted; reopen them before it is taken back.")
        raise Problem("scored_already", message, status=409)
    expert = scoring.expert
    scoring.delete()
    _tell([expert], f"scoring.taken.{application.pk}", TAKEN_BACK, application)


def reopen(*, scoring: Scoring, actor: User, reason: str) -> Scoring:
    """Let an expert mark anew what was submitted.

    Raises Problem ``not_yours``, ``reason_missing``, ``not_scored``, ``not_under_review``.
    """
    application = _locked(scoring.application, actor)
    scoring = _fresh(scoring)
    _reason(reason)
    if scoring.scored_on is None:
        # zh: 该专家尚未提交评分；无须退回。
        message = _("The expert has submitted nothing yet; there is nothing to reopen.")
        raise Problem("not_scored", message, status=409)
    _under_review(application)
    scoring.scored_on = scoring.total = None
    scoring.save(update_fields=["scored_on", "total"])
    page = PAGE.format(scoring.pk)
    _tell([scoring.expert], f"scoring.reopened.{scoring.pk}", REOPENED, application, page)
    return scoring


def declare_conflict(*, scoring: Scoring, actor: User, note: str) -> Scoring:
    """The expert declares a conflict of interest: the case is out of sight, the bureau is told.

    Raises Problem ``not_yours``, ``scored_already``, ``note_missing``.
    """
    application, scoring = _own(scoring, actor)
    if not note.strip():
        # zh: 请说明回避原因。
        raise Problem("note_missing", _("Say what the conflict is."), field="note")
    scoring.conflict, scoring.conflict_note = True, note.strip()
    scoring.marks, scoring.comment = {}, ""
    scoring.save(update_fields=["conflict", "conflict_note", "marks", "comment"])
    _tell_bureau(application, f"scoring.conflict.{scoring.pk}", CONFLICT)
    return scoring


def mark(
    *,
    scoring: Scoring,
    actor: User,
    marks: Mapping[int, Decimal | None],
    comment: str = "",
    submit: bool = False,
) -> Scoring:
    """Keep the marks of an expert; ``submit`` makes them the expert's word: they stay as they are.

    Parameters: ``marks`` by position of the criteria of the batch, from 0 to the full marks with
    two decimals at most. Raises Problem ``not_yours``, ``scored_already``, ``not_under_review``,
    ``mark_out_of_range``, ``mark_missing``, ``weights_wrong``, ``comment_too_long``.
    """
    application, scoring = _own(scoring, actor)
    if not application.is_open:
        # How it was decided is not for experts to read.
        # zh: 该件已办结，不再评分；无须再办理。
        message = _("It is decided and no longer scored; nothing is left to do.")
        raise Problem("not_under_review", message, status=409)
    _under_review(application)
    measures = measures_of(application.batch)
    given = _checked(measures, marks)
    comment = comment.strip()
    if len(comment) > LONGEST_COMMENT:
        # zh: 评语最多 %(most)s 字；请精简。
        message = _("A comment has at most %(most)s characters; make it shorter.")
        raise Problem("comment_too_long", message % {"most": LONGEST_COMMENT}, field="comment")
    scoring.marks = {str(position): str(value) for position, value in given.items()}
    scoring.comment = comment
    if submit:
        scoring.total = _total(measures, given)
        scoring.scored_on = today()
    scoring.save(update_fields=["marks", "comment", "total", "scored_on"])
    if submit and not _waiting(application):
        _tell_bureau(application, f"scoring.done.{scoring.pk}", DONE)
    return scoring


def _checked(measures: list[Measure], marks: Mapping[int, Decimal | None]) -> dict[int, Decimal]:
    given = {position: value for position, value in marks.items() if value is not None}
    by_position = {one.position: one for one in measures}
    for position, value in given.items():
        one = by_position.get(position)
        fits = one is not None and value.is_finite() and 0 <= value <= one.full
        if one is None or not fits or value != round(value, 2):
            # zh: “%(name)s”须为 0 至 %(full)s，最多两位小数；请更正。
            message = _("Mark “%(name)s” from 0 to %(full)s, with two decimals at most.")
            names = {"name": one.name, "full": one.full.normalize()} if one else {}
            # zh: 没有这项评分指标；请刷新后再填。
            text = message % names if names else _("There is no such criterion; look at it again.")
            raise Problem("mark_out_of_range", text, field=f"mark_{position}")
    return given


def _total(measures: list[Measure], given: dict[int, Decimal]) -> Decimal:
    if not weights_whole(measures):
        # zh: 该批次评分指标的权重合计不是 100%，暂不能提交；请联系主管部门更正。
        message = _("The weights of the batch do not make up 100 %; ask the bureau to mend them.")
        raise Problem("weights_wrong", message, status=409)
    for one in measures:
        if one.position not in given:
            # zh: 请为“%(name)s”打分。
            message = _("Give a mark for “%(name)s”.") % {"name": one.name}
            raise Problem("mark_missing", message, field=f"mark_{one.position}")
    return total(measures, given)


def _own(scoring: Scoring, actor: User) -> tuple[Application, Scoring]:
    """The expert's own scoring, not submitted, with its application, both locked."""
    current_revision()
    application = _lock(scoring.application_id)
    scoring = _fresh(scoring)
    if scoring.expert_id != actor.pk or scoring.conflict:
        # zh: 此事项不由您的账号办理。
        raise Problem("not_yours", _("This is not for your account to do."), status=403)
    if scoring.scored_on:
        # zh: 评分已于 %(day)s 提交，不能修改；确需修改，请联系主管部门退回。
        message = _("It was submitted on %(day)s and stays; the bureau can open it again.")
        raise Problem("scored_already", message % {"day": scoring.scored_on}, status=409)
    return application, scoring


def _locked(application: Application, actor: User) -> Application:
    """The application, locked, for the bureau of its ladder."""
    current_revision()
    locked = _lock(application.pk)
    if Party.BUREAU not in person_of(actor, locked.tier).parties:
        raise Problem("not_yours", _("This is not for your account to do."), status=403)
    return locked


def _lock(pk: int) -> Application:
    rows = Application.objects.select_for_update(of=("self",))
    return rows.select_related("firm", "batch", "tier__ladder").get(pk=pk)


def _fresh(scoring: Scoring) -> Scoring:
    rows = Scoring.objects.select_for_update(of=("self",)).select_related("expert")
    found = rows.filter(pk=scoring.pk).first()
    if found is None:
        # zh: 该评审任务已收回；无须再办理。
        raise Problem("taken_back", _("It was taken back; nothing is left to do."), status=409)
    return found


def _under_review(application: Application) -> None:
    if not is_under_review(application):
        # zh: 该件现为“%(state)s”，不在审核环节，不能评分；请待恢复审核后再办。
        message = _("It is “%(state)s” now, and not to be scored; wait until it is reviewed again.")
        names = {"state": application.get_state_display()}
        raise Problem("not_under_review", message % names, status=409)


def _reason(reason: str) -> None:
    if not reason.strip():
        # zh: 请填写原因。
        raise Problem("reason_missing", _("Give the reason."), field="reason")


def _waiting(application: Application) -> bool:
    return Scoring.objects.filter(application=application, conflict=False, scored_on=None).exists()


def _tell_bureau(application: Application, key: str, words: Promise) -> None:
    staff = User.objects.filter(
        role=Role.BUREAU, is_active=True, authority=application.tier.ladder.authority_id
    )
    _tell(staff, key, words, application, CASE_PAGE.format(application.pk))


def _tell(
    accounts: Iterable[User], key: str, words: Promise, application: Application, address: str = ""
) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        case = f"{application.firm.name}（{application.tier.name_zh}）"
        subject = str(words) % {"case": case}
    tell(
        accounts=accounts,
        key=f"{key}.{current_revision().pk}",
        subject=subject,
        body="",
        address=address,
    )
