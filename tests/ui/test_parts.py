"""The environment is strict, the parts draw what they are given, and nothing in them breaks the security policy."""

import re

import jinja2
import pytest
from django.template import loader

from goldenthread.ui.compare import two_versions
from goldenthread.ui.environment import environment
from goldenthread.ui.gallery import example

CHROME = {
    "council": "Thornshire Council",
    "fictional": True,
    "person": "Priya Nair",
    "role": "social worker",
    "navigation": [{"label": "My work", "url": "/mine", "current": True}],
    "find_url": "/find",
    "sign_out_url": "/out",
}


def parts() -> object:
    return environment().get_template("ui/parts.html").module


def test_a_misspelt_name_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError):
        environment().from_string("{{ person.nmae }}").render(person={"name": "Ann"})


def test_components_may_leave_names_out() -> None:
    source = (
        '{% from "govuk_frontend_jinja/components/button/macro.html" import govukButton %}'
        "{{ govukButton({'text': 'Save & go'}) }}"
    )
    assert "Save &amp; go" in environment().from_string(source).render()


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_need_nothing_and_say_what_to_do(name: str) -> None:
    html = loader.get_template(f"{name}.html").render({})
    assert html.count("<h1") == 1
    assert "<p" in html


def test_the_frame_says_who_is_signed_in_and_where_they_are() -> None:
    html = loader.get_template("ui/page.html").render({"chrome": CHROME, "csrf_input": ""})
    for words in (
        "Thornshire Council",
        "(fictional)",
        "Priya Nair",
        "social worker",
        'aria-current="true"',
        "Sign out",
    ):
        assert words in html
    assert 'action="/find"' in html


def test_the_gallery_draws_every_part_within_the_security_policy() -> None:
    context = example({"told": "", "agreed": "no"}) | {"chrome": CHROME, "csrf_input": ""}
    html = loader.get_template("ui/gallery.html").render(context)
    assert not re.search(r"<[^>]*\sstyle=", html)
    assert not re.search(r"<[^>]*\son[a-z]+=", html)
    assert not re.search(r"<script(?![^>]*\ssrc=)", html)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("state", ["done", "late", "over", "to_come", "miss", "dot", "broken", "night", "finding"])
def test_every_mark_has_a_shape_of_its_own(state: str) -> None:
    drawn = str(parts().mark(state))  # type: ignore[attr-defined] # a template's macros are made at run time
    others = {str(parts().mark(other)).replace(other, "") for other in ("done", "late", "over") if other != state}  # type: ignore[attr-defined] # as above
    assert re.search("<(path|circle|rect)", drawn)
    assert drawn.replace(state, "") not in others


def test_what_people_typed_is_escaped_in_the_parts() -> None:
    drawn = str(parts().voice("<b>no</b>", "Ann & Ben"))  # type: ignore[attr-defined] # as above
    assert "&lt;b&gt;no&lt;/b&gt;" in drawn
    assert "Ann &amp; Ben" in drawn


def test_a_stacked_table_keeps_its_roles() -> None:
    drawn = str(parts().table([{"label": "What"}, {"label": "All", "numeric": True}], [["Visit", 93]], "Where"))  # type: ignore[attr-defined] # as above
    for role in ("table", "rowgroup", "row", "columnheader", "rowheader", "cell"):
        assert f'role="{role}"' in drawn


def test_two_versions_join_to_the_whole_and_mark_what_differs() -> None:
    yours, theirs = "It was over. He did it again. They know.", "It was over. Nobody asked. They know."
    left, right = two_versions(yours, theirs)
    assert "".join(words for words, _ in left) == yours
    assert "".join(words for words, _ in right) == theirs
    assert [words.strip() for words, changed in right if changed] == ["Nobody asked."]
    assert two_versions("", "") == ([], [])
