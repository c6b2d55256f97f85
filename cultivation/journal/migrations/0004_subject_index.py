from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_subject")]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(subject_id__isnull=False),
                fields=["subject_id"],
                name="journal_entry_subject",
            ),
        ),
    ]
