"""The one clock. Whatever is "as of" takes the day as a parameter; its default comes from here."""

import datetime as dt

from django.utils import timezone


def today() -> dt.date:
    """Today's date in Tianjin (Asia/Shanghai)."""
    return timezone.localdate()


def now() -> dt.datetime:
    """The present moment, aware of its time zone."""
    return timezone.now()


def local(moment: dt.datetime) -> dt.datetime:
    """``moment`` as clocks in Tianjin show it."""
    return timezone.localtime(moment)
