from django.db import migrations

from cultivation.journal.tracking import track


class Migration(migrations.Migration):
    dependencies = [("certification", "0001_initial"), ("journal", "0002_record")]

    operations = [track("certification_batch"), track("certification_certification")]
