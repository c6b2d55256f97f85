from pathlib import Path
from typing import Any

import django.contrib.postgres.indexes
from django.db import migrations, models

import cultivation.firms.models.grams
from cultivation.firms import names
from cultivation.journal.tracking import migrating, run_file

SQL = Path(__file__).parents[1] / "sql"
AT_ONCE = 10_000


def fill_initials(apps: Any, schema_editor: Any) -> None:
    """Give the names on file their initials, in one revision; none is opened where there are no names."""
    FirmName = apps.get_model("firms", "FirmName")
    rows = FirmName.objects.order_by("pk")
    if not rows.exists():
        return
    with migrating(apps, reason="企业名称补充拼音首字母，供查找使用"), schema_editor.connection.cursor() as cursor:
        last = 0
        while batch := list(rows.filter(pk__gt=last).values_list("pk", "key")[:AT_ONCE]):
            cursor.execute(
                "UPDATE firms_firmname n SET initials = s.initials"
                " FROM unnest(%s::bigint[], %s::text[]) AS s (id, initials) WHERE n.id = s.id",
                [[pk for pk, _key in batch], [names.initials(key) for _pk, key in batch]],
            )
            last = batch[-1][0]


class Migration(migrations.Migration):

    dependencies = [
        ('firms', '0002_track'),
    ]

    operations = [
        migrations.AddField(
            model_name='firmname',
            name='initials',
            field=models.TextField(default='', editable=False, verbose_name='Initials'),
            preserve_default=False,
        ),
        migrations.RunPython(fill_initials, migrations.RunPython.noop),
        run_file(SQL / "search.sql"),
        migrations.AddIndex(
            model_name='firm',
            index=django.contrib.postgres.indexes.GinIndex(cultivation.firms.models.grams.Bigrams('uscc'), gin_pending_list_limit=512, name='firms_firm_uscc_bigrams'),
        ),
        migrations.AddIndex(
            model_name='firmname',
            index=django.contrib.postgres.indexes.GinIndex(cultivation.firms.models.grams.Bigrams('key'), gin_pending_list_limit=512, name='firms_firmname_key_bigrams'),
        ),
        migrations.AddIndex(
            model_name='firmname',
            index=django.contrib.postgres.indexes.GinIndex(cultivation.firms.models.grams.InitialBigrams('initials'), gin_pending_list_limit=512, name='firms_firmname_initials'),
        ),
    ]
