"""Which roles may open which address: one line a pattern. What stands in no line fails the walk."""

from dataclasses import dataclass, replace

ANONYMOUS = "anonymous"
CLIENT = "client"
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
ROLES = (ANONYMOUS, *sorted(ACCOUNTS))


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
REST = Rule(ACCOUNTS)
SEE = Rule(STAFF)
WORK = Rule(WORKERS, posts=True)
ON_FIRM = WORK.but(row="firm")
DECIDE = Rule(BUREAUS | {SUPERUSER}, posts=True)
SET_TARGETS = DECIDE
OWN = SEE
ONLY_SUPERUSER = Rule(frozenset({SUPERUSER}))
ON_OFFICER = ONLY_SUPERUSER.but(row="officer", posts=True)
# Those who look at who did what: with accounts, not with firms.
CONTROL = Rule(frozenset({AUDITOR, SUPERUSER}))

RULES = {
    "": PUBLIC,
    "login/": PUBLIC.but(or_else=302, posts=True),
    "login/code/": PUBLIC.but(get=302, posts=True),
    "logout/": PUBLIC.but(get=405, posts=True),
    "language/": PUBLIC.but(get=302, posts=True),
    "healthz": PUBLIC,
    "readyz": PUBLIC,
    "favicon.ico": PUBLIC.but(get=302),
    # --- REST ---
    "api/v1/": PUBLIC,
    "api/v1/counts/": PUBLIC,
    "api/v1/counts/series/": PUBLIC,
    "api/v1/targets/": PUBLIC,
    "api/v1/targets/(?P<pk>[^/]+)/": PUBLIC.but(row="target"),
    "api/v1/targets/progress/": PUBLIC,
    "api/v1/published-figures/": PUBLIC,
    "api/v1/published-figures/(?P<pk>[^/]+)/": PUBLIC.but(row="published figure"),
    "api/v1/ladders/": PUBLIC,
    "api/v1/ladders/(?P<pk>[^/]+)/": PUBLIC.but(value="quality_sme"),
    "api/v1/tiers/": PUBLIC,
    "api/v1/tiers/(?P<pk>[^/]+)/": PUBLIC.but(value="seed"),
    "api/v1/districts/": PUBLIC,
    "api/v1/districts/(?P<pk>[^/]+)/": PUBLIC.but(value="120101"),
    "api/v1/zones/": PUBLIC,
    "api/v1/zones/(?P<pk>[^/]+)/": PUBLIC.but(value="120116400"),
    "api/v1/schema/": PUBLIC,
    "api/v1/docs/": PUBLIC,
    "api/v1/firms/": REST,
    "api/v1/firms/(?P<uscc>[^/]+)/": REST.but(row="code of a firm"),
    "api/v1/certifications/": REST,
    "api/v1/certifications/(?P<pk>[0-9]{1,18})/": REST.but(row="certification"),
    "api/(?P<path>.*)": PUBLIC.but(get=404),
    # --- the library of firms, certifications ---
    "firms/": SEE,
    "firms/register/": WORK,
    "firms/<int:pk>/": SEE.but(row="firm"),
    "firms/<int:pk>/correct/": ON_FIRM,
    "firms/<int:pk>/figures/": ON_FIRM,
    "firms/<int:pk>/rename/": ON_FIRM,
    "firms/<int:pk>/move/": ON_FIRM,
    "firms/<int:pk>/industry/": ON_FIRM,
    "firms/<int:pk>/merge/": ON_FIRM,
    "firms/<int:pk>/deregister/": ON_FIRM,
    "certifications/": SEE,
    "batches/": SEE,
    "certifications/<int:pk>/end/": DECIDE.but(row="certification of the own ladder"),
    # --- the lists beside the firms, the workbench ---
    "figures/": SEE,
    "events/": SEE,
    "workbench/": SEE,
    "targets/": SEE,
    "targets/set/": SET_TARGETS,
    "targets/<str:pk>/": SEE.but(row="target"),
    "targets/<str:pk>/change/": SET_TARGETS.but(row="target of the own ladder"),
    "targets/<str:pk>/retire/": SET_TARGETS.but(row="target of the own ladder"),
    "published-figures/": SEE,
    "published-figures/record/": SET_TARGETS,
    "published-figures/<str:pk>/correct/": SET_TARGETS.but(row="published figure"),
    # --- the own account ---
    "account/": OWN,
    "account/password/": OWN.but(posts=True),
    "account/second-factor/": OWN.but(posts=True),
    "account/second-factor/qr.svg": OWN.but(get=404, posts=True),
    "account/second-factor/off/": OWN.but(or_else=302, posts=True),
    "account/second-factor/codes/": OWN.but(or_else=302, posts=True),
    "account/tokens/": OWN,
    "account/tokens/new/": OWN.but(posts=True),
    "account/tokens/<slug:name>/revoke/": OWN.but(get=404, posts=True),
    # --- accounts and access ---
    "officers/": CONTROL,
    "officers/new/": ONLY_SUPERUSER.but(posts=True),
    "officers/<int:pk>/": CONTROL.but(row="officer"),
    "officers/<int:pk>/change/": ON_OFFICER,
    "officers/<int:pk>/password/": ON_OFFICER,
    "officers/<int:pk>/factor/": ON_OFFICER,
    "officers/<int:pk>/leave/": ON_OFFICER,
    "officers/<int:pk>/restore/": ON_OFFICER,
    "officers/<int:pk>/unlock/": ON_OFFICER,
    "officers/<int:pk>/tokens/new/": ON_OFFICER,
    "officers/<int:pk>/tokens/<slug:name>/revoke/": ON_OFFICER.but(get=404),
    "access-log/": CONTROL,
    # --- the admin (its tables stand in ADMIN below) ---
    "admin/": SEE.but(posts=True),
    "admin/login/": PUBLIC.but(get=302, or_else=403, posts=True),
    "admin/password_change/": PUBLIC.but(get=302, posts=True),
    "admin/jsi18n/": SEE,
    "admin/autocomplete/": SEE.but(get=403),
    "admin/(?P<url>.*)": SEE.but(get=404),
}


@dataclass(frozen=True)
class Table:
    """A table in the admin: the kind of its rows, who reads, who edits, who adds (else editors)."""

    row: str
    readers: frozenset[str] = STAFF
    editors: frozenset[str] = frozenset()
    adders: frozenset[str] | None = None


CITY = STAFF - OFFICERS
EDITORS = frozenset({SUPERUSER})
ADMIN = {
    "firms/firm": Table("firm"),
    "firms/firmname": Table("name of a firm"),
    "firms/residence": Table("residence"),
    "firms/firmindustry": Table("industry of a firm"),
    "firms/firmyear": Table("figures of a firm"),
    "firms/firmevent": Table("event of a firm"),
    "firms/industry": Table("industry", editors=EDITORS, adders=frozenset()),
    "firms/sizerule": Table("size rule"),
    "certification/certification": Table("certification"),
    "certification/batch": Table("batch"),
    "ladders/ladder": Table("ladder", editors=EDITORS),
    "ladders/tier": Table("tier", editors=EDITORS),
    "places/district": Table("district"),
    "places/zone": Table("zone"),
    "places/grouping": Table("grouping", editors=EDITORS),
    "places/block": Table("block", editors=EDITORS),
    "places/placealias": Table("place alias", editors=EDITORS),
    "targets/target": Table("target"),
    "targets/publishedfigure": Table("published figure", editors=EDITORS, adders=frozenset()),
    "exchange/importrun": Table("import", readers=CITY),
    "journal/revision": Table("revision", readers=CITY),
    "journal/entry": Table("entry", readers=CITY),
    "access/authority": Table("authority"),
    "access/user": Table("officer", readers=frozenset({AUDITOR, SUPERUSER})),
}


def _of_table(name: str, table: Table) -> dict[str, Rule]:
    one = f"admin/{name}/<path:object_id>/"
    reading = Rule(table.readers, posts=True, row=table.row)
    return {
        f"admin/{name}/": reading.but(row=""),
        f"admin/{name}/add/": Rule(
            table.editors if table.adders is None else table.adders, posts=True
        ),
        one: Rule(STAFF, get=302, posts=True),
        f"{one}change/": reading,
        # The journal's own list, for those who may see that.
        f"{one}history/": Rule(table.readers & CITY, get=302, posts=True, row=table.row),
        # Rows of the files and rows in use stay: that is what editors are told.
        f"{one}delete/": Rule(table.editors, get=409, posts=True, row=table.row),
    }


for _name, _table in ADMIN.items():
    RULES |= _of_table(_name, _table)


def rule_of(pattern: str) -> Rule | None:
    """The rule of a pattern. The page of an app in the admin names all apps that it has."""
    if pattern.startswith("admin/(?P<app_label>"):
        return SEE.but(value="firms", posts=True)
    return RULES.get(pattern)
