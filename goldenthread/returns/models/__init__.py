from .loads import KeptRecord, Load

__all__ = ["KeptRecord", "Load"]
