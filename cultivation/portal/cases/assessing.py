"""The assessment of a case: what the standard says now, what was kept, what reviewers said."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Act, Application
from cultivation.certification.selectors.judging import Judgement
from cultivation.portal.cases.telling import opinion_in_words
from cultivation.portal.judging.card import enter_at
from cultivation.portal.judging.sheets import Line, Sheet, sheet_of
from cultivation.standards.engine.content import Content
from cultivation.standards.models import Assessment
from cultivation.standards.selectors import again

# Who gave an opinion on single criteria, by what they did.
_SPEAKERS = (Doing.RECOMMEND, Doing.PROPOSE)


@dataclass(frozen=True)
class Criterion:
    """A criterion now; ``kept`` says what was kept where that differs, ``opinions`` what each
    reviewer said of it."""

    line: Line
    kept: str = ""
    opinions: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Assessed:
    """The assessment as the page of a case shows it."""

    content: Content
    sheet: Sheet
    criteria: list[Criterion]
    day: str
    kept: Assessment | None
    kept_sheet: Sheet | None

    @property
    def differs(self) -> bool:
        """Whether what was kept is not what comes out now."""
        return any(one.kept for one in self.criteria)


def assessed(
    application: Application, judgement: Judgement, acts: Sequence[Act], *, works: bool
) -> Assessed:
    """The assessment of ``application``. Parameters: ``works`` (whether the reader may enter
    figures that are missing)."""
    judged, kept = judgement.judged, application.assessment
    where = enter_at(application.firm, judged.day) if works else lambda _name: ""
    sheet = sheet_of(judged, where)
    kept_sheet = sheet_of(again(kept)) if kept else None
    before = {line.id: line for line in kept_sheet.all_lines} if kept_sheet else {}
    said = _opinions(acts)
    return Assessed(
        content=judged.compiled.content,
        sheet=sheet,
        criteria=[
            Criterion(line, _kept(line, before.get(line.id)), said.get(line.id, []))
            for line in sheet.all_lines
        ],
        day=judged.day.isoformat(),
        kept=kept,
        kept_sheet=kept_sheet,
    )


def _kept(line: Line, before: Line | None) -> str:
    if before is None or (before.figure, before.result) == (line.figure, line.result):
        return ""
    # zh: 留存时：%(figure)s，%(result)s
    message = _("when kept: %(figure)s, %(result)s")
    return message % {"figure": before.figure, "result": before.result}


def _opinions(acts: Sequence[Act]) -> dict[str, list[tuple[str, str]]]:
    """The opinions on each criterion of whoever recommended and whoever proposed last."""
    last = {act.doing: act for act in acts if act.doing in _SPEAKERS and act.opinions}
    found: dict[str, list[tuple[str, str]]] = {}
    for doing in _SPEAKERS:
        if doing in last:
            # zh: 区
            district = _("district")
            # zh: 市
            who = district if doing is Doing.RECOMMEND else _("bureau")
            for code, opinion in last[doing].opinions.items():
                found.setdefault(code, []).append((who, opinion_in_words(opinion)))
    return found
