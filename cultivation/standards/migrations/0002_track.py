from pathlib import Path

from django.db import migrations

from cultivation.journal.tracking import run_file, track

SQL = Path(__file__).parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("standards", "0001_initial"), ("journal", "0002_record")]

    operations = [
        run_file(SQL / "frozen.sql"),
        track("standards_standard", key="key"),
        track("standards_firmfact"),
        track("standards_assessment"),
    ]
