"""Audit tools: those that come with the product and the council's own, each version as it was."""

from __future__ import annotations

from goldenthread.quality.models import AuditTool
from goldenthread.rulebook.audit_tools import TOOLS, Item, Tool, read_tool


def tool_of(key: str, version: int) -> Tool:
    """One version of a tool. Raises `KeyError` when there is none. A query for a council's own, else none."""
    if (key, version) in TOOLS:
        return TOOLS[key, version]
    # A null is in no key, and the database takes none.
    row = AuditTool.objects.filter(key=key, version=version).first() if "\x00" not in key else None
    if row is None:
        raise KeyError(key)
    return read_tool(row.key, row.version, row.title, row.text)


def latest_tools() -> tuple[Tool, ...]:
    """The newest version of each tool, ours first. One query."""
    latest = {tool.key: tool for tool in sorted(TOOLS.values(), key=lambda one: one.version)}
    for row in AuditTool.objects.order_by("title", "version"):
        latest[row.key] = read_tool(row.key, row.version, row.title, row.text)
    return tuple(latest.values())


def items_of(tool: Tool, question: str) -> tuple[Item, ...]:
    """What is graded: the one question of a dip sample, else the whole tool."""
    return (tool.item(question),) if question else tool.items
