from django.db import migrations

from cultivation.journal.tracking import track


class Migration(migrations.Migration):
    dependencies = [("targets", "0001_initial"), ("journal", "0002_record")]

    operations = [
        track("targets_target", key="code"),
        track("targets_target_tiers"),
        track("targets_publishedfigure", key="code"),
        track("targets_publishedfigure_tiers"),
    ]
