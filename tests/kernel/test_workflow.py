"""A workflow refuses, lists and draws from one table."""

import pytest

from goldenthread.kernel.workflow import NotNow, Step, Workflow

LAMP = Workflow(
    "lamp",
    "Lamp",
    {"off": "Off", "on": "On", "broken": "Broken for good"},
    (
        Step("lamp.make", (), "off"),
        Step("lamp.press", ("off",), "on"),
        Step("lamp.press", ("on",), "off"),
        Step("lamp.dust", ("off", "on"), None),
        Step("lamp.drop", ("off", "on"), "broken"),
    ),
)


def test_an_act_leads_where_the_table_says() -> None:
    assert LAMP.begin("lamp.make") == "off"
    assert LAMP.step("off", "lamp.press") == "on"
    assert LAMP.step("on", "lamp.press") == "off"
    assert LAMP.step("on", "lamp.dust") == "on"


def test_an_act_out_of_turn_is_refused_in_a_plain_sentence() -> None:
    with pytest.raises(NotNow, match="This lamp is now “broken for good”, so that cannot be done."):
        LAMP.step("broken", "lamp.press")
    with pytest.raises(NotNow, match="cannot begin that way"):
        LAMP.begin("lamp.press")


def test_the_acts_open_in_a_state() -> None:
    assert LAMP.acts_from("off") == ("lamp.press", "lamp.dust", "lamp.drop")
    assert LAMP.acts_from("broken") == ()


def test_it_draws_itself() -> None:
    picture = LAMP.mermaid().splitlines()
    assert picture[0] == "stateDiagram-v2"
    assert "    [*] --> off: lamp.make" in picture
    assert "    on --> broken: lamp.drop" in picture
    assert "    broken --> [*]" in picture
    assert not any("lamp.dust" in line for line in picture)
    assert "    on --> [*]" not in picture


@pytest.mark.parametrize(
    "steps",
    [
        (Step("lamp.press", ("dim",), "on"),),
        (Step("lamp.press", ("off",), "dim"),),
        (Step("lamp.press", ("off",), "on"), Step("lamp.press", ("off",), "off")),
        (Step("lamp.press", (), None),),
    ],
)
def test_a_faulty_table_is_refused_when_it_is_declared(steps: tuple[Step, ...]) -> None:
    with pytest.raises(ValueError, match="lamp.press"):
        Workflow("lamp", "Lamp", {"off": "Off", "on": "On"}, steps)
