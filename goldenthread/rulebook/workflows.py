"""The lives of a contact and of a referral, as tables.

`mermaid()` draws each for the documentation; operations step through them; pages ask what is open now.
"""

from goldenthread.kernel.registry import Registry
from goldenthread.kernel.workflow import Step, Workflow

# Screening is no state: checks are asked of agencies and answered while the contact waits to be decided, and
# a # manager may decide before the last one is back.
CONTACT = Workflow(
    id="contact",
    title="Contact",
    states={
        "writing": "Being written",
        "to_decide": "Waiting for a decision",
        "second_look": "Waiting for a second look",
        "decided": "Decided",
    },
    steps=(
        Step("contact.start", (), "writing"),
        Step("contact.write", ("writing",), None),
        Step("contact.send", ("writing",), "to_decide"),
        Step("contact.ask_agency", ("writing", "to_decide", "second_look"), None),
        Step("contact.record_answer", ("writing", "to_decide", "second_look", "decided"), None),
        Step("contact.return_to_writer", ("to_decide",), "writing"),
        Step("contact.ask_second_look", ("to_decide",), "second_look"),
        Step("contact.answer_second_look", ("second_look",), "to_decide"),
        # Help is never held up by a second look that waits: only "no further action" is, and the operation refuses it.
        Step("contact.decide", ("to_decide", "second_look"), "decided"),
        Step("contact.feed_back", ("decided",), None),
    ),
)

REFERRAL = Workflow(
    id="referral",
    title="Referral",
    states={
        "to_decide": "Waiting for a decision",
        "to_allocate": "Waiting for a team",
        "with_team": "With a team, waiting for a worker",
        "with_worker": "With a worker",
        "closed": "Closed",
    },
    steps=(
        Step("referral.receive", (), "to_decide"),
        Step("referral.acknowledge", ("to_decide", "to_allocate", "with_team", "with_worker", "closed"), None),
        Step("referral.decide", ("to_decide",), "to_allocate"),
        Step("referral.allocate_team", ("to_allocate", "with_team", "with_worker"), "with_team"),
        Step("referral.allocate_worker", ("with_team", "with_worker"), "with_worker"),
        # Closed for good: a family that comes back is a new referral.
        Step("referral.close", ("to_decide", "to_allocate", "with_team", "with_worker"), "closed"),
    ),
)

WORKFLOWS = Registry([CONTACT, REFERRAL])
