"""Which roles may open which address of the admin."""

from django.contrib import admin

from tests.meta.roles import ANONYMOUS, AUDITOR, BUREAUS, PUBLIC, STAFF, SUPERUSER, Rule

NOBODY: Rule = Rule(frozenset())
CITY = BUREAUS | {AUDITOR, SUPERUSER}
ONLY_SUPERUSER = Rule(frozenset({SUPERUSER}))
APPS = "|".join(dict.fromkeys(model._meta.app_label for model in admin.site._registry))


def table(
    name: str,
    seen_by: frozenset[str] = STAFF,
    *,
    row: str = "",
    key: str = "1",
    edited: str = "",
    history_by: frozenset[str] = CITY,
) -> dict[str, Rule]:
    """The lines of one table.

    Parameters: ``row`` or ``key`` (of a record of it), ``edited`` (by the superuser: ``added`` too,
    or only ``changed``), ``history_by`` (who may follow a record to its journal).
    """
    place = f"admin/{name}/"
    record = f"{place}<path:object_id>/"
    named = {"row": row, "value": key}
    writes = ONLY_SUPERUSER.but(posts=True)
    return {
        place: Rule(seen_by, posts=True),
        f"{place}add/": writes if edited == "added" else NOBODY,
        # Leads to the page of the record, which refuses by itself.
        record: Rule(STAFF, get=302, posts=True),
        f"{record}change/": Rule(seen_by, posts=bool(edited), **named),  # type: ignore[arg-type]
        f"{record}delete/": (writes if edited else NOBODY).but(or_else=409, **named),
        # The journal is the history of a record.
        f"{record}history/": Rule(seen_by & history_by, get=302, posts=True, **named),  # type: ignore[arg-type]
    }


RULES = {
    "admin/": Rule(STAFF, posts=True),
    # Leads on to the one login, or, with a session, to where one may go.
    "admin/login/": Rule(STAFF | {ANONYMOUS}, get=302, posts=True),
    "admin/password_change/": PUBLIC.but(get=302, posts=True),
    "admin/jsi18n/": Rule(STAFF),
    "admin/autocomplete/": Rule(STAFF, get=403),
    f"admin/(?P<app_label>{APPS})/": Rule(STAFF, value="firms", posts=True),
    "admin/(?P<url>.*)": Rule(STAFF, get=404),
    **table("firms/firm", row="firm", history_by=STAFF),
    **table("firms/firmname", row="name of a firm"),
    **table("firms/residence", row="residence"),
    **table("firms/firmindustry", row="industry of a firm"),
    **table("firms/firmyear", row="figures of a firm"),
    **table("firms/firmevent", row="event of a firm"),
    **table("firms/industry", key="C", edited="changed"),
    **table("firms/sizerule", row="size rule"),
    **table("standards/standard", key="specialized-2026.1"),
    **table("certification/certification", row="certification"),
    **table("certification/batch", row="batch"),
    **table("certification/procedure", key="seed", edited="added"),
    **table("certification/requirement", key="cheetah-form", edited="added"),
    **table("certification/calendaryear", key="2026", edited="added"),
    **table("certification/specialday", key="2026-01-01", edited="added"),
    **table("ladders/ladder", key="quality_5Fsme", edited="added"),
    **table("ladders/tier", key="seed", edited="added"),
    **table("places/district", key="120101"),
    **table("places/zone", key="120116400"),
    **table("places/grouping", key="block4", edited="added"),
    **table("places/block", key="block4.ring", edited="added"),
    **table("places/placealias", key="自贸区", edited="added"),
    **table("targets/target", row="target"),
    **table("targets/publishedfigure", row="published figure", edited="changed"),
    **table("standards/standard", key="gazelle-2021.1"),
    **table("standards/firmfact", row="fact of a firm"),
    **table("standards/assessment", row="assessment of a firm"),
    **table("exchange/import", row="import on record"),
    **table("journal/revision", CITY, row="revision"),
    **table("journal/entry", CITY, row="entry"),
    **table("access/authority", key="miit_5Ftianjin"),
    **table("access/user", frozenset({AUDITOR, SUPERUSER}), row="account"),
}
