"""Who may do what: one table. Whose rows is ``scope_of`` and ``visible_to``. Deny by default."""

from enum import StrEnum

from django.contrib.auth.models import AnonymousUser

from cultivation.access.models import Role, User


class Act(StrEnum):
    """What an account may do in the pages of the registry."""

    SEE = "see"
    WORK_ON_FIRMS = "work_on_firms"
    # Applications: file, review, recommend, decide, each where the flow lets the account do it.
    HANDLE_CASES = "handle_cases"
    # Score the applications that were given to the account, and see nothing else.
    SCORE = "score"
    IMPORT_FIRMS = "import_firms"
    IMPORT_LISTS = "import_lists"
    EXPORT = "export"
    SET_TARGETS = "set_targets"
    SEE_ACCESS_LOG = "see_access_log"
    MANAGE_OFFICERS = "manage_officers"
    EDIT_REFERENCE = "edit_reference"


MAY: dict[str, frozenset[Act]] = {
    Role.BUREAU: frozenset(
        {
            Act.SEE,
            Act.WORK_ON_FIRMS,
            Act.HANDLE_CASES,
            Act.IMPORT_FIRMS,
            Act.IMPORT_LISTS,
            Act.EXPORT,
            Act.SET_TARGETS,
        }
    ),
    Role.DISTRICT: frozenset(
        {Act.SEE, Act.WORK_ON_FIRMS, Act.HANDLE_CASES, Act.IMPORT_FIRMS, Act.EXPORT}
    ),
    Role.AUDITOR: frozenset({Act.SEE, Act.EXPORT, Act.SEE_ACCESS_LOG}),
    Role.EXPERT: frozenset({Act.SCORE}),
    # Over REST only: what a client reads there is a matter of its token and its scope; what it
    # writes there stands below.
    Role.CLIENT: frozenset(),
}
NOTHING: frozenset[Act] = frozenset()
# What a client may do with a token that may write (scope ``write``); it has no pages to do it in.
# Applications it only files: that it is no more than a filer says the flow (``person_of``).
MAY_WITH_TOKEN: dict[str, frozenset[Act]] = {
    Role.CLIENT: frozenset({Act.WORK_ON_FIRMS, Act.HANDLE_CASES})
}


def may(user: User | AnonymousUser, act: Act) -> bool:
    """Whether ``user`` may do ``act`` at all; on which rows is for ``visible_to`` to say."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return user.is_superuser or act in MAY.get(user.role, NOTHING)


def may_with_token(user: User | AnonymousUser, act: Act) -> bool:
    """Whether a token of ``user`` that may write can do ``act``: what its account may do, and for
    REST clients, which do nothing else, what they are there for."""
    if may(user, act):
        return True
    if not isinstance(user, User) or not user.is_active:
        return False
    return act in MAY_WITH_TOKEN.get(user.role, NOTHING)


def decides_on(user: User | AnonymousUser, authority_code: str) -> bool:
    """Whether ``user`` may write certifications on the ladders of the authority.

    Bureau staff only those of their own: no bureau decides on another one's ladder.
    """
    if not may(user, Act.IMPORT_LISTS) or not isinstance(user, User):
        return False
    return user.is_superuser or user.authority_id == authority_code
