"""A list opened: its file read, its tables found, its columns mapped as far as they are known."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cultivation.exchange import layout
from cultivation.exchange.catalogue import FACTS, FIRMS, LIST, Catalogue
from cultivation.exchange.columns import Mapping as ColumnMapping
from cultivation.exchange.columns import refusal, try_map
from cultivation.exchange.interpreting import Interpreter, Progress
from cultivation.exchange.mapping import Trouble
from cultivation.exchange.meanings import Meanings, is_about_ends, is_about_proposals
from cultivation.exchange.reading import Book
from cultivation.exchange.rows import Finding, ListedRow
from cultivation.problems import Problem

CATALOGUES = {"firms": FIRMS, "facts": FACTS, "list": LIST}


@dataclass
class Opened:
    """A list as far as it is understood; with ``troubles`` a person has to say what columns are."""

    kind: str
    book: Book
    found: layout.Layout
    mappings: list[ColumnMapping]
    troubles: list[Trouble]
    meanings: Meanings

    @property
    def catalogue(self) -> Catalogue:
        return CATALOGUES[self.kind]

    def rows(
        self, figures_year: int | None, progress: Progress
    ) -> tuple[list[ListedRow], list[Finding]]:
        """All rows, typed and checked by themselves, and what is to be said of the list.

        Raises the Problem of the columns that are not clear.
        """
        if self.troubles:
            raise refusal(self.troubles)
        interpreter = Interpreter(self.kind, self.meanings, figures_year)
        rows = [
            row
            for k, mapping in enumerate(self.mappings)
            for row in interpreter.rows(k, mapping, progress)
        ]
        notices = [Finding("", note.row, "", "", "layout", note.text) for note in self.found.notes]
        for mapping in self.mappings:
            sheet = mapping.table.sheet
            notes = [*(note.text for note in mapping.table.notes), *mapping.notes]
            notices += [Finding(sheet, 0, "", "", "layout", text) for text in dict.fromkeys(notes)]
        return rows, [*self._doubts(), *notices, *interpreter.remarks]

    def _doubts(self) -> list[Finding]:
        """What a person should think of before confirming: 公示 and 推荐 are no certifications."""
        if self.kind != "list":
            return []
        # zh: 标题“%(title)s”含“推荐”或“公示”；推荐和公示不等于认定，请确认这些企业已获认定再导入。
        told = _(
            "The title “%(title)s” speaks of proposals, which are no certifications: import the"
            " list only if its firms are certified by now."
        )
        return [
            Finding(table.sheet, 0, "", "", "proposed_only", told % {"title": title[:80]})
            for table in (mapping.table for mapping in self.mappings)
            for title in table.preamble
            if is_about_proposals(title)
        ][:1]


def open_list(book: Book, kind: str, overrides: Mapping[str, str] | None = None) -> Opened:
    """Find the tables of ``book`` and map their columns.

    Parameters: ``kind`` (``firms``, ``facts`` or ``list``), ``overrides`` (column → field, or
    ``ignore``).
    Raises Problem when there is no table, or the list is none of certifications.
    """
    catalogue, given = CATALOGUES[kind], dict(overrides or {})
    meanings = Meanings()
    found = layout.find_tables(
        book,
        known=catalogue.known_to_layout(given),
        is_place=lambda text: meanings.places.match(text) is not None,
    )
    mappings, troubles = try_map(found.tables, catalogue, given)
    if kind == "list":
        _check_titles(found.tables)
    return Opened(kind, book, found, mappings, troubles, meanings)


def _check_titles(tables: list[layout.Table]) -> None:
    """Refuse a list whose title says that certifications end: it grants none."""
    for table in tables:
        for title in table.preamble:
            if is_about_ends(title):
                raise Problem(
                    "list_of_ends",
                    # zh: 标题“%(title)s”表明这不是认定名单；撤销、取消等请逐项办理。如确为认定名单，请修改标题后重新导入。
                    _(
                        "The title “%(title)s” says that this is no list of certifications; file"
                        " revocations one by one. If it is one, mend its title and import it again."
                    )
                    % {"title": title[:80]},
                )
