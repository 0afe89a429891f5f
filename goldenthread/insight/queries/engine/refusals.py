"""What an engine says when it will not, or cannot, answer."""

from __future__ import annotations

from goldenthread.kernel.refusal import Refused


class TookTooLong(Refused):
    """A measure ran longer, or wanted more memory, than a measure may."""


class MeasureFailed(Refused):
    """The engine refused a measure's SQL; the sentence holds the engine's own first line."""


class EngineMissing(Refused):
    """The engine that the setting names is not installed, or cannot read what it is asked to read."""
