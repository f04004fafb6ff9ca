"""Every setting is explained, and a wrong one stops the start with a sentence that names it."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

READ = re.compile(r'env\.(?:text|flag|number|words)\(\s*"([A-Z_]+)"')


def names_read() -> set[str]:
    return set(READ.findall((settings.BASE_DIR / "portal/settings.py").read_text("utf-8")))


def test_settings_are_read():
    assert {"SECRET_KEY", "DATABASE_URL", "BROKER_URL", "PORTAL_URL"} <= names_read()


@pytest.mark.parametrize("name", sorted(names_read()))
def test_each_setting_is_documented(name):
    assert f"`{name}`" in (settings.BASE_DIR / "docs/settings.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"DEBUG": "perhaps"}, "DEBUG"),
        ({"UPLOAD_LIMIT_MB": "much"}, "UPLOAD_LIMIT_MB"),
        ({"DEBUG": "off", "PORTAL_URL": ""}, "PORTAL_URL"),
    ],
)
def test_a_wrong_setting_stops_the_start(change, named, tmp_path):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "PORTAL_DATA_DIR": str(tmp_path),
        **change,
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert f"The environment variable {named}" in done.stderr.splitlines()[-1]
