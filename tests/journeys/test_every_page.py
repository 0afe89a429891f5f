"""Every page, as every role that may open it, in a real browser: at a desk, on a phone, and without script.

A page is opened with the first record of `everything` that the role may see. Nothing is left out but what is named in
`NOT_PAGES`, with why.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import html

from goldenthread.access.models import User
from goldenthread.access.pages.page import Page
from goldenthread.rulebook.rights import ACTS, Role
from tests.building.browsing import is_let_in, sign_in
from tests.building.everything import Address, Everything, addresses, everything
from tests.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True)

# Addresses that answer and are not whole pages, and why.
NOT_PAGES = {
    "tray_new": "a line that the tray asks for by script and puts into itself",
    "contact_presence": "tells the script of the writing page who else is there",
    "assessment_presence": "tells the script of the writing page who else is there",
}

# Pages headed by the question that they ask, or by what was told; their titles name the page and the family.
ASKS = {
    "ask_second_look",
    "contact",
    "contact_answer",
    "contact_checks",
    "contact_send",
    "contact_weigh",
    "contact_write",
    "decide",
    "return_to_writer",
    "second_look",
}

# Pages on which every control is reached with the Tab key alone.
BY_KEYBOARD = ("work", "front_door", "child", "search", "your_account", "decide", "contact_write", "administration")

# At most so many presses of Tab for one page.
LONGEST_WAY = 400

WORDS_OF_PAGE = """() => ({
    title: document.title,
    headings: [...document.querySelectorAll('h1')].map(h => h.innerText.replace(/\\s+/g, ' ').trim()),
    unnamed: [...document.querySelectorAll('input, select, textarea')]
        .filter(e => !['hidden', 'submit', 'button'].includes(e.type))
        .filter(e => !e.labels.length && !e.getAttribute('aria-label') && !e.getAttribute('aria-labelledby'))
        .map(e => e.name || e.outerHTML.slice(0, 80)),
})"""

TO_REACH = """() => {
    const seen = e => e.checkVisibility({visibilityProperty: true, opacityProperty: false})
        && e.getClientRects().length > 0;
    const found = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
        .filter(e => e.type !== 'hidden' && !e.disabled && seen(e));
    const groups = new Set();
    return found.filter(e => {
        if (e.type !== 'radio') return true;
        const group = (e.form ? e.form.action : '') + e.name;
        if (groups.has(group)) return false;
        groups.add(group);
        return true;
    }).map((e, n) => {
        const mark = e.type === 'radio' ? 'radio ' + (e.form ? e.form.action : '') + e.name : 'control ' + n;
        if (e.type === 'radio') {
            for (const one of document.querySelectorAll('input[type=radio]')) {
                if (one.name === e.name && one.form === e.form) one.dataset.mark = mark;
            }
        } else e.dataset.mark = mark;
        return [mark, e.outerHTML.slice(0, 110)];
    });
}"""

FOCUSED = """() => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const drawn = x => {
        const s = getComputedStyle(x), p = getComputedStyle(x, '::before');
        return [s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0, s.boxShadow !== 'none',
                p.boxShadow !== 'none', p.outlineStyle !== 'none' && parseFloat(p.outlineWidth) > 0];
    };
    const label = e.labels && e.labels[0];
    return {mark: e.dataset.mark || '', shown: [...drawn(e), ...(label ? drawn(label) : [])].some(Boolean),
            html: e.outerHTML.slice(0, 110)};
}"""


def first_that_opens(address: Address, user: User) -> tuple[str, str] | None:
    """The first of its addresses that this person may open, and the page as it is sent; None when there is none."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    for url in address.urls[:24]:
        if not is_let_in(address.page, url, user):
            continue
        answer = client.get(url)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            sent = answer.content.decode()
            if "<html" in sent:  # hints come as a part of a page, and are nothing to open by themselves
                return url, sent
    return None


def wrong_without_script(sent: str) -> list[str]:
    """What would not work if no script ran: a form without a button, or an address that only a script follows."""
    wrong = []
    document = html.fromstring(sent)
    for form in document.iter("form"):
        buttons = [b for b in form.iter("button", "input") if (b.get("type") or "submit") in ("submit", "image")]
        outside = document.xpath(f"//button[@form='{form.get('id')}']") if form.get("id") else []
        if not any(b.tag == "button" or b.get("type") in ("submit", "image") for b in buttons) and not outside:
            wrong.append(f"a form to {form.get('action') or 'itself'} has no button")
    wrong += [f"a link goes nowhere: {link.text}" for link in document.iter("a") if link.get("href") in ("#", "")]
    wrong += [
        f"<{one.tag}> has {name}"
        for one in document.iter()
        if isinstance(one.tag, str)
        for name in one.attrib
        if name == "style" or re.match(r"on[a-z]+$", name)
    ]
    return wrong


def telling_words(text: str) -> set[str]:
    """Its words of four letters and more."""
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) > 3}


def wrong_words(found: dict[str, Any], name: str = "") -> list[str]:
    """What is wrong with a page's heading, title and labels."""
    wrong = [f"a control has no label: {name}" for name in found["unnamed"]]
    if len(found["headings"]) != 1:
        return [*wrong, f"it has {len(found['headings'])} main headings"]
    heading, title = found["headings"][0], found["title"]
    # The title may add what the heading leaves to the page (whose record, which tray), in words they share.
    if not telling_words(heading) & telling_words(title.partition(" – ")[0]) and name not in ASKS:
        wrong.append(f"its title is “{title}” and its heading “{heading}”")
    return wrong


def wrong_by_keyboard(page: Any) -> list[str]:
    """Controls that Tab does not reach, and those that do not show that they are reached."""
    to_reach = dict(page.evaluate(TO_REACH))
    page.evaluate("() => { document.activeElement?.blur(); window.scrollTo(0, 0); }")
    reached: set[str] = set()
    wrong: list[str] = []
    for _ in range(LONGEST_WAY):
        page.keyboard.press("Tab")
        now = page.evaluate(FOCUSED)
        if now is None:
            break
        reached.add(now["mark"])
        if not now["shown"]:
            wrong.append(f"focus cannot be seen on {now['html']}")
    wrong += [f"Tab does not reach {drawn}" for mark, drawn in to_reach.items() if mark not in reached]
    return wrong


# Each group of roles looks at one world: making it is slow. Every fourth, so that the roles with most pages part.
GROUPS = [tuple(Role)[n::4] for n in range(4)]


@pytest.mark.parametrize("roles", GROUPS, ids=["-".join(group) for group in GROUPS])
def test_every_page_a_role_may_open(
    roles: tuple[Role, ...],
    site: Any,
    browse: Callable[..., Any],
    axe: Callable[[Any], None],
    fits_its_width: Callable[[Any], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    held = everything(tmp_path)
    all_wrong = []
    for role in roles:
        opened, wrong = look_at_every_page(role, held, site, browse(), (axe, fits_its_width))
        assert "your_account" in opened
        all_wrong += [f"{role}: {line}" for line in wrong]
    assert not all_wrong, f"{len(all_wrong)} things are wrong:\n" + "\n".join(all_wrong)


def look_at_every_page(
    role: Role, held: Everything, site: Any, page: Any, checks: tuple[Callable[[Any], None], ...]
) -> tuple[list[str], list[str]]:
    """Opens every page that the role may open; the names of those, and what is wrong."""
    user = held.people[role]
    sign_in(page, site, user)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    wrong, opened = [], []
    for address in addresses(held):
        if not issubclass(address.page, Page) or address.name in NOT_PAGES:
            continue
        if role not in {grant.role for grant in ACTS[address.page.act].grants}:
            continue
        found = first_that_opens(address, user)
        if found is None:
            continue
        url, sent = found
        opened.append(address.name)
        here = wrong_without_script(sent)
        page.set_viewport_size(DESKTOP)
        if page.goto(url).status != 200:
            here.append("it opens only once")
            continue
        here += wrong_words(page.evaluate(WORDS_OF_PAGE), address.name)
        for width in (DESKTOP, PHONE):
            page.set_viewport_size(width)
            for check in checks:
                try:
                    check(page)
                except AssertionError as failed:
                    here.append(f"at {width['width']}: {failed}")
        if address.name in BY_KEYBOARD:
            page.set_viewport_size(DESKTOP)
            here += wrong_by_keyboard(page)
        here += [f"the console says: {line}" for line in said]
        said.clear()
        wrong += [f"{address.name} ({url}): {line}" for line in here]
    page.close()
    return opened, wrong


def test_planted_faults_are_found(page: Any) -> None:
    page.set_content(
        "<title>Work</title><h1>Play</h1><form><input name=lonely></form>"
        "<a href='/one'>One</a><button tabindex=-1>Two</button><a href='/three' style='outline:none'>Three</a>"
    )
    found = page.evaluate(WORDS_OF_PAGE)
    assert wrong_words(found) == [
        "a control has no label: lonely",
        "its title is “Work” and its heading “Play”",
    ]
    by_keyboard = wrong_by_keyboard(page)
    assert any("Tab does not reach <button" in line for line in by_keyboard)
    assert any("focus cannot be seen" in line and "Three" in line for line in by_keyboard)
    without = wrong_without_script(
        "<form action='/x'><input name=a></form><a href='#'>y</a><p onclick='z()' style='a'>"
    )
    assert len(without) == 4
