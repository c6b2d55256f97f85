"""Keeping an answer in memory for as long as nothing is written."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from django.db.models import Max

from cultivation.journal.models import Revision

Answer = TypeVar("Answer")
MOST = 256
_answers: OrderedDict[Hashable, Any] = OrderedDict()
_lock = Lock()


def state() -> tuple[int, int]:
    """What changes with every write that is committed: reading it costs one query.

    The data version follows commits; the newest id tells apart versions that were rolled back and
    given out again.
    """
    newest = Revision.objects.aggregate(number=Max("number"), pk=Max("id"))
    return newest["number"] or 0, newest["pk"] or 0


def kept(at: tuple[int, int], key: Hashable, make: Callable[[], Answer]) -> Answer:
    """What ``make`` gave last for ``key`` in the state ``at``, or now.

    ``at`` is read before the answer is made, so an answer is never older than its state. The key
    names everything else that the answer depends on: the day, the scope.
    """
    whole = (at, key)
    with _lock:
        if whole in _answers:
            _answers.move_to_end(whole)
            return _answers[whole]
    answer = make()
    with _lock:
        _answers[whole] = answer
        while len(_answers) > MOST:
            _answers.popitem(last=False)
    return answer
