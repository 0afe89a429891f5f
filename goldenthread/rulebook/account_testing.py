"""Ways in which what somebody says can be tested, by what it is about: a short list that stands quietly beside an
account. It is there to be read; nothing of it is ever put into an answer for the writer.

The lists are our own, gathered from what good assessments do: another source by name, another time of day, somebody
who was there, a record made at the time, and the child alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_THEMES = 2
"""Themes that are shown of one account: a longer list is not read."""


@dataclass(frozen=True, slots=True)
class Ways:
    """Ways to test an account about one thing. `about` says what it is about in a few words; `starts` are beginnings of
    words that speak of it, empty for what suits any account."""

    id: str
    about: str
    starts: tuple[str, ...]
    ways: tuple[str, ...]


ANY = Ways(
    "any",
    "Any account",
    (),
    (
        "Ask somebody who was there, by name, what they saw themselves and on which day.",
        "Read the record that was made at the time, and not the summary of it.",
        "See the child alone, away from whoever gives the account, and ask openly.",
        "Go back to the person with what you found, and write down what they say then.",
    ),
)

THEMES: tuple[Ways, ...] = (
    Ways(
        "drink_and_drugs",
        "Drink or drugs",
        (
            "drink",
            "drank",
            "drunk",
            "alcohol",
            "beer",
            "vodka",
            "wine",
            "sober",
            "drug",
            "cannabis",
            "weed",
            "cocaine",
            "heroin",
            "smok",
            "using",
            "clean",
            "methadone",
            "pills",
            "relaps",
        ),
        (
            "Visit without warning at the time of day when it happens, on more than one evening.",
            "Ask the treatment service by name, with agreement: what was kept, what was tested, what was found?",
            "Ask the school what they notice at the gate, and when.",
            "Ask a relative to write down the nights, and look at the list together.",
            "Ask the child what a good evening is like and what a bad one is.",
        ),
    ),
    Ways(
        "staying_away",
        "Somebody who is said to stay away",
        (
            "partner",
            "ex-",
            "boyfriend",
            "girlfriend",
            "husband",
            "left",
            "moved out",
            "split",
            "separat",
            "contact",
            "stay",
            "near",
            "bail",
            "order",
            "released",
            "stepdad",
            "stepfather",
            "not been",
            "hasn't been",
            "hasn’t been",
        ),
        (
            "Ask the police by name for calls to the address since, and for the conditions that hold.",
            "Look for the person’s things when you are shown round, and ask whose they are.",
            "Ask the child who was at tea, who took them to school and who slept there this week.",
            "Ask the person’s own worker, such as probation, where they say they live.",
            "Visit at a weekend or an evening, without warning.",
        ),
    ),
    Ways(
        "injury",
        "How a child came to be hurt",
        (
            "bruis",
            "fell",
            "fall",
            "mark",
            "hurt",
            "burn",
            "broke",
            "fractur",
            "injur",
            "scratch",
            "bump",
            "accident",
            "knock",
            "bit ",
            "bite",
        ),
        (
            "Ask a paediatrician by name whether the story fits the injury and the child’s age and stage.",
            "Have the place and the thing shown to you, at the child’s height.",
            "Hear each person who was there apart, and set the times side by side.",
            "Read the notes of the first people who were told: what did they write down that hour?",
            "Ask what was seen on the days before, at school or nursery.",
        ),
    ),
    Ways(
        "home",
        "Food, warmth, sleep and the state of the home",
        (
            "food",
            "eat",
            "fed",
            "feed",
            "hungry",
            "clean",
            "tidy",
            "dirty",
            "bed",
            "sleep",
            "heating",
            "gas",
            "electric",
            "nappy",
            "nappies",
            "wash",
            "mattress",
            "cold",
        ),
        (
            "Visit without warning, and see each child’s bed, the cupboards and the fridge.",
            "Ask the school what the child brings to eat, wears and says of the weekend.",
            "Ask the health visitor for weights and dates, and set them on the chart.",
            "Ask the landlord or the housing officer by name what they saw, and when.",
            "Ask the child to show you their morning, from waking to the door.",
        ),
    ),
    Ways(
        "school_and_health",
        "School, appointments and what the child is able to do",
        (
            "school",
            "nursery",
            "appointment",
            "dentist",
            "doctor",
            "gp",
            "hospital",
            "attend",
            "late for",
            "register",
            "homework",
            "teacher",
            "poorly",
            "ill",
            "medic",
            "immunis",
        ),
        (
            "Read the register for the whole term, with the reasons that were given each day.",
            "Ask the surgery for every appointment that was offered, kept and missed.",
            "Ask the teacher by name what has changed since you last asked.",
            "Ask the child what they miss when they are not there.",
        ),
    ),
    Ways(
        "who_looks_after",
        "Who looks after the child, and who is about",
        (
            "looks after",
            "look after",
            "babysit",
            "minds",
            "watch",
            "home alone",
            "left alone",
            "carer",
            "caring",
            "nan",
            "gran",
            "aunt",
            "uncle",
            "neighbour",
            "friend",
            "supervis",
            "picks",
            "collect",
        ),
        (
            "Meet the person who is said to help, and ask on which days and until when.",
            "Ask the child who is there after school on each day of the week.",
            "Ask the school who collects, and whom they ring when nobody does.",
            "Check who this person is, with the police and our own records.",
        ),
    ),
    Ways(
        "out_of_sight",
        "Where a young person goes, with whom, and gifts",
        (
            "phone",
            "gift",
            "present",
            "money",
            "trainers",
            "mate",
            "older",
            "car ",
            "missing",
            "out all",
            "online",
            "snap",
            "friend",
            "party",
            "birthday",
            "picked up",
            "lift",
        ),
        (
            "Ask the person who is said to have given it.",
            "Put the dates side by side: when was it first seen, and by whom?",
            "Ask the police and school whether the name, the car or the address is known.",
            "Ask the young person with somebody they trust, in a place they choose, more than once.",
            "Ask those who spoke with them when they came back what was said.",
        ),
    ),
    Ways(
        "mood",
        "How a parent is in themselves",
        (
            "depress",
            "anxi",
            "mental",
            "mood",
            "tablets",
            "therap",
            "counsel",
            "suicid",
            "self-harm",
            "cope",
            "coping",
            "better now",
            "panic",
            "voices",
        ),
        (
            "Ask the mental health worker or doctor by name, with agreement: what do they see, and since when?",
            "Ask what a bad day looks like, who notices first, and what happens to the children on that day.",
            "Ask somebody who sees the parent on most days.",
            "Ask the child how they can tell what sort of day it will be.",
        ),
    ),
    Ways(
        "between_adults",
        "What happens between the adults",
        (
            "argu",
            "row",
            "shout",
            "hit",
            "push",
            "violen",
            "threat",
            "scared",
            "control",
            "jealous",
            "police",
            "throttl",
            "strangl",
            "slap",
            "abus",
            "fight",
        ),
        (
            "See each adult alone, and never ask one in the hearing of the other.",
            "Ask the police by name for every call, those without a charge among them.",
            "Ask the domestic abuse worker, with agreement, what they know and how they judge the danger.",
            "Ask the child where they go when it starts, and what they do.",
            "Ask neighbours, school or family what they have heard, and on which days.",
        ),
    ),
)


_SPEAKS = {one.id: re.compile(r"\b(?:" + "|".join(map(re.escape, one.starts)) + ")") for one in THEMES}
"""Finds, of each theme, the words that speak of it, in small letters."""


def ways_to_test(*texts: str) -> tuple[Ways, ...]:
    """The lists that fit an account, by the words of it: at most two, those that more of its words speak of first, and
    what suits any account last."""
    text = " ".join(texts).casefold()
    counted = [(len(set(_SPEAKS[theme.id].findall(text))), theme) for theme in THEMES]
    fitting = sorted((one for one in counted if one[0]), key=lambda one: -one[0])
    return (*(theme for _, theme in fitting[:MOST_THEMES]), ANY)
