"""The roles of the walk, and what a line about an address says."""

from dataclasses import dataclass, replace

ANONYMOUS = "anonymous"
CLIENT = "client"
EXPERT = "expert"
XIQING = "officer of 西青区"
TEDA = "officer of a zone in 滨海新区"
MIIT = "bureau 市工信局"
STI = "bureau 市科技局"
AUDITOR = "auditor"
SUPERUSER = "superuser"

OFFICERS = frozenset({XIQING, TEDA})
BUREAUS = frozenset({MIIT, STI})
WORKERS = OFFICERS | BUREAUS | {SUPERUSER}
STAFF = WORKERS | {AUDITOR}
ACCOUNTS = STAFF | {CLIENT}
# Experts see what they were given, and nothing over REST.
ROLES = (ANONYMOUS, EXPERT, *sorted(ACCOUNTS))


@dataclass(frozen=True)
class Rule:
    """Who may open an address.

    ``get`` is what GET then answers, ``or_else`` what it answers at times. ``posts``: it takes POST
    too (a form, an act). ``row`` is the kind of row that a part of the address names (a maker in
    ``tests/meta/rows.py``); ``value`` is what stands there when no row with a scope is meant.
    """

    roles: frozenset[str]
    get: int = 200
    or_else: int = 0
    posts: bool = False
    row: str = ""
    value: str = "1"

    @property
    def public(self) -> bool:
        return ANONYMOUS in self.roles

    def but(self, **changes: object) -> "Rule":
        return replace(self, **changes)  # type: ignore[arg-type]


PUBLIC = Rule(frozenset(ROLES))
