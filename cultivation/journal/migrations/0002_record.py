from pathlib import Path

from django.db import migrations

from cultivation.journal.tracking import run_file

SQL = Path(__file__).parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [run_file(SQL / "record.sql")]
