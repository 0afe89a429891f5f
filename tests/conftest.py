"""What the tests share: a database of their own, a real browser, and the product served to it."""

# ruff: noqa: S603, S310 -- local processes started by lists of words, and a loopback address opened
import contextlib
import importlib.util
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[1]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
LOOPBACK = ("127.0.0.1", "localhost", "::1")
BROWSER_FIXTURES = {"browser", "browse", "page", "phone_page", "plain_page"}

_held = contextlib.ExitStack()


# --- the database


def pytest_configure() -> None:
    """Hold the test run's own PostgreSQL, so that the last run to end stops it. How long an example takes says nothing
    of the product on a machine that does other work too: no example has a deadline."""
    from hypothesis import settings

    settings.register_profile("house", deadline=None)
    settings.load_profile("house")
    if not os.environ.get("DATABASE_URL"):
        from goldenthread.config import embedded

        _held.enter_context(embedded.held())


def pytest_unconfigure() -> None:
    _held.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if BROWSER_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Each process makes a database of its own name, so that two runs at once do not meet."""
    from django.db import connections

    entry = connections["default"].settings_dict
    suffix = (entry["TEST"]["NAME"] or "").rpartition("_")[2]
    entry["TEST"]["NAME"] = f"test_{entry['NAME']}_p{os.getpid()}{f'_{suffix}' if suffix.startswith('gw') else ''}"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database, with the rights of the role that serves the pages, as in service."""
    from django.db import connection

    from goldenthread.config.postgres import apply_grants

    if not connection.settings_dict["NAME"].startswith("test_"):
        return  # no test of this run uses the database
    with django_db_blocker.unblock():
        assert apply_grants(connection) is None
        _drop_left_behind(connection)


def _drop_left_behind(connection: Any) -> None:
    """Test databases of runs on this machine that were killed."""
    from django.db import DatabaseError

    if os.environ.get("DATABASE_URL"):
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%%\\_p%%'")
        for (name,) in cursor.fetchall():
            process = re.search(r"_p(\d+)(_gw\d+)?$", name)
            if process and not _lives(int(process[1])):
                # One that another run drops at the same moment, or in which the server's own process is at work that
                # this role may not end, is left for a later run.
                with contextlib.suppress(DatabaseError):
                    cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _lives(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@pytest.fixture(scope="module", autouse=True)
def _region_put_back() -> Iterator[None]:
    """A world of one of everything names a region's folder; the tests of other modules find what stood before."""
    from django.conf import settings

    before = settings.REGION_ROOT
    yield
    settings.REGION_ROOT = before


# --- the product, served


@dataclass(frozen=True)
class Site:
    """The product as it is served: its address (no slash at the end) and the file its log goes to."""

    url: str
    log_path: Path


@pytest.fixture(scope="session")
def _served(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    from django.conf import settings
    from django.db import connection

    name = connection.settings_dict["NAME"]
    assert name.startswith("test_"), "a test that uses the site must be marked django_db or use transactional_db"
    port = _free_port()
    log_path = tmp_path_factory.mktemp("site") / "site.log"
    environment = {
        **os.environ,
        "GOLDENTHREAD_DATABASE": name,
        "GOLDENTHREAD_SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "goldenthread.config.settings",
    }
    address = os.environ.get("DATABASE_URL")
    if address:
        parts = urlsplit(address)
        asked = f"{parts.query}&" if parts.query else ""
        as_application = f"{asked}options=-c%20role%3Dgoldenthread_app"
        environment["DATABASE_URL"] = parts._replace(path=f"/{name}", query=as_application).geturl()
    command = [sys.executable, "-m", "goldenthread.config.command", "serve", "--port", str(port), "--workers", "1"]
    with log_path.open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        _wait_until_it_answers(server, port, log_path)
        yield Site(f"http://127.0.0.1:{port}", log_path)
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()


@pytest.fixture
def site(_served: Site, transactional_db: None) -> Site:
    """The whole product, served by its own web server in the role of service, on this process's test database.

    What a test writes through the product's own operations is seen by the server; every table is emptied after it.
    """
    return _served


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_it_answers(server: subprocess.Popen[bytes], port: int, log_path: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=20)
        except urllib.error.HTTPError:
            return  # it answers; what it answers is a test's business
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"The site did not start:\n{log_path.read_text(errors='replace')[-4000:]}")


# --- the browser


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """The Chromium of this machine. Not found: the tests fail, they are not skipped."""
    specification = importlib.util.spec_from_file_location("chromium", ROOT / "tools" / "chromium.py")
    assert specification and specification.loader
    chromium = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(chromium)
    return chromium.find_chromium()


@pytest.fixture(scope="session")
def browser(chromium_path: Path) -> Iterator[Any]:
    """One Chromium for this process."""
    from playwright.sync_api import sync_playwright

    # Playwright's synchronous face keeps an event loop in this thread, in which Django would refuse to touch the
    # database. Nothing asynchronous of ours runs in the tests.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    quiet = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--no-default-browser-check",
        "--force-color-profile=srgb",
        # No name but this machine's is found. Stopping each request by a handler would turn the cache off.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    ]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(chromium_path), headless=True, args=quiet)
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def browse(browser: Any, site: Site) -> Iterator[Callable[..., Any]]:
    """Opens pages, each in a session of its own: `browse(phone=False, javascript=True)`.

    After the test, fails for anything asked of another machine, any script error, and anything the content
    security policy stopped.
    """
    contexts = []
    wrong: list[str] = []

    def open_page(phone: bool = False, javascript: bool = True, **options: Any) -> Any:
        context = browser.new_context(
            base_url=site.url,
            java_script_enabled=javascript,
            viewport=PHONE if phone else DESKTOP,
            has_touch=phone,
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)

        def asked(request: Any) -> None:
            address = urlsplit(request.url)
            if address.scheme not in ("data", "blob", "about") and address.hostname not in LOOPBACK:
                wrong.append(f"asked {address.hostname} for {address.path}")

        def heard(message: Any) -> None:
            if message.type == "error" and "Content Security Policy" in message.text:
                wrong.append(message.text)

        context.on("request", asked)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"script error: {error}"))
        page.on("console", heard)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def page(browse: Callable[..., Any]) -> Any:
    """A page as on a desk."""
    return browse()


@pytest.fixture
def phone_page(browse: Callable[..., Any]) -> Any:
    """A page as on a phone."""
    return browse(phone=True)


@pytest.fixture
def plain_page(browse: Callable[..., Any]) -> Any:
    """A page without JavaScript."""
    return browse(javascript=False)


@pytest.fixture(scope="session")
def axe() -> Callable[[Any], None]:
    """`axe(page)`: fails with a readable list unless axe-core finds nothing wrong. Needs JavaScript."""
    source = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    # The smallest target that a finger hits is a rule of WCAG 2.2 that axe leaves off unless asked.
    options = json.dumps({"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]})

    def check(page: Any) -> None:
        page.wait_for_load_state("load")  # words are there before the styles are, and sizes are read from the styles
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(f"() => {{ {source}\n }}")
        found = page.evaluate(f"() => window.axe.run(document, {options})")["violations"]
        lines = []
        for violation in found:
            lines.append(f"{violation['id']} ({violation['impact']}): {violation['help']}")
            for node in violation["nodes"][:5]:
                lines.append(f"    {' '.join(map(str, node['target']))}: {node['html'][:160]}")
                lines += [f"        {line.strip()}" for line in (node.get("failureSummary") or "").splitlines()[1:]]
        assert not found, f"axe on {urlsplit(page.url).path}:\n" + "\n".join(lines)

    return check


@pytest.fixture(scope="session")
def fits_its_width() -> Callable[[Any], None]:
    """`fits_its_width(page)`: fails when the page must be scrolled sideways, and names what sticks out."""

    def check(page: Any) -> None:
        wide = page.evaluate(
            """() => {
                const room = document.documentElement.clientWidth;
                if (document.documentElement.scrollWidth <= room) return [];
                return [...document.body.querySelectorAll('*')]
                    .filter(e => e.getBoundingClientRect().right > room + 1)
                    .slice(0, 5).map(e => e.tagName.toLowerCase() + '.' + e.className);
            }"""
        )
        assert not wide, f"{urlsplit(page.url).path} is wider than its window: {', '.join(wide)}"

    return check
