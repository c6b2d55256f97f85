from pathlib import Path

from django.db import migrations, models

from cultivation.journal.tracking import run_file

SQL = Path(__file__).parents[1] / "sql"


class Migration(migrations.Migration):
    # The index is made by a migration of its own: a table with changed rows waits to be indexed.
    dependencies = [("journal", "0002_record")]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="subject_id",
            field=models.BigIntegerField(editable=False, null=True, verbose_name="Firm"),
        ),
        run_file(SQL / "subject.sql"),
    ]
