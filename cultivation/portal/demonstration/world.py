"""Inventing the whole: the same seed and day give the same rows."""

import datetime as dt
from random import Random

from cultivation.firms.size import SizeRules
from cultivation.portal.demonstration.climb import Climb
from cultivation.portal.demonstration.figures import report
from cultivation.portal.demonstration.knobs import STANDARD_FIRMS
from cultivation.portal.demonstration.lives import live, split
from cultivation.portal.demonstration.naming import Namer
from cultivation.portal.demonstration.people import found, pair_brackets
from cultivation.portal.demonstration.rows import World

# Carriers are firms of their own; a few more than hold a title today.
CARRIER_FIRMS = {"service_platform": 40, "startup_base": 70, "incubator": 92, "makerspace": 215}


def generate(*, seed: int, today: dt.date, firms: int, rules: SizeRules) -> World:
    """Invent ``firms`` firms and what happened to them until ``today``.

    Parameters: ``seed`` (any whole number), ``rules`` (the size standard). Pure but for that: the
    same arguments give the same world. Returns firms and certificates in the order to be written.
    """
    chance = Random(f"registry-demonstration-{seed}-{today}-{firms}")
    namer = Namer(chance)
    roles = [
        role
        for role, number in CARRIER_FIRMS.items()
        for _one in range(max(2, round(number * firms / STANDARD_FIRMS)))
    ]
    roles = ["firm"] * (firms - len(roles)) + roles
    invented = [found(chance, namer, n, role, today) for n, role in enumerate(roles, 1)]
    pair_brackets(chance, namer, invented)
    for firm in invented:
        live(chance, namer, firm, today)
    certificates = Climb(chance, invented, today).run()
    for firm in invented:
        report(chance, firm, rules, today)
    split(invented, today)
    return World(invented, certificates)
