"""What observers saw, and what families say, in the fictional authority."""

from __future__ import annotations

PARTS = {
    "child": (
        "She sat on the floor first and asked Noor’s brother what he was drawing. It came up again later.",
        "The child was in the room for half an hour and was asked nothing. The worker spoke about him, not with him.",
    ),
    "respect": (
        "She took off her shoes, asked where to sit, and said that the breakfast club had been the mother’s own idea.",
        "The mother was spoken over four times, twice to tell her what she had just said.",
    ),
    "plain": (
        "“I am worried about the evenings, and I am going to say why.” Nobody asked afterwards what she had meant.",
        "“Safeguarding issues” all the way through. At the door the father asked me what it was about.",
    ),
    "curious": (
        "“Who else would have seen that?” It turned out that the aunt had, and she rang her there.",
        "The account of the weekend was taken as it was told. Nobody was asked who could say the same.",
    ),
    "identity": (
        "She asked what Ramadan would change for the mornings, and the plan moved by an hour.",
        "Nobody asked about the father, whose coat hung in the hall.",
    ),
    "safety": (
        "She saw the lock on the outside of the bedroom door, asked about it, and had it taken off before she left.",
        "The stair gate was off and the baby crawled. It was seen, and left for the next visit.",
    ),
    "ends": (
        "Each of them said back what they would do by Friday.",
        "It ended at the door with “I’ll be in touch”. Nobody knew what came next.",
    ),
    "family_in_it": (
        "The mother had the first ten minutes, and her list was on the table before ours.",
        "Nine professionals spoke before the parents did. The father said eleven words.",
    ),
    "partners": (
        "“You said that you would ring by the tenth. Did you?” The nurse had not, and said when she would.",
        "Each read out a report. Nobody asked what had become of the last actions.",
    ),
    "space": (
        "The door was shut and the telephone off for the whole hour.",
        "Interrupted three times, once for a signature.",
    ),
    "reflects": (
        "They held two explanations of the bruise for ten minutes before choosing neither.",
        "A list of tasks, case by case. Nobody asked what she made of it.",
    ),
    "challenges": (
        "“How do we know that he has left?” was asked twice.",
        "Her hope was not tested. Nobody said drift.",
    ),
    "childs_life": ("They went through a whole Tuesday as the child lives it.", "The child’s name was said once."),
    "directs": ("Three directions, each with a day. The last three were asked after.", "“Keep an eye on it.”"),
}
SAW = (
    """She rang at ten past four, as she had said. The mother let us in; the two boys were at the table. For the first
quarter of an hour they spoke about the week, then the worker said what worried her and why she had come.""",
    """Eight people were in the room, the parents at the far end. The chair went through the plan point by point. The
parents spoke when they were asked. It took an hour and ten minutes.""",
    """The visit was at home, after school. The worker saw each of the children alone for some minutes, then the parents
together. The little one stayed with me at the window and watched the bus.""",
)
FAMILY = (
    "She is straight with us. I do not always like it, but I know where I am.",
    "I forgot that you were there.",
    "He explains things. The one before did not.",
    "I would have liked to be told before that somebody else was coming.",
)
REFLECTS = (
    "I was nervous for the first ten minutes and talked too much. I had not seen that the boy was waiting for me.",
    "I agree with most of it. About the father I see it otherwise: he had asked me not to raise it in front of her.",
    "I thought that it went badly. I see now what I did when the door would not open, and will again.",
)
NEXT = (
    "The child first, and the grown-ups after.",
    "I will say at the beginning what I am worried about, in one sentence.",
    "I will ask who else was there, each time.",
)
STEPS = (
    "See the child first at the next two visits",
    "Write down before each visit the one thing to find out",
    "Watch a colleague chair a core group",
    "Ask each parent apart, at the next visit",
)
DONE = (
    "Did it twice. He showed me his room before anybody else spoke.",
    "I have the list on a card. Three visits so far, and one surprise.",
    "Sat in on Tuesday. The chair asked after each earlier action by name.",
)
WHY = {
    "strong": "Warm, plain and brave. What was hardest to say was said first.",
    "sound": "Good with the adults and clear about the worry. The child had to wait.",
    "needs_work": "Kind throughout, and the visit found nothing out that was not known before.",
}

DAY_BEFORE = (
    "Visits are arranged the day before by a message, and the worker says who comes.",
    "You said that surprises are hard. We now say the day before when we come, and who.",
)
NOT_AT_SCHOOL = (
    "Visits at school are asked about first, and the school gives a room that is not beside the office.",
    "You said that being called out at school is hard. We now ask you first where you want to meet.",
)
SAME_PERSON = (
    "No reallocation this year without the service manager; the worker said so herself.",
    "You said that people change too often. Nobody changes now unless we cannot help it, and we tell you first.",
)
ASKED_FIRST = (
    "The worker sees the child alone first at each visit, and it is looked for in supervision.",
    "You said that we should ask you first. We now talk with you before anybody else.",
)
KEPT_UP = (
    "Read with the worker in supervision.",
    "Thank you for telling us what helps. We told the team, so that more of us do the same.",
)
PLAIN_WORDS = (
    "The plan was written again in plain words and read through with them on Thursday.",
    "You said that our letters are hard to read. We wrote it again, and went through it with you.",
)
RANG_BACK = (
    "Rang and said sorry for the calls that were not returned. Calls are on the board until somebody has rung.",
    "You said that we did not ring back. We are sorry. Each call now stays on our board until somebody has rung.",
)
HEARD_FIRST = (
    "Talked about in the team meeting: the family’s own account goes first in each assessment.",
    "You said that we listened to others before you. We now begin with what you tell us.",
)
KEPT_DAY = (
    "Meetings are moved with five days’ notice or not at all. Nothing else can be promised.",
    "You said that we changed a meeting on the day. We now give five days, or we keep the day.",
)
OWN_RECORD = (
    "Explained how to ask for the record, and went through the assessment with them.",
    "You asked what is written about you. We showed you the assessment, and how to ask for the rest.",
)
EVERYBODY = (
    "Who else is there every day is now asked at the first visit and written down.",
    "You said that we had not asked you. We now ask who is there every day, and speak with them too.",
)

SAID = {
    "child": (
        ("Tell me before you come. I do not like surprises.", DAY_BEFORE),
        ("Do not talk to me at school. Everybody asks why.", NOT_AT_SCHOOL),
        ("Stay the same person. I had three.", SAME_PERSON),
        ("Ask me first and then my mum.", ASKED_FIRST),
        ("Nothing. She is nice and she comes when she says.", KEPT_UP),
        ("Come when my brother is not there so I can talk.", ASKED_FIRST),
    ),
    "parent_carer": (
        ("Write to me in words that I can understand.", PLAIN_WORDS),
        ("Ring back when you say you will.", RANG_BACK),
        ("Ask the school before you believe the neighbours.", HEARD_FIRST),
        ("You listened this time. Please do that from the start.", HEARD_FIRST),
        ("Do not change the meeting on the day. I lost a shift.", KEPT_DAY),
        ("I want to see what is written about us.", OWN_RECORD),
    ),
    "other": (
        ("Ask grandparents too. We are there every day.", EVERYBODY),
        ("Tell the foster carer what was decided.", EVERYBODY),
    ),
}
"""What somebody says by a code, by who it is, each with what was done and what we answered."""
