from django.db import migrations

from cultivation.journal.tracking import untrack


class Migration(migrations.Migration):
    dependencies = [("exchange", "0002_track")]

    operations = [
        untrack("exchange_importrun"),
        migrations.RenameModel("ImportRun", "Import"),
    ]
