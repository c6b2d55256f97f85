"""What the database refuses, whoever writes: raw SQL included."""

import pytest
from django.db import IntegrityError, connection

from cultivation.firms.models import Firm
from cultivation.journal.services import revision
from tests.scenarios.story import code, given_firm

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm() -> Firm:
    return given_firm("天津甲", code=code(1), industry="39")


REFUSED = {
    "firms_residence_one_at_a_time": "INSERT INTO firms_residence (firm_id, district_id, outside,"
    " valid_from) VALUES ({firm}, '120110', false, '2023-01-01')",
    "firms_residence_ends_after_it_begins": "INSERT INTO firms_residence (firm_id, district_id,"
    " outside, valid_from, valid_to) VALUES ({firm}, '120110', false, '2023-01-01', '2023-01-01')",
    "firms_residence_in_a_district_or_outside": "UPDATE firms_residence SET outside = true",
    "firms_firmname_one_at_a_time": "INSERT INTO firms_firmname (firm_id, name, key, initials,"
    " valid_from) VALUES ({firm}, '天津乙', '天津乙', 't j y', '2023-01-01')",
    "firms_firmname_initials_fit_key": "UPDATE firms_firmname SET key = '天津乙丙'",
    "firms_firmname_ends_after_it_begins": "UPDATE firms_firmname SET valid_from = '2023-01-02',"
    " valid_to = '2023-01-01'",
    "firms_firmindustry_one_at_a_time": "INSERT INTO firms_firmindustry (firm_id, industry_id,"
    " valid_from) VALUES ({firm}, '65', '2023-01-01')",
    "firms_firm_merged_is_closed": "UPDATE firms_firm SET merged_into_id = id",
    "firms_firm_capital_not_negative": "UPDATE firms_firm SET registered_capital = -1",
    "firms_firm_uscc_valid": "UPDATE firms_firm SET uscc = '91120111MA0000010X'",
    "firms_firm_uscc_once": "INSERT INTO firms_firm (uscc, name, name_key, legal_form, address,"
    " capital_currency, business_scope, demonstration)"
    " SELECT uscc, '天津乙', '天津乙', '', '', '', '', false FROM firms_firm",
    "firms_firmyear_one_per_year": "INSERT INTO firms_firmyear (firm_id, year, size_reason)"
    " VALUES ({firm}, 2022, '{{}}'), ({firm}, 2022, '{{}}')",
    "firms_firmyear_year_in_range": "INSERT INTO firms_firmyear (firm_id, year, size_reason)"
    " VALUES ({firm}, 1948, '{{}}')",
    "firms_firmyear_revenue_not_negative": "INSERT INTO firms_firmyear (firm_id, year,"
    " size_reason, revenue) VALUES ({firm}, 2022, '{{}}', -0.01)",
}


@pytest.mark.parametrize(("constraint", "statement"), REFUSED.items(), ids=REFUSED)
def test_the_database_refuses(firm: Firm, constraint: str, statement: str) -> None:
    with (
        pytest.raises(IntegrityError, match=constraint),
        revision(reason="by hand"),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(firm=firm.pk))


@pytest.mark.parametrize(
    ("table", "columns", "values"),
    [
        ("firms_residence", "district_id, outside", "'120110', false"),
        ("firms_firmname", "name, key, initials", "'天津乙', '天津乙', 't j y'"),
        ("firms_firmindustry", "industry_id", "'65'"),
    ],
)
def test_a_period_may_begin_on_the_day_another_ends(
    firm: Firm, table: str, columns: str, values: str
) -> None:
    with revision(reason="by hand"), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET valid_to = '2023-01-01'")
        cursor.execute(
            f"INSERT INTO {table} (firm_id, valid_from, {columns})"
            f" VALUES (%s, '2023-01-01', {values})",
            [firm.pk],
        )
        cursor.execute(f"SELECT count(*) FROM {table} WHERE firm_id = %s", [firm.pk])
        assert cursor.fetchone() == (2,)
