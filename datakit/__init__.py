"""Pure Python for messy files, schemas, profiles, queries and packages: no Django in here."""
