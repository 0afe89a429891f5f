"""The Jinja environment that draws every page.

A misspelt name in one of our own templates is an error, never a blank. The GOV.UK components lean on missing names
being empty, so they live in an environment of their own behind the same loader.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from functools import cached_property
from typing import Any

import jinja2
from django.templatetags.static import static

from goldenthread.ui import words
from goldenthread.ui.addresses import reverse
from goldenthread.ui.forms import error_summary, render

COMPONENTS = "govuk_frontend_jinja/"

FILTERS = {
    "day": words.day,
    "day_short": words.day_short,
    "weekday": words.weekday,
    "long_day": words.long_day,
    "clock_time": words.clock_time,
    "moment": words.moment,
    "age": words.age,
    "number": words.number,
    "plural": words.plural,
    "ordinal": words.ordinal,
    "join_names": words.join_names,
}


def url(name: str, *args: Any, query: Mapping[str, Any] | None = None, **kwargs: Any) -> str:
    """The address of a named page. `query` is written after it; `NoReverseMatch` when there is no such page."""
    return reverse(name, args=args or None, kwargs=kwargs or None, query=query)


class OncePerPage:
    """Markup that is worked out when it is first drawn, and is then the same wherever else the page has it."""

    def __init__(self, markup: Any) -> None:
        self.markup = markup

    @cached_property
    def drawn(self) -> str:
        return str(self.markup)

    def __html__(self) -> str:
        return self.drawn

    def __str__(self) -> str:
        return self.drawn


class PageTemplate(jinja2.Template):
    """A page with many forms hides the same proof against forgery in each: masking it for each anew is dear."""

    def render(self, *given: Any, **named: Any) -> str:
        context = dict(*given, **named)
        if "csrf_input" in context:
            context["csrf_input"] = OncePerPage(context["csrf_input"])
        return super().render(context)


# What every dict has beside its keys ("items", "get"): Jinja takes these before a key of the same name.
_OF_EVERY_DICT = frozenset(dir(dict))


class PageEnvironment(jinja2.Environment):
    """Our templates, strictly; names under `govuk_frontend_jinja/` from the components' own environment."""

    template_class = PageTemplate

    def getattr(self, obj: Any, attribute: str) -> Any:
        """As Jinja's own, which looks in a dict only after failing elsewhere: most of what a page draws is dicts."""
        if type(obj) is dict and attribute not in _OF_EVERY_DICT:
            try:
                return obj[attribute]
            except KeyError:
                return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.components = jinja2.Environment(
            loader=jinja2.PrefixLoader(
                {COMPONENTS.rstrip("/"): jinja2.PackageLoader("govuk_frontend_jinja", "templates")}
            ),
            autoescape=True,
            undefined=jinja2.ChainableUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,  # they come with a package: asking the disk at every use whether they changed is dear
        )
        # The components indent each other's markup, which would indent every line that somebody typed in a text
        # box inside another component, and again at each save.
        self.components.filters["indent"] = lambda text, *_args, **_options: text

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> jinja2.Template:
        """As Jinja's own; a component comes from the components' environment."""
        if isinstance(name, str) and name.startswith(COMPONENTS):
            return self.components.get_template(name)
        return super().get_template(name, parent, globals)


def environment(**options: Any) -> PageEnvironment:
    """What `TEMPLATES` names. Our own folder is always among the places searched."""
    given = options.pop("loader", None)
    own = jinja2.PackageLoader("goldenthread.ui", "templates")
    options |= {
        "loader": jinja2.ChoiceLoader([given, own] if given else [own]),
        "autoescape": True,
        "undefined": jinja2.StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    made = PageEnvironment(**options)
    made.filters.update(FILTERS)
    made.globals.update({"static": static, "url": url, "form_fields": render, "error_summary": error_summary})
    return made
