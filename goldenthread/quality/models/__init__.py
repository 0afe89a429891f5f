from .standards import StandardResult, StandardRun

__all__ = ["StandardResult", "StandardRun"]
