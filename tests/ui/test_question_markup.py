"""A question is drawn in the very markup of its GOV.UK component."""

import re
from typing import Any

import pytest
from django.template import engines
from lxml import html

from goldenthread.kernel.form import Choice, Kind, Question, Section
from goldenthread.ui.forms import form_for

CHOICES = (Choice("a", "First & best", hint="Its <hint>"), Choice("b", "Second"))
HINT = "Say it in a line"


def _tree(element: Any) -> tuple[Any, ...]:
    def words(text: str | None) -> str:
        return text or "" if element.tag == "textarea" else re.sub(r"\s+", " ", text or "").strip()

    named = {name: " ".join(value.split()) if name == "class" else value for name, value in element.attrib.items()}
    under = [(_tree(one), re.sub(r"\s+", " ", one.tail or "").strip()) for one in element]
    return element.tag, sorted(named.items()), words(element.text), under


def _by_component(kind: Kind, one: dict[str, Any]) -> str:
    name, file, params = {
        Kind.TEXT: ("Input", "input", {"spellcheck": False, "value": one.get("value")}),
        Kind.NUMBER: (
            "Input",
            "input",
            {"spellcheck": False, "value": one.get("value"), "inputmode": "numeric", "classes": "govuk-input--width-5"},
        ),
        Kind.LONG_TEXT: ("Textarea", "textarea", {"spellcheck": True, "rows": "5", "value": one.get("value")}),
        Kind.ONE_OF: ("Radios", "radios", {"classes": "govuk-radios--small"}),
        Kind.YES_NO: ("Radios", "radios", {"classes": "govuk-radios--small govuk-radios--inline"}),
        Kind.SOME_OF: ("Checkboxes", "checkboxes", {"classes": "govuk-checkboxes--small"}),
        Kind.DATE: ("DateInput", "date-input", {}),
    }[kind]
    wrong, boxes = one.get("wrong", {}), one.get("boxes", {})
    items: list[dict[str, Any]] = [
        {
            "value": choice["value"],
            "text": choice["label"],
            "checked": choice["picked"],
            "hint": {"text": choice["hint"]} if choice["hint"] else None,
        }
        for choice in one.get("choices", ())
    ]
    items += [
        {
            "name": part,
            "id": f"{one['id']}-{part}",
            "value": boxes.get(part, ""),
            "classes": f"govuk-input--width-{width}{' govuk-input--error' if wrong[part] else ''}",
        }
        for part, width in (("day", 2), ("month", 2), ("year", 4))
        if wrong
    ]
    label = one["question"].label
    params |= {
        "id": one["id"],
        "idPrefix": one["id"],
        "name": one["name"],
        "namePrefix": one["name"],
        "hint": {"text": one["question"].hint},
        "errorMessage": {"text": one["error"]} if one["error"] else None,
        "items": items,
    }
    if items:
        params["fieldset"] = {"legend": {"text": label, "classes": "govuk-fieldset__legend--s"}}
    else:
        params["label"] = {"text": label, "classes": "govuk-label--s"}
    macro = engines["jinja2"].env.get_template(f"govuk_frontend_jinja/components/{file}/macro.html").module
    return str(getattr(macro, f"govuk{name}")(params))


@pytest.mark.parametrize("typed", [None, "", 'a <b>"bold"</b>\n\n  line'], ids=["untouched", "left out", "typed"])
@pytest.mark.parametrize(
    "kind", [Kind.TEXT, Kind.NUMBER, Kind.LONG_TEXT, Kind.ONE_OF, Kind.YES_NO, Kind.SOME_OF, Kind.DATE]
)
def test_a_question_has_the_markup_of_its_component(kind: Kind, typed: str | None) -> None:
    choices = CHOICES if kind in (Kind.ONE_OF, Kind.SOME_OF) else ()
    question = Question("asked", "What happened?", kind, hint=HINT, choices=choices, required=True)
    form = form_for(Section("part", "A part", (question,)))
    (one,) = (form() if typed is None else form({"asked": typed, "asked-day": typed})).asked()
    ours = engines["jinja2"].env.get_template("ui/forms.html").module.question(one)
    expected = html.fragment_fromstring(_by_component(kind, one), create_parent="div")
    assert _tree(html.fragment_fromstring(str(ours), create_parent="div")) == _tree(expected)
