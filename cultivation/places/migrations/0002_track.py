from django.db import migrations

from cultivation.journal.tracking import track


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial"), ("journal", "0002_record")]

    operations = [
        track("places_district", key="code"),
        track("places_zone", key="code"),
        track("places_grouping", key="code"),
        track("places_block", key="code"),
        track("places_block_districts"),
        track("places_block_zones"),
        track("places_placealias", key="text"),
    ]
