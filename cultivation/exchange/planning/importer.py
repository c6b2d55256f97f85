"""Who imports: whose firms the list may be about, and what that person has chosen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cultivation.access.models import User
from cultivation.access.scope import CITY, scope_of
from cultivation.exchange import bulk
from cultivation.exchange.matching import Known
from cultivation.exchange.rows import ListedRow
from cultivation.firms.models import Firm


@dataclass(frozen=True)
class Importer:
    """Who imports. Without a ``user`` it is the system, which reaches every firm.

    ``choices`` are the firms that the person chose for unclear rows, by ``ListedRow.at``; None
    where nobody can be asked: unclear rows are errors then.
    """

    user: User | None = None
    choices: Mapping[str, str] | None = None

    @property
    def asks(self) -> bool:
        """Whether unclear rows are put to the person."""
        return self.choices is not None


SYSTEM = Importer()


class Reach:
    """Which firms an importer may write about; of all others a list learns nothing."""

    def __init__(self, importer: Importer, pks: Iterable[int]) -> None:
        """Look up, in one query, which of the firms ``pks`` the importer may see."""
        self.scope = scope_of(importer.user) if importer.user else CITY
        self.visible: set[int] | None = None
        if importer.user and not self.scope.city:
            firms = Firm.objects.visible_to(importer.user)
            self.visible = set(firms.filter(pk__in=bulk.numbers(pks)).values_list("pk", flat=True))

    def sees(self, known: Known) -> bool:
        """Whether ``known`` is in reach; what the list itself brings always is."""
        return self.visible is None or known.pk is None or known.pk in self.visible

    def refuse(self, row: ListedRow) -> None:
        """The row is about a firm out of reach: nothing is told of that firm."""
        at = "uscc" if row.values.get("uscc") else "name"
        # zh: 该企业已在您的辖区以外登记，本行不予导入；如认为有误，请联系市级主管部门。
        message = _("The firm is on file outside your district; if that is wrong, ask the bureau.")
        row.refuse(at, "outside_scope", message)

    def takes_new(self, row: ListedRow) -> bool:
        """Whether a new firm may lie where ``row`` says; the own place if it says nothing."""
        if self.visible is None:
            return True
        own = (self.scope.district or "", self.scope.zone)
        district, zone = row.values.get("place") or own
        if district == own[0] and (own[1] is None or zone in (None, own[1])):
            row.values["place"] = (district, own[1] or zone)
            return True
        # zh: 新企业须位于您的辖区内；外区企业请由其所属区或市级主管部门导入。
        message = _(
            "A new firm must lie in your own district; others are for theirs or the bureau."
        )
        row.refuse("place", "place_outside_scope", message)
        return False
