"""The page about the flow says what the table says."""

from django.core.management import call_command

from cultivation.certification.flow.diagram import page
from cultivation.certification.flow.states import State
from cultivation.certification.flow.table import RULES
from cultivation.certification.management.commands.flow import PATH


def test_the_page_is_that_of_the_table() -> None:
    assert PATH.read_text("utf-8") == page(), "run: manage.py flow --write"


def test_every_act_and_every_state_is_on_it() -> None:
    text = page()
    assert all(f"`{rule.doing.value}`" in text for rule in RULES)
    assert all(f"    {state.value}: " in text for state in State)


def test_the_command_prints_it(capsys: object) -> None:
    call_command("flow")
    assert capsys.readouterr().out.strip() == page().strip()  # type: ignore[attr-defined]
