"""Which roles may open which address: one line a pattern. What stands in no line fails the walk."""

from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

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
TO_ADMIN = Rule(STAFF)
ONLY_SUPERUSER = Rule(frozenset({SUPERUSER}))

RULES = {
    "": PUBLIC,
    "login/": PUBLIC.but(posts=True),
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
    # --- lists in ---
    "imports/": SEE,
    "imports/new/": WORK,
    "imports/templates/<slug:name>.xlsx": Rule(WORKERS, value="firms"),
    "imports/<int:pk>/": SEE.but(row="import"),
    "imports/<int:pk>/progress/": SEE.but(row="import"),
    "imports/<int:pk>/errors.xlsx": SEE.but(row="import"),
    "imports/<int:pk>/mapping/": WORK.but(row="import"),
    "imports/<int:pk>/undo/": WORK.but(get=302, row="import"),
    "imports/<int:pk>/choose/": WORK.but(get=302, row="import"),
    "imports/<int:pk>/confirm/": WORK.but(get=302, row="import"),
    "imports/<int:pk>/cancel/": WORK.but(get=302, row="import"),
    "imports/<int:pk>/again/": WORK.but(get=302, row="import"),
    # --- the admin ---
    "admin/": TO_ADMIN.but(posts=True),
    "admin/login/": PUBLIC.but(or_else=302, posts=True),
    "admin/logout/": TO_ADMIN.but(get=405, posts=True),
    "admin/password_change/": TO_ADMIN.but(posts=True),
    "admin/password_change/done/": TO_ADMIN,
    "admin/jsi18n/": TO_ADMIN,
    "admin/autocomplete/": ONLY_SUPERUSER.but(get=403),
    "admin/(?P<app_label>auth)/": ONLY_SUPERUSER.but(value="auth", posts=True),
    "admin/auth/group/": ONLY_SUPERUSER.but(posts=True),
    "admin/auth/group/add/": ONLY_SUPERUSER.but(posts=True),
    "admin/auth/group/<path:object_id>/": TO_ADMIN.but(get=302, posts=True),
    "admin/auth/group/<path:object_id>/*": ONLY_SUPERUSER.but(row="group", posts=True),
    "admin/r/<path:content_type_id>/<path:object_id>/": ONLY_SUPERUSER.but(get=404),
    "admin/(?P<url>.*)": ONLY_SUPERUSER.but(get=404),
}


def rule_of(pattern: str) -> Rule | None:
    """The rule of a pattern: its own line, else the first line with a star that fits it."""
    if pattern in RULES:
        return RULES[pattern]
    starred = (line for line in RULES if line.endswith("/*") and ")" not in line)
    return next((RULES[line] for line in starred if fnmatchcase(pattern, line)), None)
