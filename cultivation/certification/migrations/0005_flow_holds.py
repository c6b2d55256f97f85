from pathlib import Path

from django.db import migrations

from cultivation.journal.tracking import run_file

SQL = Path(__file__).parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("certification", "0004_flow_rules")]

    operations = [run_file(SQL / "holds.sql")]
