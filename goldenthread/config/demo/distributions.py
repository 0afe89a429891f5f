"""How children in need are spread, in England, so that the demonstration looks like an authority.

Counts are the Department for Education's "Characteristics of children in need", year ending 31 March 2024, national
rows (Open Government Licence v3.0). Where the return says less than we need (ages within a band, which of a group of
sources), the split is ours and marked so.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from random import Random


@dataclass(frozen=True, slots=True)
class Spread[T]:
    """Values and how often each is drawn."""

    values: tuple[T, ...]
    running: tuple[float, ...]

    @classmethod
    def of(cls, weights: dict[T, float]) -> Spread[T]:
        return cls(tuple(weights), tuple(accumulate(weights.values())))

    def draw(self, chance: Random) -> T:
        return chance.choices(self.values, cum_weights=self.running)[0]

    def weights(self) -> dict[T, float]:
        """Each value with how often it is drawn."""
        return {
            value: upto - before
            for value, upto, before in zip(self.values, self.running, (0, *self.running), strict=False)
        }


# Table A7: age at 31 March. The years within each band are ours: even.
AGE_BAND = Spread.of(
    {(-1, -1): 6_780, (0, 0): 16_120, (1, 4): 56_130, (5, 9): 85_030, (10, 15): 128_590, (16, 17): 106_780}
)
SEX = Spread.of({"F": 173_480, "M": 218_230, "U": 990})
# Table A7. NOBT is the 3 per cent whose ethnicity is not known.
ETHNICITY = Spread.of(
    {
        "WBRI": 243_190,
        "WIRI": 960,
        "WIRT": 1_840,
        "WROM": 1_000,  # "Gypsy or Irish Traveller", 2,840: the split is ours
        "WOTH": 18_570,
        "MWBC": 11_770,
        "MWBA": 4_560,
        "MWAS": 6_340,
        "MOTH": 14_000,
        "AIND": 4_130,
        "APKN": 10_020,
        "ABAN": 4_740,
        "CHNE": 720,
        "AOTH": 12_480,
        "BAFR": 21_630,
        "BCRB": 6_930,
        "BOTH": 7_490,
        "OOTH": 17_220,
        "NOBT": 11_890,
    }
)
# Table B2: 13.6 per cent have a disability recorded; a child may have more than one.
DISABLED = 0.136
DISABILITY = Spread.of(
    {
        "AUT": 44.2,
        "BEH": 19.4,
        "COMM": 16.1,
        "CON": 3.5,
        "HAND": 1.7,
        "HEAR": 3.7,
        "INC": 4.0,
        "LD": 34.4,
        "MOB": 12.7,
        "PC": 5.1,
        "VIS": 5.7,
        "DDA": 19.3,
    }
)
# Table C5. The codes within individual, health and council services are ours.
SOURCE = Spread.of(
    {
        "1A": 24_000,
        "1B": 9_000,
        "1C": 7_000,
        "1D": 9_870,
        "2A": 126_460,
        "2B": 10_330,
        "3A": 12_000,
        "3B": 21_000,
        "3C": 6_000,
        "3D": 14_000,
        "3E": 26_000,
        "3F": 12_370,
        "4": 7_710,
        "5A": 23_000,
        "5B": 22_000,
        "5C": 22_980,
        "5D": 20_000,
        "6": 177_210,
        "7": 27_590,
        "8": 26_120,
        "9": 10_030,
        "10": 7_190,
    }
)
# Table C6, January first.
BY_MONTH = (54_670, 50_870, 51_940, 43_340, 55_680, 58_690, 51_880, 44_080, 54_090, 55_710, 55_790, 45_150)
# Table B3.
PRIMARY_NEED = Spread.of(
    {
        "N1": 231_940,
        "N2": 32_150,
        "N3": 8_270,
        "N4": 34_410,
        "N5": 47_900,
        "N6": 7_870,
        "N7": 1_070,
        "N8": 21_930,
    }
)
# Table B6. RC8 and RC9 are drawn first, for those found not to be in need (table C1: 30.3 per cent).
CLOSED_AFTER_ASSESSMENT = 0.303
CLOSURE = Spread.of({"RC1": 2_490, "RC2": 980, "RC3": 670, "RC4": 2_680, "RC5": 13_510, "RC6": 2_550, "RC7": 330_000})
# Table B5: how long an episode that ended had lasted, in days (shortest, longest of the band; ours for two years on).
DURATION = Spread.of(
    {(5, 90): 169_290, (91, 182): 52_720, (183, 364): 56_160, (365, 729): 43_620, (730, 1_800): 34_910}
)
NO_FURTHER_ACTION = 0.063  # table C1
# Table C2: working days from referral to the end of the assessment.
IN_TIME = Spread.of(
    {
        (0, 0): 9_880,
        (1, 10): 73_420,
        (11, 20): 110_950,
        (21, 30): 102_600,
        (31, 40): 129_690,
        (41, 45): 116_670,
    }
)
LATE = Spread.of({(46, 50): 38_560, (51, 60): 29_490, (61, 90): 31_900})
PART_LATE = LATE.running[-1] / (IN_TIME.running[-1] + LATE.running[-1])
# Ours: contacts that lead to a referral, and what the others lead to.
CONTACT_OUTCOME = Spread.of({"NFA": 34, "ADVICE": 30, "EH": 26, "OPEN_CASE": 8, "TRANSFER": 2})
PRIORITY = Spread.of({"red": 6, "amber": 44, "green": 50})
CHILDREN_IN_A_FAMILY = Spread.of({1: 42, 2: 32, 3: 16, 4: 7, 5: 3})


def within(band: tuple[int, int], chance: Random) -> int:
    return chance.randint(*band)
