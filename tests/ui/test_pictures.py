"""Pictures are the same for the same facts, say what they show, and keep labels out of each other's way."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.ui.gallery import example
from goldenthread.ui.pictures import Event, Node, Row, Tie, Union, journey_line, network, strip, time_bar
from goldenthread.ui.pictures.drawing import text_width

SVG = "{http://www.w3.org/2000/svg}"
FIRST = date(2015, 1, 1)


def texts(drawn: str) -> list[tuple[float, float, float, str]]:
    """Each piece of words: where it starts, where it ends, its baseline, and itself."""
    found = []
    for element in ElementTree.fromstring(drawn).iter("text"):  # noqa: S314  # we drew it ourselves
        words = element.text or ""
        wide = text_width(words, bold=element.get("font-weight") == "700")
        x = float(element.get("x", "0"))
        x -= {"middle": wide / 2, "end": wide}.get(element.get("text-anchor", ""), 0)
        found.append((x, x + wide, float(element.get("y", "0")), words))
    return found


def collisions(drawn: str) -> list[tuple[str, str]]:
    placed = texts(drawn)
    return [
        (one[3], other[3])
        for place, one in enumerate(placed)
        for other in placed[place + 1 :]
        if abs(one[2] - other[2]) < 13 and one[0] < other[1] - 1 and other[0] < one[1] - 1
    ]


def test_the_same_facts_give_the_same_bytes() -> None:
    first, second = example(), example()
    for name in ("journey", "network", "strip", "lanes", "clock", "bar"):
        assert first[name] == second[name]


def test_every_picture_says_what_it_shows_and_has_no_style_attribute() -> None:
    for name in ("journey", "network", "strip", "lanes"):
        drawn = example()[name]
        root = ElementTree.fromstring(drawn)  # noqa: S314  # we drew it ourselves
        assert root.get("role") == "img"
        assert root.find("title") is not None
        assert root.find("desc") is not None
        assert " style=" not in drawn


def test_the_gallerys_labels_never_collide() -> None:
    for name in ("journey", "network", "strip", "lanes", "clock"):
        assert collisions(example()[name]) == [], name


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 4200),
            st.text("abcdefgh MW", min_size=1, max_size=28),
            st.sampled_from(["dot", "late", "over", "done"]),
        ),
        max_size=25,
    )
)
def test_a_journeys_labels_never_collide(happened: list[tuple[int, str, str]]) -> None:
    events = [Event(FIRST + timedelta(days=after), label, state) for after, label, state in happened]
    common = {"title": "t", "description": "d", "starts_on": FIRST, "ends_on": date(2027, 1, 1)}
    line = journey_line(today=date(2026, 11, 19), events=events, **common)
    assert collisions(line) == []
    assert len(re.findall("<text", line)) >= 2
    rows = strip(rows=(Row("A row", tuple(events)), Row("Another", tuple(events[:3]))), width=1140, **common)
    assert collisions(rows) == []


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_networks_names_and_shapes_never_collide(data: st.DataObject) -> None:
    sizes = data.draw(st.lists(st.integers(1, 6), min_size=1, max_size=4))
    names = st.text("abcdefgh MW", min_size=1, max_size=24)
    nodes = [
        Node(f"{generation}.{place}", data.draw(names), generation, note=data.draw(names))
        for generation, size in enumerate(sizes)
        for place in range(size)
    ]
    unions = []
    for generation in range(len(sizes) - 1):
        above = [node.id for node in nodes if node.generation == generation]
        below = [node.id for node in nodes if node.generation == generation + 1]
        pair = data.draw(st.lists(st.sampled_from(above), min_size=1, max_size=2, unique=True))
        unions.append(Union(tuple(pair), tuple(data.draw(st.lists(st.sampled_from(below), unique=True)))))
    drawn = network(title="t", description="d", nodes=nodes, unions=unions)
    assert collisions(drawn) == []
    spots = [(float(c.get("cx", 0)), float(c.get("cy", 0))) for c in ElementTree.fromstring(drawn).iter("circle")]  # noqa: S314  # we drew it ourselves
    assert len(spots) == len(nodes)
    for place, (x, y) in enumerate(spots):
        for x2, y2 in spots[place + 1 :]:
            assert abs(x - x2) >= 42 or abs(y - y2) >= 42
    assert all(x - 21 >= 0 for x, _ in spots)


def test_somebody_not_given_is_left_out_of_joins() -> None:
    drawn = network(
        title="t",
        description="d",
        nodes=[Node("a", "Ann", 0)],
        unions=[Union(("a", "gone"), ("lost",)), Union(("gone",), ("a",))],
        ties=[Tie("a", "gone", "close")],
    )
    assert drawn.count("<circle") == 1
    assert "<text" in network(title="t", description="", nodes=[Node("a", "Ann", 0)])


def test_names_are_escaped_in_a_picture() -> None:
    drawn = network(title="<t>", description="&", nodes=[Node("a", '<script>"', 0, url='/a"b')])
    ElementTree.fromstring(drawn)  # noqa: S314  # it must parse
    assert "<script>" not in drawn


def test_a_time_bar_shows_how_much_is_gone() -> None:
    assert 'width="40"' in time_bar(title="t", share_gone=0.25)
    assert 'width="160"' in time_bar(title="t", share_gone=7)
