from .analysis import Commentary, KnownEvent, MeasureAction, MeasureStep
from .looks import SavedLook
from .region import SharingAgreement

__all__ = ["Commentary", "KnownEvent", "MeasureAction", "MeasureStep", "SavedLook", "SharingAgreement"]
