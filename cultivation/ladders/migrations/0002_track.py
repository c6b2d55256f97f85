from django.db import migrations

from cultivation.journal.tracking import track


class Migration(migrations.Migration):
    dependencies = [("ladders", "0001_initial"), ("journal", "0002_record")]

    operations = [track("ladders_ladder", key="code"), track("ladders_tier", key="code")]
