from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0006_poster'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['parent', 'asset'], name='thread_heads'),
        ),
    ]
