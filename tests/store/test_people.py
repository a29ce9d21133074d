from __future__ import annotations

import logging

import pytest

from bot.store import AccessRequest, Act, Deed, Role, Store

ADMIN, ANI, GROUP = 11, 22, -1005
DAY = 86_400


@pytest.fixture
def store(tmp_path):
    store = Store.open(tmp_path / "state.sqlite")
    yield store
    store.close()


@pytest.fixture
def people(store):
    return store.people


def test_a_stranger_has_no_role_and_no_name(people):
    assert people.role(ANI) is None
    assert people.name(ANI) == ""


def test_a_role_is_kept_with_the_name_and_who_gave_it_when(people):
    people.set_role(ANI, Role.USER, Act.ADMITTED, by=ADMIN, at=7, name="Ani")
    assert people.role(ANI) is Role.USER
    assert people.with_role(Role.USER) == {ANI: "Ani"}
    assert people.deeds() == (Deed(7, ADMIN, Act.ADMITTED, ANI),)


def test_a_revoked_person_is_a_stranger_whose_name_is_forgotten(people):
    people.set_role(ANI, Role.USER, Act.ADMITTED, by=ADMIN, at=7, name="Ani")
    people.set_role(ANI, None, Act.REVOKED, by=ADMIN, at=8)
    assert people.role(ANI) is None
    assert people.name(ANI) == ""
    assert [deed.act for deed in people.deeds(ANI)] == [Act.REVOKED, Act.ADMITTED]


def test_a_role_leaves_the_language_alone_and_the_language_the_role(people):
    people.set_language(ANI, "en")
    people.set_role(ANI, Role.USER, Act.ADMITTED, by=ADMIN, at=7, name="Ani")
    people.set_language(ANI, "id")
    assert (people.role(ANI), people.name(ANI), people.language(ANI)) == (Role.USER, "Ani", "id")
    people.set_role(ANI, None, Act.REVOKED, by=ADMIN, at=8)
    assert people.language(ANI) == "id"


def test_requests_that_nobody_was_told_of_are_taken_once_in_the_order_of_asking(people):
    for person in (3, 1, 2, 3):
        people.add_request(person, "Ani", at=5)
    people.mark_told(2)
    assert people.has_untold()
    assert people.take_untold() == [1, 3]
    assert not people.has_untold()
    assert people.take_untold() == []
    people.add_request(2, "Ani", at=6)
    assert people.take_untold() == [2]
    assert {request.person for request in people.requests()} == {1, 2, 3}


def test_one_request_of_a_person_is_open_and_a_role_decides_it(people):
    people.add_request(ANI, "Ani", at=5)
    people.add_request(ANI, "Ani S.", at=6)
    assert people.requests() == (AccessRequest(ANI, "Ani S.", 6),)
    people.set_role(ANI, Role.USER, Act.ADMITTED, by=ADMIN, at=7)
    assert people.requests() == ()
    assert people.name(ANI) == "Ani S."


def test_a_refused_request_is_gone_with_its_name(people):
    people.add_request(ANI, "Ani", at=5)
    people.refuse(ANI, by=ADMIN, at=6)
    assert people.find_request(ANI) is None
    assert people.name(ANI) == ""
    assert people.last_decision(ANI) == Deed(6, ADMIN, Act.REFUSED, ANI)


def test_a_request_is_no_decision(people):
    people.add_request(ANI, "Ani", at=5)
    assert people.last_decision(ANI) is None


def test_an_invitation_is_used_once(people):
    people.add_invitation("abc", Role.ADMIN, by=ADMIN, at=5)
    assert people.find_invitation("abc").role is Role.ADMIN
    assert people.use_invitation("abc", ANI, "Ani", at=6)
    assert people.role(ANI) is Role.ADMIN
    assert not people.use_invitation("abc", 33, "Budi", at=7)
    assert people.role(33) is None
    assert people.find_invitation("abc").used_by == ANI
    assert people.deeds(ANI) == (Deed(6, ANI, Act.JOINED, ANI),)


def test_an_unknown_invitation_lets_nobody_in(people):
    assert people.find_invitation("x") is None
    assert not people.use_invitation("x", ANI, "Ani", at=6)


def test_a_new_invitation_of_the_operator_ends_the_earlier_and_no_others(people):
    people.add_invitation("of an admin", Role.USER, by=ADMIN, at=5)
    people.add_invitation("first", Role.ADMIN, by=None, at=5)
    people.add_invitation("second", Role.ADMIN, by=None, at=6)
    assert people.find_invitation("first") is None
    assert people.find_invitation("second")
    assert people.find_invitation("of an admin")


def test_a_group_is_allowed_and_revoked(people):
    assert not people.allows(GROUP)
    people.allow_group(GROUP, "Humas", by=ADMIN, at=5)
    people.allow_group(GROUP, "", by=ADMIN, at=6)
    assert people.groups() == {GROUP: "Humas"}
    people.name_group(GROUP, "Humas NTT")
    assert people.groups() == {GROUP: "Humas NTT"}
    people.revoke_group(GROUP, by=ADMIN, at=7)
    assert not people.allows(GROUP)
    people.name_group(GROUP, "x")
    assert people.groups() == {}
    assert [deed.act for deed in people.deeds(GROUP)] == [
        Act.GROUP_REVOKED,
        Act.GROUP_ALLOWED,
        Act.GROUP_ALLOWED,
    ]


def test_a_group_that_moves_takes_its_permission_along(people):
    people.allow_group(-5, "Humas", by=ADMIN, at=5)
    people.move_group(-5, GROUP)
    assert people.groups() == {GROUP: "Humas"}
    people.move_group(-6, -1006)
    assert not people.allows(-1006)


def test_a_group_left_is_noted_and_stays_allowed(people):
    people.allow_group(GROUP, "Humas", by=ADMIN, at=5)
    people.leave_group(GROUP, by=ANI, at=6)
    assert people.allows(GROUP)
    assert people.deeds(GROUP)[0] == Deed(6, ANI, Act.GROUP_LEFT, GROUP)


def test_an_act_that_fails_leaves_neither_change_nor_log(people):
    people.add_invitation("abc", Role.USER, by=ADMIN, at=5)
    with pytest.raises(Exception, match="UNIQUE"):
        people.add_invitation("abc", Role.USER, by=ADMIN, at=5)
    assert len(people.deeds()) == 1


def test_the_log_has_ids_and_no_names(people, caplog):
    caplog.set_level(logging.INFO)
    people.add_request(ANI, "Rahasia", at=5)
    people.set_role(ANI, Role.USER, Act.ADMITTED, by=ADMIN, at=7)
    people.add_invitation("geheim", Role.USER, by=ADMIN, at=8)
    assert "Access: admitted, subject 22, by 11" in caplog.text
    assert "Rahasia" not in caplog.text
    assert "geheim" not in caplog.text
    assert len(caplog.records) == 3
