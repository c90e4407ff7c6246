"""Buying signals told apart from words that only sound so: what a sceptic would try on either side."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from hermes_tui.scoring.signals import KINDS, TEXT_CAP, WORDS, Found, found_in, kind_like, kind_named, same_words

MAIL = Path(__file__).parents[3] / "shared" / "data" / "mail"

SAYS: dict[str, tuple[str, ...]] = {
    "pricing": (
        "Could you give me an idea of the price?",
        "What's your hourly rate?",
        "Is there a reduced rate for schools?",
        "what are we looking at in terms of cost for 40 seats?",
        "How much would we be looking at per month?",
        "can u send pricing",
        "Quisiera saber cuánto cuesta la licencia.",
        "What would it cost per year?",
        "What happens to the price when we grow beyond 45 people?",
        "How much is it per seat?",
        "How much would 50 seats cost us per year?",
        "what is the price for 20 users",
        "Could you send me your price list?",
        "Can you give us a ballpark figure?",
        "We'd like to know the pricing before we go on.",
        "Is there a discount for non-profits?",
        "Do you offer volume discounts?",
        "What do you charge for onboarding?",
        "How is it priced?",
        "And the price?",
        "Pricing?",
        "Please let me know what it would cost for 30 people.",
        "I can't find prices on your site; what does the pro plan cost?",
        "My boss wants to know how much it costs.",
        "What are your rates?",
        "I have a question about your pricing.",
        "Any idea what this would cost?",
        "Was kostet das pro Monat?",
        "Combien coûte la licence ?",
        "¿Cuánto cuesta al mes?",
        "Could you please provide pricing details for the enterprise edition?",
        "Is it priced per user or per month?",
        "What's the total cost for a team of 12, including support?",
        "We're evaluating three tools. How much does yours cost for 25 people?",
        "Roughly what would a license for 10 seats cost?",
        "What is the annual cost?",
        "How do you charge, per user or flat?",
        "Could you tell us the price?",
        "Do you have a price list you could share?",
        "I would like some information about your prices.",
        "Before we talk: what does it cost?",
        "Is there educational pricing?",
        "Can you share your rate card?",
        "How much are additional users?",
        "Would love to understand pricing for a team of 40.",
        "Please send pricing.",
        "What are the prices for support?",
        "how much for 5 users?",
    ),
    "proposal_request": (
        "can you pls send over a quote by eod",
        "May we have a quote?",
        "Could you send us a quote for 50 seats?",
        "Can you quote with and without support?",
        "Please send over a proposal.",
        "We need a formal quotation by Friday.",
        "I'd like to get a quote for the annual plan.",
        "Can we get a written proposal?",
        "Why don't you send us a proposal and we take it from there.",
        "Looking forward to your proposal.",
        "Thanks for the demo, could you put together an offer for 3 years?",
        "Send us an offer.",
        "When can we expect your proposal?",
        "Can you quote us for 200 licences?",
        "Attached is our RFP; answers are due on 3 May.",
        "Bitte senden Sie uns ein Angebot für 20 Nutzer.",
        "Pouvez-vous nous envoyer un devis ?",
        "¿Podría enviarnos un presupuesto?",
        "We would appreciate an estimate for the migration.",
        "I was wondering if we could get a quote for 10 users.",
        "Please send us a proposal by Friday.",
        "Could I get a quote?",
        "we'd like you to send us a quote",
        "Would you be able to prepare an offer for us?",
        "Can you make us an offer?",
        "Please provide a quotation for the items below.",
        "We are ready for a proposal.",
        "Kindly quote for 3 licences.",
        "Can you resend the proposal? I lost it.",
    ),
    "meeting": (
        "Do you have 15 minutes this week?",
        "When would work for you?",
        "Could we do a catch-up next week?",
        "Give me a ring tomorrow on 555 0100.",
        "Happy to hop on a call Thursday if that suits.",
        "Let me know when you're free to talk next week.",
        "Here's my Calendly, grab whatever slot works.",
        "Can we meet next week?",
        "Could we have a call tomorrow?",
        "Let's schedule a demo.",
        "I'd love to see a demo.",
        "Are you free on Thursday at 10?",
        "When can we talk?",
        "Would Tuesday at 3 work for you?",
        "Please call me back this afternoon.",
        "Can we talk on the phone tomorrow?",
        "Could you send me a few time slots?",
        "We'd like to schedule a call with your engineer.",
        "How about Friday at 10?",
        "Feel free to book a slot in my calendar.",
        "Können wir morgen telefonieren?",
        "Do you have time for a call on Wednesday?",
        "Would you have 30 minutes for a call next week?",
        "Can we set up a meeting with your team?",
        "Could we jump on a quick call?",
        "What time works for you?",
        "Would it be possible to see a demo?",
        "I'd like to arrange a meeting with you in Berlin.",
        "Happy to talk: are you available tomorrow afternoon?",
        "We want a demo.",
        "Let's meet on Monday at our office.",
    ),
    "referral": (
        "My boss will take it from here.",
        "Our CFO will get back to you.",
        "Tom from IT will contact you.",
        "Please contact our IT team.",
        "Please get in touch with Maria Lopez.",
        "Adding Priya from our finance team, who runs this.",
        "Ich leite das an meinen Kollegen weiter.",
        "Please contact my colleague Ann Lee, she handles purchasing.",
        "I've cc'd my colleague from procurement.",
        "I have forwarded your mail to our CTO.",
        "You should talk to Maria about this.",
        "The right person for this is Bob Ray.",
        "My colleague Ann handles all software purchases.",
        "Looping in Bob from procurement.",
        "Our CFO will be in touch.",
        "It would be best to speak with our head of IT.",
        "I'd suggest you contact our purchasing department.",
        "I'm copying our head of procurement, who will take it from here.",
        "Ann Lee in finance is responsible for this, please talk to her.",
        "Please reach out to our CTO, he decides on tools.",
        "I am not the right person; the right person is Ann Lee.",
        "I passed your message on to our purchasing department.",
        "Let me put you in touch with my colleague Ann.",
        "You could contact my boss directly.",
    ),
    "timeline": (
        "We have budget approved for Q4.",
        "We hope to have everything working by May.",
        "We want to go live by the end of Q2.",
        "Our deadline is 1 March.",
        "We need it by end of March.",
        "We will decide by the end of the month.",
        "Our current contract ends in June.",
        "We plan to start in January.",
        "We are looking to roll this out next quarter.",
        "A decision will be made in October.",
        "The budget will be approved in Q3.",
        "Could we start in March?",
        "We hope to have it running before Christmas.",
        "We're hoping to go live in September.",
        "We have to make a decision before the end of the quarter.",
        "Our go-live is planned for 1 October.",
        "We need a solution within the next three months.",
        "The contract with our vendor expires in December.",
        "Ideally we would start in Q1.",
        "We must be up and running by Easter.",
    ),
}

SAYS_NOTHING: tuple[str, ...] = (
    "I'm out until Monday; please contact my colleague Jane in urgent cases.",
    "In urgent cases please call our CFO.",
    "I'd like to schedule a call with my lawyer about your emails.",
    "Please send your proposal for the conference talk by June 30.",
    "Can you get the quote by Kant?",
    "We have to sign the NDA by Friday.",
    "What is your rate of growth?",
    "This will give us an idea of the price of delay.",
    "Give me a call stack trace.",
    "We are glad to meet you at the office today.",
    "Let me know when you are free of charge.",
    "Adding support for PDF would be great.",
    "How would it work?",
    "Thanks for the quote.",
    "Thank you for your pricing information.",
    "We don't need a quote.",
    "No need to send pricing.",
    "We are not in a hurry.",
    "We want it at any price.",
    "What a price to pay for one bug!",
    "That mistake cost me my job.",
    "Meeting you was nice.",
    "It was nice meeting you at the fair.",
    "Next year I retire.",
    "You asked what it would cost to fix this.",
    "Our customers always ask how much it costs.",
    "He told me the price was fine.",
    "We got your proposal and are reading it.",
    "Your proposal looks good.",
    "We reviewed the proposal last week.",
    "Please don't send us another proposal.",
    "We no longer need a quote.",
    "Could you give me your thoughts on the proposal?",
    "My talk proposal was rejected, can you believe it?",
    "Can you send me a quote from your CEO for the press release?",
    "Please quote the ticket number in your answer.",
    "Don't quote me on that.",
    "Can you give me an estimate of when the fix will ship?",
    "I will send you a quote tomorrow.",
    "If we need a quote we will ask.",
    "What is the cost of a lock in the kernel?",
    "What is the performance cost of this?",
    "What does it cost us if we do nothing?",
    "How much time do you need?",
    "How much do you know about our company?",
    "How much is too much?",
    "Can we meet the deadline?",
    "Does the product meet our requirements?",
    "We can't meet next week.",
    "Let's not schedule a call yet.",
    "Thanks for the call yesterday.",
    "The meeting went well.",
    "I am in meetings all day.",
    "Can I call the function from a thread?",
    "Please call me if anything breaks.",
    "Don't call us, we'll call you.",
    "Call me old-fashioned, but I like paper.",
    "I need to talk to my boss first.",
    "I have to ask our CTO.",
    "My colleague will be back in June.",
    "My boss is on vacation until Monday.",
    "If you are not the intended recipient, please contact the sender.",
    "Please contact support.",
    "I'll get back to you next week.",
    "We started in March.",
    "I'm on vacation until the end of the month.",
    "We need to fix the bug by Friday.",
    "We have no timeline yet.",
    "We can't decide before Q3, sorry.",
    "We would like to offer you a discount on our services.",
    "Can we schedule a call to show you how our product doubles your revenue?",
    "What does the competition charge?",
    "Their pricing is a joke, what do you think?",
    "The shipping costs were too high last time.",
    "We are not asking for a discount.",
    "It is not about the price.",
    "I like your proposal, what happens next?",
    "I have no questions about pricing.",
    "Interest rates are rising, what do you make of it?",
    "How do you charge the battery?",
    "We must cut costs this year, so no.",
    "He charged me twice; please refund it.",
    "Could you share feedback on our pricing?",
    "It cost a fortune.",
    "The cost function is convex, could you check the proof?",
    "Freedom has its price, you know?",
    "What is the price of success?",
    'I quote: "never again".',
    "Could you take a look at the attached invoice?",
    "We have already received a quote, thank you.",
    "I can recommend your tool to my colleagues.",
    "We met your colleague in Berlin.",
    "Our contract is with Acme.",
    "We bought it in March last year.",
    "Wir brauchen kein Angebot.",
    "Danke für Ihr Angebot.",
    "Merci pour votre devis.",
    "Was kostet die Welt?",
    "I may start running in May.",
    "We will let you know next week.",
    "See you at the meeting on Thursday.",
    "The call on Monday was useful, thank you.",
    "> What would it cost per year?",
    "Sounds good, talk soon.",
    "The demo account expired, can you extend it?",
    "Thanks for sending the price list.",
    "The price list arrived, thank you.",
    "As for pricing, we are fine.",
    "Pricing looks fair to us.",
    "Your prices are too high.",
    "We think it costs too much.",
    "It's too expensive for us.",
    "The costs are out of the question.",
    "How much I love your product!",
    "How much longer will this take?",
    "How much does the team matter to you?",
    "What would it take to fix this?",
    "What does this button do?",
    "What is the point of the price field in the export?",
    "How is the price field filled in the CSV?",
    "Could you add a price column to the export?",
    "Can you fix the price column?",
    "Could you update the quote template in the docs?",
    "Could you add quotes around the strings?",
    "Please use single quotes in the config.",
    "Please escape the quote in line 3.",
    "Can you provide an example?",
    "The offer still stands on our side.",
    "Thank you for the offer, but we have decided for somebody else.",
    "We accept your offer.",
    "We decline your offer.",
    "I will forward the proposal to the board on Monday.",
    "We'd like to discuss the proposal internally first.",
    "The board liked your proposal.",
    "Let me know what you think of my proposal.",
    "Let's meet halfway.",
    "Let's talk about it some other time.",
    "Let's call it a day.",
    "Could we meet the requirements with your API?",
    "Nice talking to you yesterday.",
    "Sorry I missed your call.",
    "We had a good meeting today.",
    "The meeting on Tuesday is cancelled.",
    "Does it work on Monday.com?",
    "Does the sync work on weekdays?",
    "How about no?",
    "Is Tuesday a holiday in Germany?",
    "Are you free software people?",
    "Is your product available for Linux?",
    "Please call the API with a token.",
    "Could you call back() in the hook?",
    "My manager approved it.",
    "Our CTO likes the product.",
    "I talked to my boss.",
    "My colleague and I enjoyed the demo.",
    "Please send this to the address below.",
    "Our colleagues in Berlin use it already.",
    "I am the right person to talk to.",
    "You spoke to my colleague last week.",
    "The right person for this is me.",
    "We started using it in June.",
    "We will be on holiday until the end of August.",
    "In May we moved to a new office.",
    "Let's see how it goes next quarter.",
    "We went live in March.",
    "Our fiscal year ends in June.",
    "I need it by tomorrow or I'm dead, said the knight.",
    "We want to buy your company by the end of the year, just kidding.",
    "We don't plan to start before 2028.",
    "We never said we would decide by March.",
    "Nobody here needs a quote.",
    "I'd rather not get a quote yet.",
    "If you ever need a quote for your website, we can help.",
    "We can offer you a quote for SEO services.",
    "Would you like a free quote for our services?",
    "Could you stop sending proposals?",
    "You promised to send us the quote in May.",
    "Please ignore my request for a quote.",
    "I withdraw my question about pricing.",
    "What did it cost you to build this?",
    "How much did you pay for that?",
    "Is it worth the price?",
    "The price is right!",
    "At what cost?",
    "You get what you pay for, don't you?",
    "Would you mind closing the ticket?",
    "Could you send me the invoice for the last quote?",
    "Can we have a word on the call quality?",
    "Is there a meeting room in the building?",
    "Is there a discount store nearby?",
    "We can meet your price if you drop support.",
    "Could you meet our price?",
    "The price you quoted is fine.",
    "You quoted us 5,000, is that still right?",
    "What did you think of our meeting?",
    "I'd like to know what you think.",
    "Can you tell me what the cost center field means?",
    "Please call the office if the parcel does not arrive.",
    "Talk to you on Monday.",
    "Let's talk soon.",
    "See you next week.",
    "I'll call you on Monday.",
    "I called you yesterday about the invoice.",
    "We meet every Monday internally.",
    "My manager wants me to thank you.",
    "I asked my colleague and she agrees.",
    "My colleague told me you were at the fair.",
    "Please contact me by mail only.",
    "Please reply by Friday.",
    "I need your answer by Friday.",
    "We need to talk.",
    "The contract was signed in March.",
    "Our contract with you ends in June, please confirm the cancellation.",
    "We have decided to buy from somebody else in May.",
    "We will not start before next year.",
    "In September we launch our own product.",
    "We might look at it again next year.",
    "Maybe next year.",
    "Not this quarter.",
    "We start our holidays on Monday.",
    "Can we call it done?",
    "Would it be possible to meet the new privacy rules?",
    "Is Monday a typo?",
    "Does that work?",
    "Does Friday's build work on Windows?",
    "When can we expect the next release?",
    "When can I expect my refund?",
    "Could you give me an example of the offer letter?",
    "Do you offer support in German?",
    "Do you offer an API?",
    "Is there a limit on offers per user in the system?",
    "How do I create a proposal in your tool?",
    "How do I delete a quote?",
    "Can I export all quotes as PDF?",
    "How can we see the price of an item in the list view?",
    "What is the price column for?",
    "How much memory does it need?",
    "How much is 2 + 2?",
    "How much storage is included?",
    "What would you do?",
    "What are your opening hours?",
    "What is your address?",
    "Could you tell me your tax number?",
    "Could you send me the invoice?",
    "Please send me the login.",
    "Our costs went up this year.",
    "The discount you gave us is great.",
    "Thank you for the discount!",
    "We were promised a discount.",
    "Thanks, we got the rate card.",
    "Who is the right person to contact at your company?",
    "Who should I talk to about a bug?",
    "Should I contact Maria or you?",
    "I am responsible for IT here.",
    "My boss said no.",
)


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in SAYS.items() for text in texts])
def test_a_signal_is_found_with_the_words_that_gave_it_away(kind: str, text: str) -> None:
    """Each finds its kind, and the words are the text's own, at their place."""
    found = {each.kind: each for each in found_in(text)}
    assert kind in found, found
    for each in found.values():
        assert each.words == text[each.start : each.end] != ""
        assert each.words in each.sentence or each.sentence.startswith("…")


@pytest.mark.parametrize("text", SAYS_NOTHING)
def test_what_only_sounds_like_a_signal_is_none(text: str) -> None:
    """Denials, thanks, others' words, idioms, talk of something else."""
    assert found_in(text) == ()


def test_a_mail_may_say_several_things_in_the_order_of_the_kinds() -> None:
    """The first of each kind, with its sentence as evidence."""
    text = (
        "Hi Bob,\n\nthanks for the demo. Could you send us a quote for 50 seats? We want to go live by the end\n"
        "of Q2, so can we have a call next week? What would it cost per year? And what does support cost?\n\nAnn\n"
    )
    found = found_in(text)
    assert [each.kind for each in found] == ["pricing", "proposal_request", "meeting", "timeline"]
    assert [each.sentence for each in found] == [
        "What would it cost per year?",
        "Could you send us a quote for 50 seats?",
        "We want to go live by the end of Q2, so can we have a call next week?",
        "We want to go live by the end of Q2, so can we have a call next week?",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Thanks!\n\n> What would it cost per year?\n> Bob",
        "Thanks!\n\nOn Mon, 3 May 2027, Bob wrote:\nWhat would it cost per year?",
        "Thanks!\n\n-----Original Message-----\nWhat would it cost per year?",
        "Thanks!\n-- \nAnn Lee\nCan we meet tomorrow? Book a slot in my calendar",
        "Thanks!\n\nFrom: Bob <bob@example.com>\nSent: Monday\nTo: Ann\n\nCould you send us a quote?",
        "FYI\n\nBegin forwarded message:\n\nCould you send us a quote?",
    ],
)
def test_only_the_buyers_own_words_count(text: str) -> None:
    """Not what they quote, forward, or sign with."""
    assert found_in(text) == ()


def test_the_buyers_answer_below_a_quote_is_found() -> None:
    """In its place, the quote above it untouched."""
    text = "> Shall I send the proposal?\n\nYes, and what would it cost per year?"
    assert [(each.kind, each.start) for each in found_in(text)] == [("pricing", text.index("what would"))]


def test_curly_signs_wrapped_lines_and_capitals_change_nothing() -> None:
    """Mail programs write so."""
    wrapped = "I talked to the team about what you showed us on Monday and they liked it. What would\nit cost per year?"
    assert [each.kind for each in found_in(wrapped)] == ["pricing"]
    assert [each.kind for each in found_in("WHAT WOULD IT COST?")] == ["pricing"]
    assert [each.kind for each in found_in("“What’s the price for 5 seats?”")] == ["pricing"]
    assert [each.kind for each in found_in("İİ What would it cost?")] == ["pricing"]
    assert found_in("We don’t need a quote.") == ()


@pytest.mark.parametrize("text", ["", " ", "\n" * 50, "?", "how much", "a" * 2_000_000, "\ud800 what would it cost"])
def test_texts_without_anything_in_them_say_nothing_or_do_not_fail(text: str) -> None:
    """Whatever a program sends."""
    assert all(isinstance(each, Found) for each in found_in(text))


@pytest.mark.parametrize(
    "piece",
    ["what would it cost ", "could you please ", "how much is the ", "we want to go live ", "(((([[[[", "a ", "> "],
)
def test_a_megabyte_of_anything_takes_no_longer_than_its_head(piece: str) -> None:
    """Only TEXT_CAP characters are looked at, a sentence at a time."""
    text = piece * (1_000_000 // len(piece))
    began = time.perf_counter()
    found = found_in(text)
    assert time.perf_counter() - began < 2.0
    assert all(each.end <= TEXT_CAP for each in found)
    assert all(len(each.sentence) <= 500 for each in found)


def test_public_list_mail_says_next_to_nothing() -> None:
    """People who talk about programs are no buyers: 53 mails, not one signal."""
    if not MAIL.exists():
        pytest.skip(f"the mail of {MAIL.name} is not here")
    from hermes_tui.outreach.reading.letters import read_letter

    files = [path for path in MAIL.rglob("*") if path.is_file() and path.name[:1].isdigit()]
    found = [(path.name, each) for path in files for each in found_in(read_letter(path.read_bytes()).text)]
    assert len(files) > 40
    assert found == []


def test_kinds_have_names_a_rep_may_type() -> None:
    """Their own, what a list calls them, and what files did before."""
    typed = ("Pricing", "proposal request", "link_click", "proposal_click", "Clicked", "demo")
    meant = ["pricing", "proposal_request", "click", "click", "click", "meeting"]
    assert [kind_named(word) for word in typed] == meant
    assert [kind_named(WORDS[kind]) for kind in KINDS] == list(KINDS)
    assert kind_named("weather") is None
    assert kind_like("pricng") == "pricing"


def test_the_same_words_are_the_same_whatever_their_signs() -> None:
    """By this a refused one is known again."""
    assert same_words("What would it cost,  per year?") == same_words("what would it cost per year")
    assert same_words("What would it cost?") != same_words("What would it cost per year?")
