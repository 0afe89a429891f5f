from .family import FamilyGroup, FamilyMembership, NameSetAside, ParentalResponsibility, Relationship
from .merge import Merge
from .person import Agency, Name, Person, Recording
from .place import Address, ContactDetail, Residence
from .warning import WarningNote

__all__ = [
    "Address",
    "Agency",
    "ContactDetail",
    "FamilyGroup",
    "FamilyMembership",
    "Merge",
    "Name",
    "NameSetAside",
    "ParentalResponsibility",
    "Person",
    "Recording",
    "Relationship",
    "Residence",
    "WarningNote",
]
