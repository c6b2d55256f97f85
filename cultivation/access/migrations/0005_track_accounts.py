from django.db import migrations

from cultivation.journal.tracking import track


class Migration(migrations.Migration):
    dependencies = [("access", "0004_never_deleted"), ("journal", "0003_subject")]

    operations = [track("access_user", hidden=("password",))]
