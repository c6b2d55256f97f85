"""Which roles may open which address: one line a pattern. What stands in no line fails the walk."""

from tests.meta import admin
from tests.meta.roles import (
    ACCOUNTS,
    AUDITOR,
    BUREAUS,
    CLIENT,
    EXPERT,
    MIIT,
    PUBLIC,
    STAFF,
    STI,
    SUPERUSER,
    WORKERS,
    Rule,
)

REST = Rule(ACCOUNTS)
SEE = Rule(STAFF)
WORK = Rule(WORKERS, posts=True)
ON_FIRM = WORK.but(row="firm")
DECIDE = Rule(BUREAUS | {SUPERUSER}, posts=True)
SET = DECIDE
SET_OWN = SET.but(roles=frozenset({MIIT, SUPERUSER}))
# What belongs to a ladder of 市工信局.
DECIDE_OWN = SET_OWN
# Updates are of the tiers of 市工信局: its staff and the officers of districts record them.
UPDATE = Rule(WORKERS - {STI}, posts=True, value="2026")
OWN = Rule(STAFF | {EXPERT})
MANAGE = Rule(frozenset({SUPERUSER}), posts=True)
ON_ACCOUNT = MANAGE.but(row="account")
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
    "api/v1/standards/": PUBLIC,
    "api/v1/standards/(?P<code>[^/]+)/": PUBLIC.but(value="specialized-2026"),
    # Facts are asked about by POST; nothing is stored. Without any, 400 or 415.
    "api/v1/standards/<str:code>/assess/": PUBLIC.but(
        get=405, posts=True, value="specialized-2026"
    ),
    "api/v1/schema/": PUBLIC,
    "api/v1/docs/": PUBLIC,
    "api/v1/firms/": REST,
    "api/v1/firms/(?P<uscc>[^/]+)/": REST.but(row="code of a firm"),
    # Without a tier: 400.
    "api/v1/firms/<str:uscc>/assessment/": REST.but(get=400, row="code of a firm"),
    "api/v1/firms/<str:uscc>/years/": REST.but(row="code of a firm"),
    # Nothing is on file for that year or day: 404; an empty body is refused.
    "api/v1/firms/(?P<uscc>[^/]+)/years/(?P<year>[0-9]{4})/": REST.but(
        get=404, row="code of a firm"
    ),
    "api/v1/firms/<str:uscc>/facts/": REST.but(posts=True, row="code of a firm"),
    "api/v1/firms/<str:uscc>/facts/<slug:name>/<str:holds_on>/": REST.but(
        get=404, row="code of a firm"
    ),
    "api/v1/screening/": REST,
    "api/v1/certifications/": REST,
    "api/v1/certifications/(?P<pk>[0-9]{1,18})/": REST.but(row="certification"),
    # --- REST: the flow; what is sent empty is refused ---
    "api/v1/batches/": REST.but(posts=True),
    "api/v1/batches/(?P<pk>[0-9]{1,18})/": REST.but(row="batch"),
    "api/v1/batches/(?P<pk>[0-9]{1,18})/overrides/": REST.but(posts=True, row="batch"),
    "api/v1/batches/(?P<pk>[0-9]{1,18})/overrides/(?P<code>[a-z0-9_-]{1,40})/": REST.but(
        get=405, row="batch"
    ),
    "api/v1/batches/(?P<pk>[0-9]{1,18})/overrides/(?P<code>[a-z0-9_-]{1,40})/remove/": REST.but(
        get=405, posts=True, row="batch"
    ),
    "api/v1/batches/(?P<pk>[0-9]{1,18})/close/": REST.but(get=405, posts=True, row="batch"),
    "api/v1/batches/(?P<pk>[0-9]{1,18})/reopen/": REST.but(get=405, posts=True, row="batch"),
    "api/v1/applications/": REST.but(posts=True),
    "api/v1/applications/acts/": REST.but(get=405, posts=True),
    "api/v1/applications/(?P<pk>[0-9]{1,18})/": REST.but(row="application"),
    "api/v1/applications/(?P<pk>[0-9]{1,18})/acts/": REST.but(posts=True, row="application"),
    "api/v1/applications/(?P<pk>[0-9]{1,18})/documents/": REST.but(posts=True, row="application"),
    # A number is no document of the application: 404 for those who may read or withdraw any.
    "api/v1/applications/(?P<pk>[0-9]{1,18})/documents/(?P<document>[0-9]{1,18})/": (
        REST.but(get=404, row="application")
    ),
    "api/v1/applications/(?P<pk>[0-9]{1,18})/documents/(?P<document>[0-9]{1,18})/withdraw/": (
        REST.but(get=405, row="application")
    ),
    "api/v1/notices/": PUBLIC.but(posts=True),
    "api/v1/notices/(?P<number>[0-9]{4}-[0-9]{3,9})/": PUBLIC.but(row="number of a notice"),
    "api/v1/notices/(?P<number>[0-9]{4}-[0-9]{3,9})/withdraw/": REST.but(
        get=405, posts=True, row="number of a notice"
    ),
    # They carry names of persons: not for clients.
    "api/v1/objections/": SEE.but(posts=True),
    "api/v1/objections/(?P<pk>[0-9]{1,18})/": SEE.but(row="objection"),
    "api/v1/objections/(?P<pk>[0-9]{1,18})/evidence/": SEE.but(
        get=405, posts=True, row="objection"
    ),
    "api/v1/objections/(?P<pk>[0-9]{1,18})/settle/": SEE.but(get=405, posts=True, row="objection"),
    # Whoever has the number of a certificate reads whose it is; without it there is nothing.
    "api/v1/certificates/<str:number>/": PUBLIC.but(get=404, value="TJ-NONE"),
    "api/(?P<path>.*)": PUBLIC.but(get=404),
    # --- where the city stands, its targets ---
    # A client that logs in is led on to the front page, an expert to what it scores.
    "workbench/": SEE.but(roles=STAFF | {CLIENT, EXPERT}, or_else=302),
    "targets/": SEE,
    "targets/set/": SET,
    "targets/<str:pk>/": SEE.but(row="target"),
    "targets/<str:pk>/change/": SET_OWN.but(row="target of 市工信局"),
    "targets/<str:pk>/retire/": SET_OWN.but(row="target of 市工信局"),
    "published-figures/": SEE,
    "published-figures/record/": SET,
    "published-figures/<str:pk>/correct/": SET.but(row="published figure"),
    # --- the library of firms, certifications ---
    "firms/": SEE,
    "firms/suggestions/": SEE,
    "firms/register/": WORK,
    "firms/<int:pk>/": SEE.but(row="firm"),
    "firms/<int:pk>/correct/": ON_FIRM,
    "firms/<int:pk>/figures/": ON_FIRM,
    "firms/<int:pk>/rename/": ON_FIRM,
    "firms/<int:pk>/move/": ON_FIRM,
    "firms/<int:pk>/industry/": ON_FIRM,
    "firms/<int:pk>/merge/": ON_FIRM,
    "firms/<int:pk>/deregister/": ON_FIRM,
    "firms/<int:pk>/assessment/": SEE.but(row="firm"),
    "firms/<int:pk>/facts/": ON_FIRM,
    "screening/": SEE,
    "self-test/": PUBLIC.but(posts=True),
    "standards/": PUBLIC,
    "standards/<slug:code>/": PUBLIC.but(value="gazelle-2021"),
    "standards/<slug:code>/enter/": Rule(
        frozenset({STI, SUPERUSER}), posts=True, value="gazelle-2021"
    ),
    "figures/": SEE,
    "events/": SEE,
    "firms/<int:pk>/journal/": SEE.but(row="firm"),
    "journal/": SEE,
    "journal/of/<path:record>/": SEE.but(row="record"),
    "journal/<int:number>/": SEE.but(row="number of a revision"),
    "certifications/": SEE,
    "batches/": SEE,
    "certifications/<int:pk>/end/": DECIDE.but(row="certification of the own ladder"),
    "certificates/<int:pk>/certificate.pdf": SEE.but(row="certificate"),
    "batches/<int:pk>/certificates.pdf": SEE.but(row="batch"),
    "notices/<int:pk>/certificates.pdf": SEE.but(get=404, value="999999"),
    "verify/": PUBLIC,
    "verify/<path:number>": PUBLIC.but(get=404, value="TJ-NONE"),
    # --- the case: an application with all that belongs to it ---
    "cases/open/": WORK,
    "cases/<int:pk>/": SEE.but(row="application"),
    # A number is no act and no document of the case: 404, or 403 for a party to none.
    "cases/<int:pk>/acts/<slug:doing>/": WORK.but(get=404, row="application"),
    "cases/<int:pk>/documents/attach/": WORK.but(row="application of the own ladder"),
    "cases/<int:pk>/visits/record/": WORK.but(row="application of the own ladder"),
    "cases/<int:pk>/documents/<int:document>/": SEE.but(get=404, row="application"),
    "cases/<int:pk>/documents/<int:document>/withdraw/": WORK.but(
        get=404, row="application of the own ladder"
    ),
    "batches/open/": DECIDE,
    "batches/<int:pk>/": SEE.but(row="called batch"),
    "batches/<int:pk>/edit/": DECIDE.but(row="batch of the own ladder"),
    "batches/<int:pk>/close/": DECIDE.but(row="batch of the own ladder"),
    "batches/<int:pk>/reopen/": DECIDE.but(row="batch of the own ladder"),
    # A batch that is only the name of a list has nothing to change, and no such change.
    "batches/<int:pk>/overrides/add/": DECIDE.but(get=409, row="batch of the own ladder"),
    "batches/<int:pk>/overrides/<slug:code>/": DECIDE.but(get=404, row="batch of the own ladder"),
    "batches/<int:pk>/overrides/<slug:code>/remove/": DECIDE.but(
        get=404, row="batch of the own ladder"
    ),
    # --- the desk ---
    "cases/": SEE,
    # 400 where no case waits for the account, so that none is chosen.
    "cases/take/": WORK.but(get=405),
    "cases/hand-back/": WORK.but(get=405),
    "cases/act/<slug:doing>/": WORK.but(get=400, or_else=200, value="withdraw"),
    "calendar/": SEE,
    "calendar/enter/": DECIDE,
    # Filters are saved on the page of a list.
    "lists/save/": SEE.but(get=400, posts=True),
    "lists/<int:pk>/": SEE.but(get=404, posts=True),
    "lists/<int:pk>/delete/": SEE.but(get=404, posts=True),
    # --- notices and objections ---
    "notices/": PUBLIC,
    "notices/<slug:number>/": PUBLIC.but(row="number of a notice"),
    "notices/<slug:number>/list.<slug:kind>": PUBLIC.but(get=404, row="number of a notice"),
    "notices/staff/": SEE,
    # Without a batch: which one; to post without one is refused.
    "notices/publish/": DECIDE,
    "notices/<slug:number>/staff/": SEE.but(row="number of a notice"),
    "notices/<slug:number>/certify/": DECIDE_OWN.but(row="number of a notice"),
    "notices/<slug:number>/withdraw/": DECIDE_OWN.but(row="number of a notice"),
    "notices/<slug:number>/objections/record/": DECIDE_OWN.but(row="number of a notice"),
    "objections/": SEE,
    "objections/<int:pk>/": SEE.but(row="objection"),
    "objections/<int:pk>/evidence/": DECIDE_OWN.but(row="objection"),
    "objections/<int:pk>/inquiry/": DECIDE_OWN.but(row="objection"),
    "objections/<int:pk>/settle/": DECIDE_OWN.but(row="objection"),
    # --- after certification ---
    "upkeep/": SEE,
    # Rows are picked in the list: opened by hand, it leads there.
    "upkeep/open/": WORK.but(get=302),
    "upkeep/lapsed/": SEE,
    "upkeep/lapsed/<slug:tier>/": SET_OWN.but(get=302, value="seed"),
    "upkeep/updates/": SEE,
    "upkeep/updates/<int:year>/record/": UPDATE.but(get=302),
    "upkeep/updates/<int:year>/accept/": SET_OWN.but(get=302, value="2026"),
    "upkeep/updates/<int:year>/remind/": SET_OWN.but(get=302, value="2026"),
    "upkeep/reported-late/": SEE,
    "upkeep/appeals/": SEE,
    "upkeep/appeals/<int:pk>/": SEE.but(row="appeal"),
    "upkeep/appeals/<int:pk>/settle/": DECIDE.but(row="appeal of the own ladder"),
    "certifications/<int:pk>/appeal/": DECIDE.but(row="certification of the own ladder"),
    "upkeep/bans/": SEE,
    "upkeep/bans/<int:pk>/lift/": DECIDE.but(row="ban of the own ladder"),
    "upkeep/departed/": SEE,
    "firms/<int:pk>/split/": ON_FIRM,
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
    # --- the own account ---
    "account/": OWN,
    "account/password/": OWN.but(posts=True),
    "account/second-factor/": OWN.but(posts=True),
    "account/second-factor/qr.svg": OWN.but(get=404, posts=True),
    "account/second-factor/off/": OWN.but(or_else=302, posts=True),
    "account/second-factor/codes/": OWN.but(or_else=302, posts=True),
    "account/tokens/": SEE,
    "account/tokens/new/": SEE.but(posts=True),
    "account/tokens/<slug:name>/revoke/": SEE.but(get=404, posts=True),
    "messages/": OWN.but(posts=True),
    "messages/<int:pk>/": OWN.but(get=404, posts=True),
    # --- experts ---
    # The administrator may, and was given nothing.
    "scoring/": Rule(frozenset({EXPERT, SUPERUSER})),
    "scoring/<int:pk>/": Rule(frozenset({EXPERT}), posts=True, row="scoring"),
    "scoring/<int:pk>/conflict/": Rule(frozenset({EXPERT}), posts=True, row="scoring"),
    "cases/<int:pk>/scoring/": Rule(BUREAUS | {AUDITOR, SUPERUSER}, row="application"),
    "cases/<int:pk>/scoring/assign/": DECIDE.but(row="application of the own ladder"),
    # What an expert has of it is asked for by a second id, which the case has or has not.
    "cases/<int:pk>/scoring/<int:scoring>/take-back/": DECIDE.but(
        get=404, or_else=200, posts=True, row="application of the own ladder"
    ),
    "cases/<int:pk>/scoring/<int:scoring>/reopen/": DECIDE.but(
        get=404, or_else=200, posts=True, row="application of the own ladder"
    ),
    # --- accounts and access ---
    "officers/": CONTROL,
    "officers/new/": MANAGE,
    "officers/<int:pk>/": CONTROL.but(row="account"),
    "officers/<int:pk>/change/": ON_ACCOUNT,
    "officers/<int:pk>/password/": ON_ACCOUNT,
    "officers/<int:pk>/factor/": ON_ACCOUNT,
    "officers/<int:pk>/leave/": ON_ACCOUNT,
    "officers/<int:pk>/restore/": ON_ACCOUNT,
    "officers/<int:pk>/unlock/": ON_ACCOUNT,
    "officers/<int:pk>/tokens/new/": ON_ACCOUNT,
    "officers/<int:pk>/tokens/<slug:name>/revoke/": ON_ACCOUNT.but(get=404),
    "access-log/": CONTROL,
    **admin.RULES,
}


def rule_of(pattern: str) -> Rule | None:
    """The rule of a pattern, if somebody wrote one."""
    return RULES.get(pattern)
