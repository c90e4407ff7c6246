"""Whose a mail is: its thread decides, then its address; a guess is a question."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.outreach.matching import (
    Candidate,
    Filed,
    Known,
    Unsure,
    Whose,
    Writer,
    bounced,
    spellings,
    threads,
    too_early,
    whose,
)

ANN = Writer(1, 11, "Ann Lee", True, "ann@acme.example")


def test_a_tag_in_an_address_leads_to_the_same_mailbox_and_a_dot_does_not() -> None:
    assert spellings("Ann+Crm@Acme.example") == ("ann+crm@acme.example", "ann@acme.example")
    assert spellings("a.lee@gmail.com") == ("a.lee@gmail.com",)
    assert spellings("+@acme.example") == ("+@acme.example",)
    assert spellings("nobody") == ("nobody",)


def test_the_thread_decides_before_the_address() -> None:
    assert whose([Known(7, 2, None)], [ANN]) == Whose(2, None, stranger=True)
    assert whose([Known(7, 1, None), Known(8, 2, None)], [ANN]) == Whose(1, 11)


def test_an_open_lead_goes_before_a_closed_one_and_two_open_ones_are_asked_about() -> None:
    closed = ANN._replace(lead_id=2, contact_id=21, is_open=False)
    assert whose([], [closed, ANN]) == Whose(1, 11)
    assert whose([], [closed]) == Whose(2, 21)
    found = whose([], [ANN, ANN._replace(lead_id=3, contact_id=31)])
    assert isinstance(found, Unsure)
    assert [(one.lead_id, one.contact_id) for one in found.candidates] == [(1, 11), (3, 31)]
    assert found.why == "the address is on 2 open leads"


def test_of_two_rows_with_one_address_it_is_the_one_of_that_name() -> None:
    both = [ANN, ANN._replace(contact_id=12, name="Bob Ray")]
    assert whose([], both, name="Bob Ray") == Whose(1, 12)
    assert whose([], both, name="Somebody") == Whose(1, 11)


def test_an_address_of_the_lead_itself_is_nobodys_and_no_stranger() -> None:
    own = Writer(1, None, "", True, "info@acme.example")
    assert whose([Known(7, 1, 11)], [own]) == Whose(1, None)


def test_a_suspicion_is_a_question_and_nothing_is_nobodys() -> None:
    found = whose([], [], [Candidate(4, None, "acme.example is Acme's")])
    assert isinstance(found, Unsure)
    assert found.why == "nobody on file has the address, but acme.example is Acme's"
    assert whose([], []) is None


# -- threads ---------------------------------------------------------------------------------------------


def filed(number: int, at: int, *refs: str, answers: str = "", **given: object) -> Filed:
    found = Filed(number, f"<{number}>", answers or None, refs, None, "out", "SENT", None, "ann@acme.example", at)
    return found._replace(**given)  # type: ignore[arg-type]


def test_mails_that_name_each_other_or_one_root_are_one_thread() -> None:
    mails = [
        filed(1, 10),
        filed(2, 20, "<1>"),
        filed(3, 30, answers="<2>"),  # as programs write that leave References out
        filed(4, 40, "<gone>"),
        filed(5, 50, "<gone>", "<lost>"),
        filed(6, 60),
    ]
    assert threads(mails) == {1: "<1>", 2: "<1>", 3: "<1>", 4: "<gone>", 5: "<gone>", 6: "<6>"}


def test_a_thread_that_the_outbox_began_keeps_its_messages_together() -> None:
    mails = [filed(1, 10, thread="<1>"), filed(2, 20, thread="<1>"), filed(3, 30, rfc_message_id=None, thread=None)]
    assert threads(mails) == {1: "<1>", 2: "<1>"}


@given(st.data())
def test_threads_do_not_depend_on_the_order_in_which_mail_was_read(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 7))
    drawn = []
    for number in range(count):
        before = data.draw(st.lists(st.sampled_from(range(-2, count)), max_size=3, unique=True))
        refs = tuple(f"<{each}>" for each in before if each != number)
        drawn.append(filed(number, number, *refs, answers=refs[-1] if refs and data.draw(st.booleans()) else ""))
    read = data.draw(st.permutations(drawn))
    assert threads(read) == threads(drawn)
    # Read one at a time, what was written down before stays true or is joined, and the end is the same.
    on_file: list[Filed] = []
    for one in read:
        on_file.append(one)
        found = threads(on_file)
        on_file = [each._replace(thread=found[each.id]) for each in on_file]
    assert {each.id: each.thread for each in on_file} == threads(drawn)


def test_an_answer_without_ids_is_of_the_thread_of_our_last_mail_of_its_subject() -> None:
    ours = [filed(1, 10, subject="Rollout"), filed(2, 20, subject="Rollout"), filed(3, 30, subject="Price")]
    came = filed(9, 40, direction="in", status="READ", subject="AW: Re: rollout")
    assert threads([*ours, came])[9] == "<2>"
    assert threads([*ours, came._replace(refs=("<theirs>",))])[9] == threads([*ours, came])[2]
    apart = [came._replace(subject="Rollout"), came._replace(address="bob@acme.example"), came._replace(at=5)]
    assert [threads([*ours, one])[9] for one in apart] == ["<9>", "<9>", "<9>"]
    assert threads([*ours, came._replace(refs=("<1>",))])[9] == "<1>"


def test_an_answer_to_what_the_reps_own_program_sent_under_an_id_of_its_own_is_of_one_thread_with_it() -> None:
    by_hand = filed(1, 10, rfc_message_id=None, subject="Rollout")
    came = filed(9, 40, "<unknown>", direction="in", status="READ", subject="Re: Rollout")
    found = threads([by_hand, came])
    assert found[1] == found[9]
    assert threads([by_hand]) == {}


def test_an_answer_is_no_earlier_than_the_mails_that_it_names() -> None:
    ours = [filed(1, 10), filed(2, 20), filed(3, 30, status="DRAFT")]
    came = filed(9, 15, "<1>", "<2>", "<3>", direction="in", status="READ")
    assert too_early([*ours, came]) == [(9, 15, 21)]
    assert too_early([*ours, came._replace(at=21)]) == []
    assert too_early([*ours, came._replace(automatic="auto_reply")]) == []


# -- bounces ---------------------------------------------------------------------------------------------


def test_a_bounce_is_of_the_mail_it_names_else_of_the_last_to_that_address() -> None:
    ours = [filed(1, 10), filed(2, 20), filed(3, 30, address="bob@acme.example"), filed(4, 60)]
    came = filed(9, 50, direction="in", status="READ", automatic="bounce")
    assert bounced([*ours, came._replace(in_reply_to="<1>")]) == {1: 9}
    assert bounced([*ours, came]) == {2: 9}
    assert bounced([filed(1, 50_900), came._replace(at=50_000)]) == {1: 9}  # it writes whole seconds, we do not
    assert bounced([*ours, came._replace(address="who@else.example")]) == {}
    assert bounced([filed(1, 10, status="DRAFT"), came]) == {}
