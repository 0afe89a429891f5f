"""What is typed is kept: the scripts, in a real browser, against a small server of our own that can fail."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

import goldenthread.ui

STATIC = Path(goldenthread.ui.__file__).parent / "static"
KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Form</title>
<script type="module" src="/static/ui/reveal.js"></script>
<script type="module" src="/static/ui/once.js"></script>
<script type="module" src="/static/ui/drafts.js"></script>
<script type="module" src="/static/ui/live-count.js"></script></head>
<body{person}><div data-save-line data-presence-url="/presence"><p role="status"><span data-save-words></span></p>
<p><span data-save-people></span></p></div>
<form data-draft data-section="story" action="/save" method="post">
<input type="hidden" name="version" value="{version}">
<label>Story <textarea name="story">{story}</textarea></label><button>Save this part</button></form>
<form id="twice" action="/act" method="post"><button name="go" value="1">Send it</button></form></body></html>"""


@dataclass
class Desk:
    """The server's side of a draft: what it holds, and how it is to answer."""

    address: str = ""
    answer: str = "save"
    story: str = ""
    version: int = 1
    signed_in: bool = True
    acts: int = 0
    people: list[str] = field(default_factory=list)
    by: str = ""


@pytest.fixture
def desk() -> Iterator[Desk]:
    state = Desk()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

        def send(self, status: int, body: str, kind: str = "application/json", **headers: str) -> None:
            self.send_response(status)
            for name, value in ({"Content-Type": kind, "Content-Length": str(len(body.encode()))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode())

        def do_GET(self) -> None:  # noqa: N802  # the standard library's name
            if self.path.startswith("/static/"):
                path = STATIC / self.path.removeprefix("/static/")
                self.send(200, path.read_text(), KINDS[path.suffix])
            elif self.path == "/presence":
                sections = {"story": {"version": state.version, "by": state.by, "at": "3:40pm"}}
                self.send(200, json.dumps({"people": state.people, "sections": sections}))
            else:
                person = ' data-person="ann"' if state.signed_in else ""
                self.send(200, PAGE.format(person=person, version=state.version, story=state.story), "text/html")

        def do_POST(self) -> None:  # noqa: N802  # the standard library's name
            sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode(), keep_blank_values=True)
            if self.path == "/act":
                state.acts += 1
                threading.Event().wait(0.5)
                self.send(200, "done", "text/html")
            elif state.answer == "fail":
                self.send(503, "")
            elif state.answer == "clash":
                self.send(409, json.dumps({"status": "clash", "by": "Leah", "at": "3:43pm", "url": "/clash"}))
            elif state.answer == "signed out":
                self.send(302, "", Location="/sign-in")
            else:
                state.story, state.version = sent["story"][0], int(sent["version"][0]) + 1
                self.send(200, json.dumps({"status": "saved", "version": state.version, "at": "3:41pm"}))

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    state.address = f"http://127.0.0.1:{server.server_port}/form"
    yield state
    server.shutdown()
    server.server_close()


@pytest.fixture
def opened(browser: Any, desk: Desk) -> Iterator[Any]:
    context = browser.new_context()
    page = context.new_page()
    page.goto(desk.address)
    yield page
    context.close()


def says(page: Any, words: str) -> None:
    page.get_by_text(words).first.wait_for(timeout=8000)


def test_words_are_saved_a_moment_after_typing_stops(opened: Any, desk: Desk) -> None:
    opened.get_by_label("Story").fill("She rang twice")
    says(opened, "Saved 3:41pm")
    assert (desk.story, desk.version) == ("She rang twice", 2)
    opened.get_by_label("Story").fill("She rang three times")
    opened.wait_for_function("document.querySelector('[name=version]').value === '3'")
    assert desk.story == "She rang three times"
    assert opened.evaluate("localStorage.length") == 0


def test_a_lost_connection_is_said_and_the_words_arrive_later(opened: Any, desk: Desk) -> None:
    desk.answer = "fail"
    opened.get_by_label("Story").fill("Kept meanwhile")
    says(opened, "Not saved yet")
    assert opened.evaluate("localStorage.length") == 1
    desk.answer = "save"
    says(opened, "Connected again")
    assert desk.story == "Kept meanwhile"


def test_signing_out_keeps_the_words_and_offers_them_after(opened: Any, desk: Desk) -> None:
    desk.answer = "signed out"
    opened.get_by_label("Story").fill("Half a sentence")
    says(opened, "You have been signed out. What you typed is kept on this device")
    desk.answer = "save"
    opened.reload()
    opened.get_by_role("button", name="Bring them back").click()
    says(opened, "Saved 3:41pm")
    assert desk.story == "Half a sentence"


def test_newer_words_on_the_server_are_not_written_over_unasked(opened: Any, desk: Desk) -> None:
    desk.answer = "fail"
    opened.get_by_label("Story").fill("Mine")
    says(opened, "Not saved yet")
    opened.goto("about:blank")
    opened.wait_for_timeout(300)  # the last words leave with the page, and fail too
    desk.answer, desk.story, desk.version = "save", "Theirs", 5
    opened.goto(desk.address)
    says(opened, "this part has been changed since")
    assert opened.get_by_label("Story").input_value() == "Theirs"


def test_a_clash_is_said_with_a_link_to_both(opened: Any, desk: Desk) -> None:
    desk.answer = "clash"
    opened.get_by_label("Story").fill("Mine")
    says(opened, "Leah changed the same words at 3:43pm")
    assert opened.get_by_role("link", name="See both versions").get_attribute("href") == "/clash"


def test_who_else_is_here_and_what_they_saved_is_said(browser: Any, desk: Desk) -> None:
    desk.people = ["Leah Brandt"]
    context = browser.new_context()
    page = context.new_page()
    page.goto(desk.address)
    says(page, "Leah Brandt is writing here too.")
    page.clock.install()
    desk.version, desk.by = 2, "Leah Brandt"
    page.goto(desk.address)
    desk.version = 3
    page.clock.run_for(16_000)
    says(page, "Leah Brandt saved this part at 3:40pm.")
    context.close()


def test_a_double_press_sends_once(opened: Any, desk: Desk) -> None:
    opened.get_by_role("button", name="Send it").dblclick()
    opened.get_by_text("done").wait_for()
    assert desk.acts == 1


def test_what_was_sent_and_arrived_leaves_nothing_on_the_device(opened: Any, desk: Desk) -> None:
    opened.get_by_label("Story").fill("Sent")
    opened.get_by_role("button", name="Save this part").click()
    opened.wait_for_url("**/save")
    opened.goto(desk.address)
    assert opened.evaluate("localStorage.length") == 0
