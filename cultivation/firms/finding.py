"""Which firms a search fits and how well, as conditions of the database.

Each condition asks an index of pairs first (``models.grams``); what the pairs cannot tell, the text
itself decides.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.lookups import DataContains
from django.db.models import (
    Case,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    TextField,
    Value,
    When,
)

from cultivation.clock import today
from cultivation.firms.models import Firm, FirmName
from cultivation.firms.models.grams import Bigrams, InitialBigrams
from cultivation.firms.querysets import on
from cultivation.firms.search import Search, Term, grams

# How well a firm fits, best first.
CODE, NAME, FORMER_NAME, BEGINNING, NOW, FORMERLY = range(6)
# What nearly every firm of the city has in its name, its initials or its code: an index is no help.
EVERYWHERE = ("天津市", "(天津)", "有限公司", "TJS", "YXGS", "91120")


def conditions(search: Search) -> list[Q]:
    """What a firm must fulfil to fit ``search``: a condition for each of its terms."""
    leading = _leading(search.terms)
    return [_fits(term, leads=term is leading) for term in search.terms]


def _leading(terms: tuple[Term, ...]) -> Term | None:
    """The term that the fewest firms fit, as far as its looks tell; None: all are common."""
    rare = [term for term in terms if not _common(term)]
    named = [term for term in rare if not term.code]
    return named[0] if named else max(rare, key=lambda term: len(term.key), default=None)


def _common(term: Term) -> bool:
    if len(term.key) == 1 and term.code:
        return True
    return any(term.key in text for text in EVERYWHERE)


def _fits(term: Term, *, leads: bool) -> Q:
    """The condition that ``term`` fits a firm.

    The planner knows how common a fragment of a name is. One that may be of a code instead has two
    forms, and the planner cannot turn one into the other: the firms that both indexes give, for
    the term that leads, and for the others a look at each firm that is left.
    """
    names = FirmName.objects.order_by()
    if not term.code:
        return Q(pk__in=names.filter(_in_name(term)).values("firm"))
    if leads:
        coded = Firm.objects.order_by().filter(_in_code(term.code)).values("pk")
        return Q(pk__in=names.filter(_in_name(term)).values("firm").union(coded, all=True))
    sounded = Q(initials__regex=term.pattern) if term.letters else Q(key__contains=term.key)
    named = names.filter(sounded, firm=OuterRef("pk"))
    return Q(uscc__contains=term.code) | Q(Exists(named))


def _in_name(term: Term) -> Q:
    # What is written in Latin letters and digits stands among the initials as itself.
    if not term.letters:
        return holding_key(term.key)
    indexed = _in_index(InitialBigrams(F("initials")), term.letters)
    return indexed & Q(initials__regex=term.pattern) if len(term.letters) > 2 else indexed


def _in_code(code: str) -> Q:
    return _in_index(Bigrams(F("uscc")), code) & Q(uscc__contains=code)


def holding_key(key: str) -> Q:
    """The condition that a name holds ``key``, which is no pattern: % and _ mean themselves."""
    exact = Q(key__contains=key)
    if any(key in text for text in EVERYWHERE):
        return exact
    return _in_index(Bigrams(F("key")), key) & exact


def _in_index(bigrams: Func, fragment: str) -> Q:
    return Q(DataContains(bigrams, Value(grams(fragment), ArrayField(TextField()))))


def exactly(search: Search) -> Q:
    """The condition that a firm has, or had, just the code or name that was typed."""
    named = FirmName.objects.order_by().filter(key=search.whole.key).values("firm")
    if not search.whole.code:
        return Q(pk__in=named)
    coded = Firm.objects.order_by().filter(uscc=search.whole.code).values("pk")
    return Q(pk__in=named.union(coded, all=True))


def rank(search: Search) -> Case:
    """How well a firm that fits does so: from CODE (exactly) to FORMERLY (by a former name)."""
    first, whole = search.terms[0], search.whole
    named = FirmName.objects.filter(key=whole.key).values("firm")
    fits = Q()
    for term in search.terms:
        fits &= _fits_now(term, "contains", term.pattern)
    begins = _fits_now(first, "startswith", first.opening)
    return Case(
        When(_code(whole, "exact"), then=Value(CODE)),
        When(name_key=whole.key, then=Value(NAME)),
        When(pk__in=named, then=Value(FORMER_NAME)),
        When(fits & begins, then=Value(BEGINNING)),
        When(fits, then=Value(NOW)),
        default=Value(FORMERLY),
        output_field=IntegerField(),
    )


def _fits_now(term: Term, lookup: str, pattern: str) -> Q:
    """The condition that a firm's code or present name is as ``lookup`` or ``pattern`` say."""
    condition = Q(**{f"name_key__{lookup}": term.key}) | _code(term, lookup)
    if term.letters:
        present = FirmName.objects.filter(on(today()), firm=OuterRef("pk"))
        # Last: the only part that looks beyond the row of the firm.
        condition |= Q(Exists(present.filter(initials__regex=pattern)))
    return condition


def _code(term: Term, lookup: str) -> Q:
    return Q(**{f"uscc__{lookup}": term.code}) if term.code else Q(pk__in=[])
