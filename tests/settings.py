"""The portal's settings, with an environment fit for tests wherever none is given."""

import os
import sys
import tempfile
from urllib.parse import urlparse

os.environ.setdefault("DEBUG", "on")
os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("DEMO_PASSWORD", "only-for-tests-2026")
os.environ.setdefault("PORTAL_DATA_DIR", tempfile.mkdtemp(prefix="portal-tests-"))
os.environ.setdefault("LOG_LEVEL", "WARNING")

# Processes that test side by side have a data folder each, as they have a database each.
worker = os.environ.get("PYTEST_XDIST_WORKER", "")
if worker and not os.environ["PORTAL_DATA_DIR"].endswith(worker):
    os.environ["PORTAL_DATA_DIR"] = os.path.join(os.environ["PORTAL_DATA_DIR"], worker)

# Nor do they share a cache: emptying one would empty the other's, and the broker's.
if os.environ.get("CACHE_URL", "").startswith("redis"):
    number = 8 + int(worker.removeprefix("gw") or 0) if worker else 13
    os.environ["CACHE_URL"] = urlparse(os.environ["CACHE_URL"])._replace(path=f"/{number}").geturl()

from portal.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if not MAIL_HOST:  # noqa: F405  a worker that a test starts is given that test's mail server
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# A file, not memory: the workers of the job tests, and the threads of a job, open it too.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "tests.sqlite3")}  # noqa: F405


class UndefinedVariable(str):
    """Makes a variable one of our templates uses but nobody gives it fail the test."""

    def __mod__(self, variable: object) -> str:
        context = sys._getframe(1).f_locals.get("context")
        template = getattr(getattr(context, "render_context", None), "template", None)
        origin = getattr(getattr(template, "origin", None), "name", "")
        if str(BASE_DIR / "templates") in origin:  # noqa: F405
            raise AssertionError(f"{origin}: nobody defines {variable}")
        return ""


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable("%s")  # noqa: F405

# Nothing is collected for tests: addresses of static files stay plain.
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
