from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0003_words'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='review',
            index=models.Index(fields=['state', 'requested_at'], name='review_waiting'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('parent', None), ('resolved_at', None)), fields=['asset'], name='open_threads'),
        ),
    ]
