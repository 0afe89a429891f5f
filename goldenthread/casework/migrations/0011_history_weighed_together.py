from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0010_outcome_carried")]

    operations = [
        migrations.AddField(
            model_name="historyweighed",
            name="means",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
    ]
