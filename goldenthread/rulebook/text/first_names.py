"""First names that are nearly always one sex: enough to tell whom "she" means.

A pronoun after a name says it better, and the record best.
"""

from __future__ import annotations

from collections.abc import Mapping

from goldenthread.rulebook.text.words import listed

_MENS = listed(
    """
    billy fred jared ahmed mohammed khaled craig lee mark dave david john james paul steve stephen ryan jack
    liam callum kyle jordan tyler josh jake noah harry charlie george thomas tom ben michael mike kevin gary
    darren dean wayne shane nathan kieran connor aaron adam luke daniel dan matthew matt robert rob richard tony
    anthony peter simon ian neil carl karl lewis leon tyrone marcus kwame ali omar yusuf hassan ibrahim reece
    rhys declan sean patrick brian barry colin derek jason scott stuart martin nick nicholas graham phil philip
    keith alan andrew andy joe joseph
    """
)
_WOMENS = listed(
    """
    emily sally polly emma sarah sara laura lauren gemma kelly hayley stacey tracey tracy donna lisa michelle
    nicola claire clare rebecca becky jessica jess chloe ellie ella lily lola mia ava olivia amelia isla poppy
    ruby sophie lucy hannah megan amy katie kate kayleigh kirsty leanne natalie rachel samantha sandra susan
    karen julie jane helen linda margaret jean patricia carol christine carly shannon chelsea jade skye tia
    freya evie maisie amina fatima aisha zainab priya sofia maria anna annie joanne angela jackie debbie wendy
    dawn tina paula sharon tammy chantelle bethany beth holly molly daisy grace abigail tamsin nimo bev pauline
    kerry zoe naomi jasmine tilly
    """
)
SEX_OF: Mapping[str, str] = {name: "m" for name in _MENS} | {name: "f" for name in _WOMENS}
"""A first name in small letters to `m` or `f`."""
