"""A running portal to measure: with its demo, on an empty folder, gone afterwards."""

import json
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

from tests.running import ROOT, Portal, running


@contextmanager
def serving() -> Iterator[Portal]:
    """The portal with its demo, as `make run` starts it."""
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as portal:
        yield portal


def answer_of(portal: Portal, code: str, *arguments: str) -> object:
    """What Python code run in the portal's own settings prints last, as JSON."""
    done = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{code}", *arguments],
        cwd=ROOT,
        env=portal.environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def cookie_of(portal: Portal, who: str) -> str:
    """The session of `who`@example.org, signed in through the form, as a Cookie header."""
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    address = f"{portal.url}/fr/account/login/"
    opener.open(address).close()
    token = next(cookie.value for cookie in jar if cookie.name == "csrftoken")
    sent = {"login": f"{who}@example.org", "password": portal.password}
    form = urlencode({**sent, "csrfmiddlewaretoken": token or ""}).encode()
    opener.open(urllib.request.Request(address, form, {"Referer": address})).close()  # noqa: S310
    held = {cookie.name: cookie.value for cookie in jar}
    assert "sessionid" in held, f"{who} could not sign in"
    return f"sessionid={held['sessionid']}"


QUERIES = """
import json, sys
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from partners.models import User
settings.ALLOWED_HOSTS = ["*"]
counted = []
for login, path in json.loads(sys.argv[-1]):
    client = Client(SERVER_NAME="localhost")
    if login:
        client.force_login(User.objects.get(email=login + "@example.org"))
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    assert answer.status_code == 200, (login, path, answer.status_code)
    counted.append(len(captured))
print(json.dumps(counted))
"""


def queries(portal: Portal, pages: Sequence[tuple[str, str]]) -> list[int]:
    """Database queries of each (login or nothing, path), uncached but with warm code."""
    counted = answer_of(portal, QUERIES, json.dumps(pages))
    assert isinstance(counted, list)
    return counted
