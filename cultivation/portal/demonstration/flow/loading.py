"""Writing the invented applications: one revision, in a few statements; what happens today is done
by the services, as people would do it."""

import datetime as dt
from contextlib import suppress
from random import Random

from cultivation.certification.flow.states import Doing
from cultivation.certification.models import (
    Act,
    Application,
    Batch,
    Criterion,
    Notice,
    NoticeRow,
    Procedure,
)
from cultivation.certification.services import Given, Refused, act
from cultivation.certification.services.assigning import hand_back, take
from cultivation.certification.services.notices import SERIES
from cultivation.certification.services.numbering import next_numbers
from cultivation.firms.models import Firm
from cultivation.journal.services import revision
from cultivation.ladders.models import Tier
from cultivation.portal.demonstration.copying import new_ids
from cultivation.portal.demonstration.flow import beside, days, script
from cultivation.portal.demonstration.flow.choosing import Pool
from cultivation.portal.demonstration.flow.people import Cast
from cultivation.portal.demonstration.flow.updates import write_updates
from cultivation.portal.demonstration.flow.writing import Told, acts_of, keep_judgements, story_of
from cultivation.portal.demonstration.knobs import STANDARD_FIRMS
from cultivation.portal.demonstration.words import MARK

ONE = dt.timedelta(days=1)
# How long batches are open, and so many working days after that the stages are done.
OPEN_FOR, FILED_BEFORE, DISTRICT_BY, REVIEW_BY = 20 * ONE, 5 * ONE, 8, 15
# Where the stages should be done by now, all began so much earlier.
LATE = 24 * ONE


def is_loaded() -> bool:
    """Whether the invented applications are there."""
    return Batch.objects.filter(name__endswith=MARK).exists()


def load_flow(*, today: dt.date, seed: int) -> dict[str, int]:
    """Write the invented applications up to ``today``, with all that belongs to them.

    The accounts of the demonstration have to be there. Returns how many applications and bans.
    """
    reason = f"演示数据：虚构的申报、公示与认定（seed {seed}，{today}）"
    with revision(reason=reason, source="command"):
        return _Flow(Random(f"registry-flow-{seed}-{today}"), today).write()


class _Flow:
    def __init__(self, chance: Random, today: dt.date) -> None:
        self.chance, self.today = chance, today
        firms = Firm.objects.filter(demonstration=True).count()
        self.scale = firms / STANDARD_FIRMS
        self.bans = beside.write_bans(today)
        beside.write_appeal(today)
        write_updates(today)
        self.pool, self.cast = Pool(chance, today), Cast()
        self.tiers = Tier.objects.select_related("ladder").in_bulk()
        self.procedures = Procedure.objects.in_bulk()
        self.certified: list[Told] = []

    def write(self) -> dict[str, int]:
        stories = [told for call in script.CALLS for told in self._call(call)]
        self._today(stories)
        return {"applications": len(stories), "bans": self.bans}

    def _call(self, call: script.Call) -> list[Told]:
        """One batch with its applications, and its notice."""
        window = self._window(call)
        stories = self._stories(call, window)
        if not stories:
            return []
        batch = stories[0].application.batch
        keep_judgements(stories)
        Application.objects.bulk_create(told.application for told in stories)
        seen = beside.write_documents(stories, self.cast)
        Act.objects.bulk_create(
            one for told in stories for one in acts_of(told, self.chance, seen[told.application.pk])
        )
        beside.write_promises(stories, self.today)
        beside.write_visits(stories, self.cast)
        beside.write_scorings(stories, self.cast, self.chance)
        beside.write_decisions(stories)
        noticed = [told for told in stories if Doing.PUBLISH in told.lot.path]
        if window and noticed:
            beside.write_objections(noticed, self._notice(batch, noticed, window))
        if call.certified:
            self.certified = noticed
        return stories

    def _window(self, call: script.Call) -> tuple[dt.date, dt.date] | None:
        match call.notice:
            case "running":
                return days.running(self.today)
            case "over":
                return days.over(self.today)
        return None

    def _stories(self, call: script.Call, window: tuple[dt.date, dt.date] | None) -> list[Told]:
        lots = [lot for lot in call.lots for _one in range(max(1, round(lot.number * self.scale)))]
        stages = self.procedures[call.tier].stages
        # Without a calendar there is no notice: what would stand in it waits for it.
        lots = [
            lot
            for lot in lots
            if (window or Doing.PUBLISH not in lot.path)
            and (stages.district_notice or Doing.START_DISTRICT_NOTICE not in lot.path)
        ]
        chosen = self.pool.draw(call, len(lots))
        if not chosen:
            return []
        lots = lots[: len(chosen)]
        spans = [self._days(call, lot, window) for lot in lots]
        batch = self._batch(call, spans)
        firms = self.pool.firms([pk for pk, _renews in chosen])
        ids = new_ids(Application, len(chosen))
        return [
            story_of(
                pk, batch, firms[firm], renews, lot, self.pool.homes[firm], span,
                cast=self.cast, stages=stages, second=call.second,
            )
            for pk, (firm, renews), lot, span in zip(ids, chosen, lots, spans, strict=True)
        ]  # fmt: skip

    def _days(
        self, call: script.Call, lot: script.Lot, window: tuple[dt.date, dt.date] | None
    ) -> list[dt.date]:
        if Doing.PUBLISH not in lot.path:
            back = self.chance.choice((1, 1, 2, 3, 4, 6, 8, 11, 15)) * ONE
            last = self.today - back - (LATE if call.late else 0 * ONE)
            return days.steps(self.chance, len(lot.path), last)
        assert window is not None
        first = window[0]
        at = lot.path.index(Doing.PUBLISH)
        before = days.steps(self.chance, at, first - self.chance.randint(1, 4) * ONE)
        # An objection comes in the window; it is looked into the day after, or is not yet.
        after = [min(first + step * ONE, self.today) for step in range(len(lot.path) - at)]
        return [*before, *after]

    def _batch(self, call: script.Call, spans: list[list[dt.date]]) -> Batch:
        filed = [span[1] if len(span) > 1 else span[0] for span in spans]
        files_from = min(span[0] for span in spans) - FILED_BEFORE
        files_to = days.workday(self.today + OPEN_FOR if call.open else max(filed) + ONE)
        district_due_on = days.workday(files_to, DISTRICT_BY)
        review_due_on = days.workday(district_due_on, REVIEW_BY)
        if call.late:
            review_due_on = days.weekday(self.today - ONE)
            district_due_on = min(district_due_on, review_due_on)
        year = self.today.year
        batch = Batch.objects.create(
            tier=self.tiers[call.tier],
            name=call.title(year),
            kind="renewal" if call.renews else "new",
            document=call.document(year),
            files_from=files_from,
            files_to=files_to,
            district_due_on=district_due_on,
            review_due_on=review_due_on,
            overrides=call.overrides(year),
            publicity_days=days.NOTICE_DAYS if self.procedures[call.tier].notice else None,
        )
        Criterion.objects.bulk_create(
            Criterion(batch=batch, position=position, name=name, full_marks=full, weight=weight)
            for position, (name, full, weight) in enumerate(call.criteria, start=1)
        )
        return batch

    def _notice(self, batch: Batch, stories: list[Told], window: tuple[dt.date, dt.date]) -> Notice:
        first, last = window
        (seq,) = next_numbers(SERIES, first.year, 1)
        publisher = stories[0].hand_of(Doing.PUBLISH).account
        assert publisher is not None
        notice = Notice.objects.create(
            batch=batch,
            tier=batch.tier,
            number=f"{first.year}-{seq:03}",
            title=f"关于{batch.name}拟认定{batch.tier.name_zh}名单的公示",
            published_on=first,
            days=days.NOTICE_DAYS,
            last_day=last,
            contact=script.CONTACT,
            published_by=publisher,
        )
        listed = sorted(stories, key=lambda told: (told.home.district, told.application.firm.name))
        NoticeRow.objects.bulk_create(
            NoticeRow(
                notice=notice,
                application=told.application,
                firm_id=told.application.firm_id,
                position=position,
                name=told.application.firm.name,
                uscc=told.application.firm.uscc or "",
                district_id=told.home.district,
            )
            for position, told in enumerate(listed, start=1)
        )
        return notice

    def _today(self, stories: list[Told]) -> None:
        """What people do today: the services say so to those whose turn it is."""
        one = self.cast.accounts
        standing = [told for told in self.certified if told.lot.path == script.NOTICED]
        self._act(standing, Doing.CERTIFY, "gxj2")
        filed = [told for told in stories if told.lot.path == script.FILED]
        for name in ("xiqing", "teda", "binhai"):
            mine = [told for told in filed if told.hands[0].account == one[name]]
            self._act(mine[:2], Doing.RECOMMEND, name)
        back = [
            told
            for told in stories
            if told.lot.path == script.RECOMMENDED and told.hands[0].account == one["xiqing"]
        ]
        by_tier = [told for told in back if told.application.tier.ladder_id == "quality_sme"]
        self._act(by_tier[:1], Doing.RETURN_TO_DISTRICT, "gxj")
        # One is taken; another was by mistake, and is free again.
        taken = [
            told.application.pk
            for told in stories
            if told.lot.path == script.RECOMMENDED
            and told.application.tier.ladder_id == "quality_sme"
            and told.application.assigned_to is None
            and told not in by_tier[:1]
        ][:2]
        take(applications=taken, actor=one["gxj"], from_others=True)
        hand_back(applications=taken[:1], actor=one["gxj"])

    def _act(self, stories: list[Told], doing: Doing, account: str) -> None:
        given = Given(
            opinion=script.OPINIONS.get(doing, ("同意。",))[0],
            reason=script.REASONS.get(doing, ""),
            differs=script.DIFFERS,
        )
        # For another day than that of the clock an act may not be possible: then it is left out.
        with suppress(Refused):
            if stories:
                act(
                    applications=[told.application.pk for told in stories],
                    doing=doing,
                    actor=self.cast.accounts[account],
                    given=given,
                    keep_good=True,
                )
