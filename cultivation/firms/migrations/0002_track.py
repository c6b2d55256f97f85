from pathlib import Path

from django.db import migrations

from cultivation.journal.tracking import run_file, track

SQL = Path(__file__).parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("firms", "0001_initial"), ("journal", "0002_record")]

    operations = [
        run_file(SQL / "uscc.sql"),
        track("firms_industry", key="code"),
        track("firms_sizerule", key="code"),
        track("firms_firm"),
        track("firms_firmname"),
        track("firms_residence"),
        track("firms_firmindustry"),
        track("firms_firmyear"),
        track("firms_firmevent"),
    ]
