"""Who may import whom, and which way foreign keys point."""

import subprocess
import sys
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models

RANKS = {
    "datakit": 0,
    "core": 1,
    "audit": 2,
    "partners": 3,
    "jobs": 4,
    "notifications": 5,
    "projects": 6,
    "training": 7,
    "datasets": 7,
    "maps": 8,
    "home": 9,
    "portal": 10,
}


def test_import_contracts_hold():
    # In a process of its own: the linter sets up logging anew, and would silence ours.
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([linter], cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def foreign_keys_pointing_up(all_models):
    """`app.Model.field -> app.Model` for each relation to a higher or a strange app."""
    for model in all_models:
        rank = RANKS.get(model._meta.app_label)
        for field in model._meta.get_fields():
            if rank is None or field.auto_created or not field.is_relation:
                continue
            target = getattr(field, "related_model", None)
            target_rank = RANKS.get(target._meta.app_label) if target else None
            same = target and target._meta.app_label == model._meta.app_label
            if target_rank is not None and not same and target_rank >= rank:
                yield f"{model._meta.label}.{field.name} -> {target._meta.label}"


def test_no_foreign_key_points_up():
    assert list(foreign_keys_pointing_up(apps.get_models())) == []


def test_every_app_of_ours_has_a_rank():
    ours = {
        config.label for config in apps.get_app_configs() if settings.BASE_DIR in _parents(config)
    }
    assert ours <= set(RANKS)


def _parents(config):
    path = settings.BASE_DIR / config.name
    return path.parents if path.is_dir() else ()


def test_a_key_that_points_up_is_found():
    class Upward(models.Model):
        job = models.ForeignKey("datasets.Dataset", on_delete=models.CASCADE)

        class Meta:
            app_label = "audit"
            managed = False

        def __str__(self):
            return "upward"

    try:
        assert list(foreign_keys_pointing_up([Upward])) == ["audit.Upward.job -> datasets.Dataset"]
    finally:
        del apps.all_models["audit"]["upward"]
        apps.clear_cache()
