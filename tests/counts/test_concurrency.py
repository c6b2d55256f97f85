"""Two write at the same time: the ledger agrees with the facts, and nobody waits for a total."""

import threading
from collections.abc import Callable
from contextlib import suppress
from random import Random

import pytest
from django.db import DatabaseError, connection, transaction
from psycopg2.extensions import connection as Connection

from cultivation.counts.services import compact, rebuild
from cultivation.counts.verification import differences, turning_days
from cultivation.firms.models import Residence
from cultivation.journal.models import Revision
from cultivation.journal.services import revision
from cultivation.problems import Problem
from tests.counts.concurrency import (
    Act,
    execute,
    raw_connections,
    until_somebody_waits_for_a_lock,
    wait,
)
from tests.scenarios.story import certified, counts, given_firm, moved

pytestmark = pytest.mark.django_db(transaction=True)


def no_difference() -> bool:
    return list(differences(turning_days())) == []


def test_a_certification_and_a_move_of_one_firm_at_the_same_time() -> None:
    firm = given_firm("天津甲", district="120111")
    written, go_on = threading.Event(), threading.Event()

    def certify() -> None:
        with revision(reason="certified"):
            certified(firm, "seed", from_="2022-03-01", to="2025-03-01")
            written.set()
            wait(go_on)

    def relocate() -> None:
        with revision(reason="by hand"):
            Residence.objects.filter(firm=firm).update(district="120110")

    first = Act(certify)
    wait(written)
    second = Act(relocate)
    until_somebody_waits_for_a_lock()
    go_on.set()
    first.result()
    second.result()
    assert counts("district", on="2022-03-01") == {"120110": 1}
    assert no_difference()


def test_a_move_first_and_a_certification_meanwhile() -> None:
    firm = given_firm("天津甲", district="120111")
    written, go_on = threading.Event(), threading.Event()

    def relocate() -> None:
        with revision(reason="moved"):
            moved(firm, to="120110", on="2023-05-10")
            written.set()
            wait(go_on)

    first = Act(relocate)
    wait(written)
    second = Act(lambda: certified(firm, "seed", from_="2022-03-01", to="2025-03-01"))
    until_somebody_waits_for_a_lock()
    go_on.set()
    first.result()
    second.result()
    assert counts("district", on="2023-05-09") == {"120111": 1}
    assert counts("district", on="2023-05-10") == {"120110": 1}
    assert no_difference()


def certify_raw(on: Connection, firm: int, tier: str, batch: int) -> None:
    execute(
        on,
        "INSERT INTO certification_certification (firm_id, tier_id, batch_id, number, valid_from,"
        " end_kind, end_reason, end_document, listing)"
        " VALUES (%s, %s, %s, '', '2022-03-01', '', '', '', '{}')",
        [firm, tier, batch],
    )


def test_who_touches_the_same_cells_in_another_order_neither_waits_nor_deadlocks() -> None:
    batches = {
        tier: certified(given_firm(tier), tier, from_="2022-03-01").batch_id
        for tier in ("seed", "specialized")
    }
    firms = [given_firm(f"天津{n}").pk for n in range(4)]
    with revision(reason="by hand") as opened:
        pass
    with raw_connections(2) as (one, other):
        for connected in (one, other):
            execute(connected, "SELECT set_config('registry.revision', %s, true)", [str(opened.pk)])
        certify_raw(one, firms[0], "seed", batches["seed"])
        certify_raw(other, firms[1], "specialized", batches["specialized"])
        certify_raw(one, firms[2], "specialized", batches["specialized"])
        certify_raw(other, firms[3], "seed", batches["seed"])
        other.commit()
        one.commit()
    assert counts("tier", on="2022-03-01") == {"seed": 3, "specialized": 3}
    assert no_difference()


def test_many_write_at_random_and_the_ledger_agrees() -> None:
    firms = [given_firm(f"天津{n}", district="120111") for n in range(3)]

    def write(seed: int) -> None:
        random = Random(seed)
        for n in range(4):
            firm, month = random.choice(firms), seed * 4 + n
            on = f"{2022 + month // 12}-{month % 12 + 1:02}-01"
            if random.random() < 0.5:
                with revision(reason="moved"):
                    moved(firm, to=None, on=on, filed=on)
            else:
                certified(firm, "seed", from_=on, to=f"{on[:8]}15", batch=f"批{seed}-{n}")

    writers = [Act(attempt, write, seed) for seed in range(3)]
    tidying = Act(tidy)
    for act in [*writers, tidying]:
        act.result()
    assert no_difference()
    numbers = list(Revision.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def tidy() -> None:
    for _ in range(5):
        compact()


def attempt(write: Callable[[int], None], seed: int) -> None:
    """Acts that are refused because of one another are no failure; deadlocks are."""
    with suppress(Problem):
        write(seed)


def test_compacting_waits_for_a_rebuild_and_writers_do_not_wait_for_compacting() -> None:
    firm = given_firm("天津甲")
    certified(firm, "seed", from_="2022-03-01")
    with transaction.atomic():
        rebuild()
        other = Act(compact)
        until_somebody_waits_for_a_lock()
    other.result()
    with transaction.atomic():
        compact()
        Act(lambda: certified(firm, "gazelle", from_="2022-03-01")).result()
    assert no_difference()


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_a_write_under_a_snapshot_that_hides_others_is_refused(level: str) -> None:
    firm = given_firm("天津甲")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET TRANSACTION ISOLATION LEVEL {level}")
        with (
            pytest.raises(DatabaseError, match="READ COMMITTED"),
            revision(reason="by hand"),
        ):
            Residence.objects.filter(firm=firm).update(district="120110")
