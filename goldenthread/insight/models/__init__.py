from .analysis import Commentary, KnownEvent, MeasureAction, MeasureStep

__all__ = ["Commentary", "KnownEvent", "MeasureAction", "MeasureStep"]
