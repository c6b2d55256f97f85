from pathlib import Path

from django.db import migrations

from cultivation.journal.tracking import run_file

SQL = Path(__file__).parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("access", "0003_people_and_their_log")]

    operations = [run_file(SQL / "accounts.sql")]
