
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0004_subject_index'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='entry',
            name='journal_entry_subject',
        ),
        migrations.AlterField(
            model_name='entry',
            name='revision',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='journal.revision', verbose_name='Revision'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['revision', 'table_name', 'id'], name='journal_entry_revision'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('subject_id__isnull', False)), fields=['subject_id', 'table_name', 'revision'], name='journal_entry_subject'),
        ),
    ]
