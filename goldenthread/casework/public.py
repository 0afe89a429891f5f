"""The door of casework: the front door's contacts, decisions, referrals, deadlines and notes."""

from goldenthread.casework.operations import bulk
from goldenthread.casework.operations.bulk import load_casework, update_referrals
from goldenthread.casework.operations.deadlines import Starting

__all__ = ["Starting", "bulk", "load_casework", "update_referrals"]
