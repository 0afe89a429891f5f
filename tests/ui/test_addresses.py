"""Addresses written by their shape are those that Django writes."""

import pytest
from django import urls
from django.urls import NoReverseMatch

from goldenthread.ui.addresses import reverse


@pytest.mark.parametrize(
    ("name", "keys"),
    [("work", []), ("child", [7]), ("child", [2**63 - 1]), ("plan_action_done", [12, 345]), ("tray", ["to_allocate"])],
)
def test_an_address_is_the_one_that_django_writes(name, keys):
    assert reverse(name, args=keys) == urls.reverse(name, args=keys)


def test_what_follows_the_address_is_written_after_it():
    assert reverse("work", query={"by": "child", "of": 3}) == "/work/?by=child&of=3"


@pytest.mark.parametrize(("name", "keys"), [("child", []), ("child", [-1]), ("child", ["x"]), ("no_such_page", [1])])
def test_what_is_no_address_is_refused_as_django_refuses_it(name, keys):
    with pytest.raises(NoReverseMatch):
        reverse(name, args=keys)


def test_each_set_of_addresses_and_each_path_before_them_has_its_own(settings):
    assert reverse("child", args=[1]) == "/children/1/"
    urls.set_script_prefix("/thread/")
    try:
        assert reverse("child", args=[1]) == "/thread/children/1/"
    finally:
        urls.set_script_prefix("/")
    assert reverse("child", args=[1]) == "/children/1/"
