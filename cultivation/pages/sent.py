"""What a browser sent, looked at strictly: nothing that was not asked for, nothing twice, no
characters that nobody sees. REST refuses the same in its bodies."""

import re
from collections.abc import Iterable, Sequence
from itertools import chain

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from cultivation.rest.kinds import LONGEST_PROSE, writable
from cultivation.rest.refusals import SHOWN, Refusal, refuse, unknown_value
from cultivation.rest.views import read_query

# What forms send beside what people fill in.
PASSED_ON = ("csrfmiddlewaretoken", "step", "shown")
TICKED, FILTERED = "ticked", "filtered"


def valid(form: forms.BaseForm, request: HttpRequest, *further: str) -> bool:
    """Whether ``form``, made of what ``request`` sent, is in order, and nothing else was sent.

    What is not is said in its errors. Parameters: ``further`` (names that the page itself reads).
    """
    several = {one.html_name for one in form if _takes_several(one.field)}
    hidden = {one.html_initial_name for one in form if one.field.show_hidden_initial}
    known = {one.html_name: one.field for one in form}
    sent: Iterable[tuple[str, Sequence[object]]] = chain(
        request.POST.lists(), request.FILES.lists()
    )
    for name, values in sent:
        if name not in {*known, *hidden, *PASSED_ON, *further}:
            # zh: 表单中没有“%(name)s”这一项；请重新打开该页后再办理。
            message = _("The form has no field “%(name)s”; open the page again.")
            form.add_error(None, message % {"name": name[:SHOWN]})
        elif len(values) > 1 and name not in several:
            # zh: 同一项提交了两次；请只填写一次。
            _say(form, name, _("It was sent twice; fill it in once."))
        elif name in known:
            _look_at(form, name, values)
    return form.is_valid()


def _look_at(form: forms.BaseForm, name: str, values: Sequence[object]) -> None:
    """Refuse what no field of text takes, whatever it is about."""
    field = form[name].field
    prose = isinstance(field.widget, forms.Textarea)
    texts = [value for value in values if isinstance(value, str)]
    if isinstance(field.widget, forms.PasswordInput):
        return  # what it is made of is the person's own
    if not all(writable(text.strip(), lines=prose) for text in texts):
        # zh: 含有无法显示的字符；请删除后重新填写。
        _say(form, name, _("It has characters that cannot be shown; take them out."))
    elif (
        prose
        and getattr(field, "max_length", 0) is None
        and max(map(len, texts), default=0) > LONGEST_PROSE
    ):
        # zh: 内容过长，最多%(most)d个字符。
        _say(form, name, _("Too long: at most %(most)d characters.") % {"most": LONGEST_PROSE})


def _say(form: forms.BaseForm, name: str, message: str) -> None:
    field = next((one.name for one in form if one.html_name == name), None)
    if field not in form.errors:
        form.add_error(field, message)


def _takes_several(field: forms.Field) -> bool:
    return bool(getattr(field.widget, "allow_multiple_selected", False))


def picked(post: QueryDict, *further: str) -> tuple[bool, list[int]]:
    """What the form of a list means: whether all that is filtered, and the ids that were ticked.

    Parameters: ``further`` (names that the page itself reads). Raises Problem
    ``invalid_parameters``.
    """
    given, errors = only(post, "of", "row", *further, several={"row"})
    of = given.get("of", TICKED)
    if of not in (TICKED, FILTERED):
        errors.append(unknown_value("of", of, (TICKED, FILTERED)))
    rows = given["row"].split(",") if "row" in given else []
    errors += [
        unknown_value("row", one, ()) for one in rows if not re.fullmatch("[0-9]{1,18}", one)
    ]
    if errors:
        refuse(errors)
    return of == FILTERED, sorted({int(one) for one in rows})


def only(
    post: QueryDict, *known: str, several: Iterable[str] = ()
) -> tuple[dict[str, str], list[Refusal]]:
    """What was sent of ``known``, and what is wrong with it or was sent beside it."""
    filled = QueryDict(mutable=True)
    for name, values in post.lists():
        filled.setlist(name, [one for one in values if one] if name in several else values)
    for name in [name for name, values in filled.lists() if not any(values)]:
        del filled[name]
    filled.pop("csrfmiddlewaretoken", None)
    return read_query(filled, [*known], {*several})
