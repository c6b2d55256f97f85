"""The forms that pages have, each with where it is sent to, and the odd things to be sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from cultivation.clock import today
from tests.meta.formed import UNSEEN, Control, Form, Sent, changed, forms_of, odd_in
from tests.meta.oddities import Place
from tests.meta.rows import World

# Forms that stand on every page; and giving an import up, whatever its form holds.
ELSEWHERE = ("/logout/", "/language/")
WHATEVER = ("/cancel/", "/again/")
Odd = list[tuple[Control, str]]


@dataclass(frozen=True)
class Sheet:
    """A form on a page, and where it is sent to."""

    place: Place
    form: Form
    address: str

    @property
    def controls(self) -> list[Control]:
        return [one for one in self.form.controls.values() if one.name not in UNSEEN]

    @property
    def shape(self) -> tuple[Any, ...]:
        """Its fields: what forms that are looked at in the same way have in common."""
        return tuple((one.name, one.kind) for one in self.controls)

    def filled(self) -> Sent:
        """What is sent when nothing is odd, and it is confirmed."""
        sent = self.form.filled(today())
        steps = [name for name, _value, _action in self.form.buttons if name == "step"]
        return {k: v for k, v in sent.items() if k not in UNSEEN} | (
            {"step": ["confirm"]} if steps else {}
        )


def sheets_of(world: World, place: Place) -> list[Sheet]:
    answer = world.client(place.role).get(place.address)
    assert answer.status_code < 500, place
    if answer.streaming or not answer.get("Content-Type", "").startswith("text/html"):
        return []
    found = []
    for form in forms_of(answer.content.decode()):
        actions = [action for _name, _value, action in form.buttons if action]
        targets = [form.action] if form.action or not actions else []
        for one in dict.fromkeys([*targets, *actions]):
            if one not in ELSEWHERE and not one.endswith(WHATEVER):
                path = place.address.split("?")[0]
                where = path + one if one.startswith("?") else one or place.address
                found.append(Sheet(place, form, where))
    return found


def rounds(sheets: list[Sheet]) -> Iterator[tuple[Sheet, Sent, Odd]]:
    """What is sent to forms of the same fields: everything odd that one of the fields may meet, in
    as few goes as there are fields for it, and to each form something."""
    waiting = dict.fromkeys(kind for one in sheets[0].controls for kind in odd_in(one.kind))
    for r in count():
        if not waiting and r >= len(sheets):
            return
        sheet = sheets[r % len(sheets)]
        sent, odd = sheet.filled(), []
        for i, one in enumerate(sheet.controls):
            kinds = odd_in(one.kind)
            kind = next((kind for kind in kinds if kind in waiting), kinds[(i + r) % len(kinds)])
            waiting.pop(kind, None)
            new = changed(sent, one, kind)
            if new is not None:
                sent = new
                odd.append((one, kind))
        yield sheet, sent, odd


def one_by_one(sheets: list[Sheet]) -> Iterator[tuple[Sheet, Sent, Odd]]:
    for sheet in sheets:
        for one in sheet.controls:
            for kind in odd_in(one.kind):
                sent = changed(sheet.filled(), one, kind)
                if sent is not None:
                    yield sheet, sent, [(one, kind)]
