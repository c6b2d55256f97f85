from pathlib import Path

from django.db import migrations

from cultivation.journal.tracking import run_file, track

SQL = Path(__file__).parents[1] / "sql"

TABLES = (
    "act", "appeal", "application", "ban", "certificate", "commitment", "criterion", "document",
    "notice", "noticerow", "numberseries", "objection", "scoring", "sitevisit", "yearlyupdate",
)


class Migration(migrations.Migration):
    dependencies = [("certification", "0003_the_flow"), ("journal", "0004_subject_index")]

    operations = [
        run_file(SQL / "flow.sql"),
        *(track(f"certification_{table}") for table in TABLES),
        track("certification_calendaryear", key="year"),
        track("certification_specialday", key="day"),
        track("certification_procedure", key="tier_id"),
        track("certification_procedure_prior"),
        track("certification_requirement", key="code"),
    ]
