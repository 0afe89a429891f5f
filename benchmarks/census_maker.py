"""Makes census files of any size to measure loading with. The children are made up by chance from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

ETHNICITIES = ("WBRI",) * 14 + ("WOTH", "MWBC", "APKN", "ABAN", "AIND", "BAFR", "BCRB", "OOTH", "NOBT")
SOURCES = ("6",) * 6 + ("2A",) * 4 + ("3E", "3B", "3A", "1A", "1B", "5A", "5D", "8", "9", "4", "7")
DISABILITIES = ("NONE",) * 12 + ("AUT", "LD", "BEH", "MOB", "COMM")
FACTORS = ("3B", "4B", "1B", "2B", "16A", "17A", "18C", "5A", "6B", "15A", "24A", "20")
LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def write_census(path: Path, children: int, *, year: int = 2026, seed: int = 1) -> None:
    """Writes a census of that year, in that year's shape (gender until 2023, sex from 2024)."""
    with path.open("w", encoding="utf-8") as file:
        file.write(
            '<?xml version="1.0" encoding="utf-8"?>\n<Message>\n  <Header>\n    <CollectionDetails>\n'
            f"      <Collection>CIN</Collection>\n      <Year>{year}</Year>\n"
            f"      <ReferenceDate>{year}-03-31</ReferenceDate>\n    </CollectionDetails>\n    <Source>\n"
            "      <SourceLevel>L</SourceLevel>\n      <LEA>999</LEA>\n      <SoftwareCode>Benchmark</SoftwareCode>\n"
            "    </Source>\n  </Header>\n  <Children>\n"
        )
        for n in range(children):
            file.writelines(_child(n, year, random.Random(f"{seed}-{n}")))  # its own chance, so that order is free
        file.write("  </Children>\n</Message>\n")


def _child(n: int, year: int, chance: random.Random) -> Iterator[str]:
    ends = date(year, 3, 31)
    unborn = chance.random() < 0.015
    born = ends + timedelta(days=chance.randrange(20, 200)) if unborn else ends - timedelta(chance.randrange(1, 6500))
    yield f"    <Child>\n      <ChildIdentifiers>\n        <LAchildID>T{n:09d}</LAchildID>\n"
    if chance.random() < 0.6 and not unborn:
        yield f"        <UPN>{chance.choice(LETTERS)}999{n:09d}</UPN>\n"
    else:
        yield f"        <UPNunknown>{'UN6' if unborn else 'UN1'}</UPNunknown>\n"
    element = "ExpectedPersonBirthDate" if unborn else "PersonBirthDate"
    yield f"        <{element}>{born}</{element}>\n"
    if year >= 2024:
        yield f"        <Sex>{'U' if unborn else chance.choice('MF')}</Sex>\n"
    else:
        yield f"        <GenderCurrent>{0 if unborn else chance.choice('12')}</GenderCurrent>\n"
    yield "      </ChildIdentifiers>\n      <ChildCharacteristics>\n"
    yield f"        <Ethnicity>{chance.choice(ETHNICITIES)}</Ethnicity>\n        <Disabilities>\n"
    yield f"          <Disability>{chance.choice(DISABILITIES)}</Disability>\n        </Disabilities>\n"
    yield "      </ChildCharacteristics>\n"
    first = max(ends - timedelta(days=chance.randrange(0, 500)), born)
    if unborn:
        first = ends - timedelta(days=chance.randrange(0, 60))
    yield from _referral(first, ends, year, chance)
    again = first + timedelta(days=chance.randrange(150, 400))
    if chance.random() < 0.2 and again < ends:
        yield from _referral(again, ends, year, chance)
    yield "    </Child>\n"


def _referral(came: date, ends: date, year: int, chance: random.Random) -> Iterator[str]:
    def after(start: date, least: int, most: int) -> date:
        return start + timedelta(days=chance.randrange(least, most))

    nothing_more = chance.random() < 0.08
    closed = after(came, 40, 140)
    is_closed = not nothing_more and closed <= ends
    yield f"      <CINdetails>\n        <CINreferralDate>{came}</CINreferralDate>\n"
    yield f"        <ReferralSource>{chance.choice(SOURCES)}</ReferralSource>\n"
    if not nothing_more:
        yield f"        <PrimaryNeedCode>N{chance.choice('1111112345')}</PrimaryNeedCode>\n"
    if is_closed:
        yield f"        <CINclosureDate>{closed}</CINclosureDate>\n"
        yield f"        <ReasonForClosure>RC{chance.choice('7788899')}</ReasonForClosure>\n"
    yield f"        <ReferralNFA>{'true' if nothing_more else 'false'}</ReferralNFA>\n"
    if not nothing_more and chance.random() < 0.85:
        done = after(came, 10, 39)
        yield "        <Assessments>\n"
        yield f"          <AssessmentActualStartDate>{after(came, 0, 3)}</AssessmentActualStartDate>\n"
        if done <= ends:
            yield f"          <AssessmentAuthorisationDate>{done}</AssessmentAuthorisationDate>\n"
            yield "          <FactorsIdentifiedAtAssessment>\n"
            for factor in chance.sample(FACTORS, chance.randrange(1, 5)):
                yield f"            <AssessmentFactors>{factor}</AssessmentFactors>\n"
            yield "          </FactorsIdentifiedAtAssessment>\n"
        yield "        </Assessments>\n"
    if not nothing_more and chance.random() < 0.3:
        starts, held = after(came, 0, 10), after(came, 12, 35)
        if starts <= ends:
            yield f"        <Section47>\n          <S47ActualStartDate>{starts}</S47ActualStartDate>\n"
            needed = chance.random() < 0.4
            if needed and held <= ends:
                yield f"          <DateOfInitialCPC>{held}</DateOfInitialCPC>\n"
            yield f"          <ICPCnotRequired>{'false' if needed else 'true'}</ICPCnotRequired>\n"
            yield "        </Section47>\n"
            if needed and held <= ends:
                yield from _protection_plan(held, closed if is_closed else None, ends, chance)
    if not nothing_more and chance.random() < 0.3:
        starts = after(came, 30, 39)
        if starts <= ends:
            yield f"        <CINPlanDates>\n          <CINPlanStartDate>{starts}</CINPlanStartDate>\n"
            if is_closed:
                yield f"          <CINPlanEndDate>{closed}</CINPlanEndDate>\n"
            yield "        </CINPlanDates>\n"
    if year >= 2026 and not nothing_more and chance.random() < 0.02:
        yield f"        <PreProceedingsandFGDM>\n          <PPStartDate>{came}</PPStartDate>\n"
        yield "          <FGDMMeetingOffer>1</FGDMMeetingOffer>\n        </PreProceedingsandFGDM>\n"
    yield "      </CINdetails>\n"


def _protection_plan(held: date, closed: date | None, ends: date, chance: random.Random) -> Iterator[str]:
    abuse = chance.choice(("NEG", "EMO", "NEG", "PHY", "SAB"))
    review = held + timedelta(days=chance.randrange(70, 100))
    yield f"        <ChildProtectionPlans>\n          <CPPstartDate>{held}</CPPstartDate>\n"
    if closed:
        yield f"          <CPPendDate>{max(closed, held + timedelta(days=1))}</CPPendDate>\n"
    yield f"          <InitialCategoryOfAbuse>{abuse}</InitialCategoryOfAbuse>\n"
    yield f"          <LatestCategoryOfAbuse>{abuse}</LatestCategoryOfAbuse>\n"
    yield "          <NumberOfPreviousCPP>0</NumberOfPreviousCPP>\n"
    if review <= (closed or ends):
        yield f"          <Reviews>\n            <CPPreviewDate>{review}</CPPreviewDate>\n          </Reviews>\n"
    yield "        </ChildProtectionPlans>\n"
