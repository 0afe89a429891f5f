from .analysis import Commentary, KnownEvent, MeasureAction, MeasureStep
from .looks import SavedLook

__all__ = ["Commentary", "KnownEvent", "MeasureAction", "MeasureStep", "SavedLook"]
