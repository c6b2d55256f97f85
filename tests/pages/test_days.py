"""Days within sentences stay on one line."""

import pytest
from django.template import Context, Template

WHOLE = '<span class="whole-day">2026-11-22</span>'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("至2026-11-22止", f"至{WHOLE}止"),
        ("（2026-11-22、2026-11-22）", f"（{WHOLE}、{WHOLE}）"),
        ("<b>2026-11-22", f"&lt;b&gt;{WHOLE}"),
        # What only looks like a day is left as it is.
        ("TJ-2026-11-22", "TJ-2026-11-22"),
        ("/x/2026-11-22/", "/x/2026-11-22/"),
        ("2026-11-221", "2026-11-221"),
        ("2026-001", "2026-001"),
    ],
)
def test_a_day_is_kept_together(text: str, shown: str) -> None:
    template = Template("{% load days %}{{ text|unbroken }}")
    assert template.render(Context({"text": text})) == shown


def test_a_sentence_that_is_safe_is_not_escaped_again() -> None:
    template = Template("{% load days %}{% filter unbroken %}A &amp; B 2026-11-22{% endfilter %}")
    assert template.render(Context()) == f"A &amp; B {WHOLE}"
