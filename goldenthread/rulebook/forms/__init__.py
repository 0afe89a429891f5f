"""Every form that is asked, by its id, as data: `FORMS["contact"]`; and each as it was asked before."""

from collections.abc import Mapping

from goldenthread.kernel.form import Form
from goldenthread.kernel.registry import Registry
from goldenthread.rulebook.forms.assessment import ASSESSMENT
from goldenthread.rulebook.forms.contact import CONTACT
from goldenthread.rulebook.forms.feedback import ADULT, CHILD
from goldenthread.rulebook.forms.note import NOTE

FORMS: Mapping[str, Form] = Registry((ASSESSMENT, CONTACT, NOTE, CHILD, ADULT))

EARLIER: tuple[Form, ...] = ()
"""Versions that are asked no more. A form is moved here, whole, when a question changes its meaning."""


def as_asked(id: str, version: int) -> Form:
    """The form as it was when its answers were given. Raises `KeyError` when there never was such a version."""
    for form in (FORMS[id], *EARLIER):
        if (form.id, form.version) == (id, version):
            return form
    raise KeyError(f"{id} version {version}")


__all__ = ["EARLIER", "FORMS", "as_asked"]
