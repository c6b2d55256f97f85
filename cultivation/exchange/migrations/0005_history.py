from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("exchange", "0004_import_states")]

    operations = [
        # What was imported before was imported at once, by whoever its revision names.
        migrations.RunSQL(
            """
            UPDATE exchange_import i SET created_at = r.recorded_at, imported_by_id = u.id
            FROM journal_revision r LEFT JOIN access_user u ON u.id = r.actor_id
            WHERE r.id = i.revision_id
            """,
            migrations.RunSQL.noop,
        ),
    ]
