"""psycopg 3 must never come in: Django would switch to it without a word."""

from importlib.metadata import distributions

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import is_psycopg3

from tests.registry.processes import python


def test_django_talks_through_psycopg2() -> None:
    assert is_psycopg3 is False


def test_psycopg3_is_not_installed() -> None:
    names = {str(distribution.metadata["Name"]).lower() for distribution in distributions()}
    assert "psycopg2-binary" in names
    assert not {name for name in names if name.split("-")[0] == "psycopg"}


@pytest.mark.django_db
def test_the_server_is_new_enough_and_sorts_by_code_point() -> None:
    with connection.cursor() as cursor:
        assert connection.connection.server_version >= 150_000
        cursor.execute("SELECT array_agg(t ORDER BY t) FROM unnest(ARRAY['b', 'B', '中', 'a']) t")
        assert cursor.fetchone() == (["B", "a", "b", "中"],)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_what_a_committing_test_leaves_is_gone_in_the_next(time: int) -> None:
    from django.contrib.contenttypes.models import ContentType

    assert not ContentType.objects.filter(app_label="left").exists()
    assert ContentType.objects.exists(), "what migrations and reference data wrote is still there"
    ContentType.objects.create(app_label="left", model=f"by{time}")


def test_another_process_works_on_a_copy_through_database_url(scratch_database: str) -> None:
    process = python("manage.py", "showmigrations", "--plan", DATABASE_URL=scratch_database)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0, output
    assert "[X]" in output
    assert "[ ]" not in output


def test_a_database_out_of_reach_is_said_in_a_sentence() -> None:
    process = python("-m", "registry.serve", DATABASE_URL="postgresql://u@127.0.0.1:9/x", PORT="0")
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "DATABASE_URL" in output
    assert "Traceback" not in output
