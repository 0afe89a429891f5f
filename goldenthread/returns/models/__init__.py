from .annex_a import AnnexWorkbook
from .loads import KeptRecord, Load
from .waiting import WaitingFile

__all__ = ["AnnexWorkbook", "KeptRecord", "Load", "WaitingFile"]
