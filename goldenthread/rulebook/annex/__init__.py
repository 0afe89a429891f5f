"""Annex A, the lists of children that Ofsted asks a council for: their columns, and how files of them are read."""

from goldenthread.rulebook.annex.lists import CODES, LISTS, PLACES, AnnexList, Column, code_of, in_the_list

__all__ = ["CODES", "LISTS", "PLACES", "AnnexList", "Column", "code_of", "in_the_list"]
