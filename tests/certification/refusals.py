"""What a refusal is worth to whoever reads it, and that it leaves nothing behind."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from cultivation.journal.models import Entry
from cultivation.problems import Problem
from tests.factories import writing

CHINESE = re.compile(r"[一-鿿]")
# What was not filled in, or was never translated.
LEFT_OVER = re.compile(r"%\(|\b(?:the|is|it|and|to)\b", re.IGNORECASE)
QUOTED = re.compile(r"“.*?”")


def says_what_to_do(message: Any) -> bool:
    """Whether ``message`` is a Chinese sentence that goes on after what is wrong."""
    text = QUOTED.sub("", str(message))
    return bool(CHINESE.search(text)) and not LEFT_OVER.search(text) and bool({*"请；"} & {*text})


def refused(call: Callable[[], Any]) -> Problem:
    """The refusal of ``call``: it wrote nothing even before its revision was undone."""
    with writing() as revision:
        with pytest.raises(Problem) as told:
            call()
        assert not Entry.objects.filter(revision=revision).exists(), told.value.code
    assert says_what_to_do(told.value.message), told.value.message
    return told.value


def codes(*calls: Callable[[], Any]) -> list[str]:
    """The codes by which ``calls`` are refused, one after the other."""
    return [refused(call).code for call in calls]
