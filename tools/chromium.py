"""Find a Chromium or Chrome for the browser tests, installing one if this machine has none, and print its path.

`GOLDENTHREAD_CHROMIUM` names one. Otherwise: the PATH and the usual places, what Playwright has fetched before,
Debian's package when run as root, and last Playwright's own download.
"""

# ruff: noqa: S603, S607 -- it runs programs by lists of words, found on the PATH on purpose
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "chromium-headless-shell")
PLACES = (
    "/usr/lib/chromium/chromium",
    "/snap/bin/chromium",
    "/opt/google/chrome/chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


class NoChromium(Exception):
    """No browser was found and none could be installed; the message says what to do."""


def find_chromium(install: bool = True) -> Path:
    """The path of a Chromium that answers to `--version`.

    Args:
        install: whether to install one when none is found.

    Raises:
        NoChromium: there is none, or the one that `GOLDENTHREAD_CHROMIUM` names does not run.
    """
    named = os.environ.get("GOLDENTHREAD_CHROMIUM")
    if named:
        if _runs(Path(named)):
            return Path(named)
        raise NoChromium(f"GOLDENTHREAD_CHROMIUM names {named}, which does not run.")
    found = _first(_candidates())
    if found is None and install:
        _install_from_debian()
        found = _first(_candidates())
    if found is None and install:
        _say("Fetching Chromium with Playwright")
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], stdout=sys.stderr, check=False)
        found = _first(_candidates())
    if found is None:
        raise NoChromium(
            "The browser tests need Chromium or Chrome, and none was found or could be installed: install one, or "
            "name it with GOLDENTHREAD_CHROMIUM."
        )
    return found


def _candidates() -> Iterator[Path]:
    for name in NAMES:
        on_path = shutil.which(name)
        if on_path:
            yield Path(on_path)
    yield from map(Path, PLACES)
    fetched = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    on_a_mac = Path.home() / "Library" / "Caches" / "ms-playwright"
    for folder in (fetched, on_a_mac):
        for inside in ("chrome-linux*/chrome", "chrome-*/headless_shell", "chrome-*/chrome-headless-shell"):
            yield from sorted(folder.glob(f"chromium*-*/{inside}"), reverse=True)
        yield from sorted(folder.glob("chromium-*/chrome-mac*/*.app/Contents/MacOS/*"), reverse=True)


def _first(candidates: Iterator[Path]) -> Path | None:
    return next((path for path in candidates if path.exists() and _runs(path)), None)


def _runs(path: Path) -> bool:
    try:
        told = subprocess.run([str(path), "--version"], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return told.returncode == 0


def _install_from_debian() -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    _say("Installing Debian's chromium")
    quiet = {"stdin": subprocess.DEVNULL, "stdout": sys.stderr, "check": False}
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", *command], env=environment, **quiet)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        print(find_chromium())
    except NoChromium as reason:
        sys.exit(str(reason))
