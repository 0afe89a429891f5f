"""Every form that is asked, by its id, as data: `FORMS["contact"]`. Versions of one form stand beside each other."""

from collections.abc import Mapping

from goldenthread.kernel.form import Form
from goldenthread.kernel.registry import Registry
from goldenthread.rulebook.forms.contact import CONTACT

FORMS: Mapping[str, Form] = Registry((CONTACT,))

__all__ = ["FORMS"]
