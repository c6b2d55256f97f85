"""The administrator's acts on accounts, below the pages."""

import pytest
from django.core.management import call_command

from cultivation.access.models import Role, User
from cultivation.access.passwords import random_password
from cultivation.access.services import officers
from cultivation.access.standing import Standing, standing_of
from cultivation.journal.models import Revision
from cultivation.problems import Problem
from tests.factories import make_user, writing

pytestmark = pytest.mark.django_db


def test_they_need_a_revision() -> None:
    user, actor = make_user(), make_user(is_superuser=True)
    with pytest.raises(RuntimeError, match="revision"):
        officers.leave(officer=user, actor=actor)


def test_the_last_administrator_stays() -> None:
    one, other = make_user(is_superuser=True), make_user(is_superuser=True)
    with writing():
        officers.leave(officer=one, actor=other)
        with pytest.raises(Problem, match=r"last|最后") as refused:
            officers.leave(officer=other, actor=one)
        assert refused.value.code == "last_administrator"
        with pytest.raises(Problem, match=r"last|最后"):
            officers.change(
                officer=other, name="甲", standing=Standing(role=Role.AUDITOR), actor=one
            )
        officers.come_back(officer=one)
        officers.leave(officer=other, actor=one)


def test_a_change_of_name_alone_keeps_everything_else() -> None:
    user = make_user(Role.BUREAU)
    before = standing_of(user)
    with writing():
        after = officers.change(officer=user, name="王 小明 ", standing=before, actor=user)
    assert (after.last_name, standing_of(after)) == ("王 小明", before)


def test_leaving_twice_and_coming_back_twice_is_refused() -> None:
    user, actor = make_user(), make_user(is_superuser=True)
    with writing():
        User.objects.filter(pk=user.pk).update(role=Role.AUDITOR)
        with pytest.raises(Problem) as refused:
            officers.come_back(officer=user)
        assert refused.value.code == "account_active"
        officers.leave(officer=user, actor=actor)
        with pytest.raises(Problem) as refused:
            officers.leave(officer=user, actor=actor)
        assert refused.value.code == "account_left"
        with pytest.raises(Problem) as refused:
            officers.reset_password(officer=user, actor=actor)
        assert refused.value.code == "account_left"


def test_djangos_own_commands_write_in_a_revision(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "Fresh-Words-27")
    before = Revision.objects.count()
    call_command(
        "createsuperuser", username="first", email="a@b.cn", interactive=False, verbosity=0
    )
    assert User.objects.get(username="first").check_password("Fresh-Words-27")
    assert Revision.objects.count() > before


def test_random_passwords_keep_the_rules_and_differ() -> None:
    from django.contrib.auth.password_validation import validate_password

    made = {random_password() for _n in range(200)}
    assert len(made) == 200
    for password in made:
        validate_password(password)
