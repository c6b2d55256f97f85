from django.db import migrations

from cultivation.journal.tracking import track


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("journal", "0002_record")]

    operations = [track("access_authority", key="code")]
