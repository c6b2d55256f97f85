"""Days within sentences stay on one line: browsers break 2026-11-22 at its hyphens."""

import re
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
DAY = re.compile(r"(?<![A-Za-z0-9_/=-])\d{4}-\d{2}-\d{2}(?![A-Za-z0-9_/-])")


@register.filter
def unbroken(text: Any) -> SafeString:
    """``text``, escaped where it is not safe yet, with each day in it kept together.

    For sentences, not for markup whose attributes might hold a day.
    """
    kept = DAY.sub(r'<span class="whole-day">\g<0></span>', conditional_escape(text))
    return mark_safe(kept)
