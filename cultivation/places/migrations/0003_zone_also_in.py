from django.db import migrations, models

from cultivation.journal.tracking import track


class Migration(migrations.Migration):
    dependencies = [("places", "0002_track")]

    operations = [
        migrations.AddField(
            model_name="zone",
            name="also_in",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="places.district", verbose_name="Reaches into"
            ),
        ),
        track("places_zone_also_in"),
    ]
