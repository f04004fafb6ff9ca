"""On PostgreSQL: a text search configuration that reads é as e. SQLite's index does so by itself."""

from django.db import migrations

MAKE = """
CREATE EXTENSION IF NOT EXISTS unaccent;
DROP TEXT SEARCH CONFIGURATION IF EXISTS portal;
CREATE TEXT SEARCH CONFIGURATION portal (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION portal
  ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;
"""


def make_configuration(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(MAKE)


class Migration(migrations.Migration):
    dependencies = [("home", "0003_pages")]

    operations = [migrations.RunPython(make_configuration, migrations.RunPython.noop)]
