from .loads import KeptRecord, Load
from .waiting import WaitingFile

__all__ = ["KeptRecord", "Load", "WaitingFile"]
