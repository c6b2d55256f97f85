from pathlib import Path

from django.db import migrations

from cultivation.journal.tracking import run_file

SQL = Path(__file__).parents[1] / "sql"
SOURCES = [
    "certification_certification",
    "firms_residence",
    "firms_firmindustry",
    "firms_firmyear",
]
EVENTS = {
    "INSERT": "NEW TABLE AS new_rows",
    "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "OLD TABLE AS old_rows",
}


class Migration(migrations.Migration):
    dependencies = [
        ("counts", "0001_initial"),
        ("certification", "0002_track"),
        ("firms", "0002_track"),
        ("ladders", "0002_track"),
    ]

    operations = [
        run_file(SQL / "ledger.sql"),
        migrations.RunSQL(
            "".join(
                f"CREATE TRIGGER counts_{event.lower()} AFTER {event} ON {table}"
                f" REFERENCING {rows} FOR EACH STATEMENT EXECUTE FUNCTION counts_touch();\n"
                for table in SOURCES
                for event, rows in EVENTS.items()
            )
        ),
    ]
