"""A step of a migration that makes many tables without drawing up every model again for each."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from pgtrigger.migrations import AddTrigger


class TablesAtOnce(migrations.SeparateDatabaseAndState):
    """Many new tables made from the models as they stand at the end, with their constraints and indexes.

    One by one, Django would draw up all models anew for each of some two hundred steps, which takes most of a minute.
    What changes an older table, and each trigger, is still done by its own operation, in order.
    """

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)  # drawn again once, when the last step has been told
        super().state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        made = {step.name_lower for step in self.state_operations if isinstance(step, migrations.CreateModel)}
        for step in self.state_operations:
            if isinstance(step, migrations.CreateModel):
                schema_editor.create_model(to_state.apps.get_model(app_label, step.name))
        for step in self.state_operations:
            of_a_new_table = getattr(step, "model_name", "").lower() in made
            if isinstance(step, migrations.CreateModel) or (of_a_new_table and not isinstance(step, AddTrigger)):
                continue
            step.database_forwards(app_label, schema_editor, from_state, to_state)

    reversible = False
