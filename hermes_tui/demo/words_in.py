"""What buyers write: more than a hundred lines by topic, with slots for people, days and sums.

Slots: {topic} the ware as spoken of, {other} a colleague ({Other} where a sentence begins), {rival} a competitor,
{day} a weekday, {month} a month, {n} a number of people, {money} an amount. No {company}: the full stop of an "Inc."
would end the sentence for those who quote it.
"""

from __future__ import annotations

INTEREST: tuple[str, ...] = (
    "Good timing, we talked about {topic} only yesterday. Could you show us how others of our size do it?",
    "Interesting. How does {topic} get along with what we already have?",
    "Yes, this is on our list for {month}. What would you need from us to begin?",
    "You reached the right person. We lose about a day a week to this, so tell me more.",
    "Thanks for writing. I forwarded it to {other}, who looks after {topic}.",
    "We looked at it last year and dropped it. What is different about {topic} now?",
    "I am curious, but sceptical. Do you have a customer of our size I could ring?",
    "Please send a short overview that I can put in front of {other}.",
    "Happy to talk. We are {n} people and most of us are not technical, would that be a problem?",
    "Your note about the nine hours hit home. Is there a version for {n} people?",
    "This might fit. We have to replace the old system before {month} anyway.",
    "Who else in our trade works with you?",
    "We would start small, with one site. Is a pilot possible?",
)
PRICING: tuple[str, ...] = (
    "What would it cost per year for {n} people?",
    "Could you send a rough price for {topic}, so that I can plan the budget?",
    "Is the price per seat or per site?",
    "How much of that is set-up and how much is yearly?",
    "Do you have a price list I can show to {other}?",
    "What happens to the price when we grow beyond {n} people?",
    "Is there a discount if we sign for two years?",
    "Finance asks: can we pay quarterly?",
    "Our limit for this year is fixed. Can you do something within {money}?",
    "Are training and migration included in the quote?",
    "Can you quote with and without support?",
    "Before I ask {other}: is {money} in the right region?",
)
TIMING: tuple[str, ...] = (
    "When could you start if we said yes this month?",
    "How long does {topic} take from signature to first use?",
    "We cannot touch anything during season. Would a start in {month} still work for you?",
    "Could we go live before {month}?",
    "How many days would our own people have to set aside?",
    "Our lease on the old system runs out. Is {month} enough time for you?",
    "Is there a date by which you need our decision to keep the slot?",
    "We close the books then: can {topic} wait until after {month}?",
)
COMPETITOR: tuple[str, ...] = (
    "There is another offer on my desk. What do you do that {rival} does not?",
    "{Other} liked what they had before. Can you import from {rival}?",
    "How do you compare with {rival} on reporting?",
    "Why does {rival} promise the same for less?",
    "Why should we stop our trial of {rival}?",
    "Did any of your customers move over from {rival}? I would like to speak with one.",
)
SECURITY: tuple[str, ...] = (
    "Where is the data kept, and who can read it?",
    "Can you fill in our security questionnaire? It is long, sorry.",
    "Do you support single sign-on with our directory?",
    "Our auditor wants to know: how do you test your backups?",
    "Is there a recent penetration test that you can share under NDA?",
    "What happens to our data if we leave?",
    "{Other} looks after privacy here. Could you send the current processing agreement?",
    "Does everything run inside the country? That is a hard rule here.",
)
SCOPE: tuple[str, ...] = (
    "Can it print on our old label printers?",
    "Would {topic} cover the second site too, or is that another project?",
    "Does it work offline? The hall has no reception at the back.",
    "How would we get ten years of records across?",
    "Can suppliers see their own orders without an account?",
    "Is there an interface our developers can use?",
    "Could the reports go out by mail every Monday?",
    "Can two legal entities live in one installation?",
    "How are rights set, per person or per role?",
    "Will the screens be in our own language as well?",
)
SCHEDULING: tuple[str, ...] = (
    "Does {day} at ten work for you?",
    "Could we move the call to {day}? Something came up here.",
    "{Other} would like to join. Is {day} afternoon possible?",
    "I can do {day} or the day after, mornings only.",
    "Half an hour on {day} is fine. Please send an invitation to {other} as well.",
    "Next week is full, the one after is open. Which day suits you?",
    "Let us talk on {day}, and please show the part with the reports.",
    "Can you come by? A screen share never shows the noise in our hall.",
)
AFTER_CALL: tuple[str, ...] = (
    "That was useful. {Other} wants to see the same thing, can we do a second round?",
    "We liked the import. How do others handle the approval step?",
    "Please put what you said about {topic} in writing, so that I can take it to the board.",
    "The team is on board. Could you send the proposal this week?",
    "Good session. What would the first four weeks look like in detail?",
    "We discussed it over lunch. Everybody likes it but one. What can I tell {other}, who fears for the data?",
    "Could you send the slides and the recording?",
    "Could we talk to the customer with three sites that you mentioned?",
)
ON_PROPOSAL: tuple[str, ...] = (
    "I read the proposal. Should section 3 not say more than {n} people?",
    "Looks fair. Who signs on your side, and can we start with phase one only?",
    "The board meets on {day}. Can you have a version without option B by then?",
    "Can you explain to {other} why support is a fifth of the price?",
    "We can agree to all but the terms. Would payment within 45 days be possible?",
    "Is the offer still valid after the end of {month}?",
    "Legal sent it back. Can you live with the four remarks attached?",
    "It is higher than we expected. What could we leave out to save a fifth?",
    "Please add the second site and send it again.",
)
NEGOTIATION: tuple[str, ...] = (
    "Can you come down to {money}? Then I can sign this week.",
    "Procurement looked at it. Is a smaller first payment possible?",
    "Would you give us three months free of charge if we took two years?",
    "Is a liability cap of twice the fee acceptable to you?",
    "Can the start move to {month} without changing the price?",
    "One last point: could you add a way out after the pilot, for {other}?",
    "Could you split the invoice between our two companies?",
    "We are nearly there. Please send the final version for signature.",
)
# What can be asked, by topic; words_out.ANSWERS answers by the same names.
ASKED: dict[str, tuple[str, ...]] = {
    "interest": INTEREST, "pricing": PRICING, "timing": TIMING, "competitor": COMPETITOR, "security": SECURITY,
    "scope": SCOPE, "scheduling": SCHEDULING, "after_call": AFTER_CALL, "proposal": ON_PROPOSAL,
    "negotiation": NEGOTIATION,
}  # fmt: skip

ACCEPTANCE: tuple[str, ...] = (
    "Signed, see attached. When do we start?",
    "The board said yes this morning. Please send the contract to {other}.",
    "We go with you. Thank you for the patience with our questions.",
    "Purchase order is on its way. Looking forward to working together.",
    "It is a yes from all of us. {Other} will be your contact for the kick-off.",
    "Done, signed and scanned. Let us pick a date in {month} for the start.",
)
THANKS: tuple[str, ...] = (
    "Thanks, got it.",
    "Great, thank you!",
    "Thank you very much, I will take a look.",
    "Received, thanks.",
    "Perfect, thanks a lot!",
    "Thanks for letting me know.",
    "Noted, thank you.",
    "Thanks! We will get back to you next week.",
)
REFUSAL: dict[str, tuple[str, ...]] = {
    "price": (
        "It is simply more than we can spend this year. Sorry.",
        "{Other} did not approve the sum. We will have to live with the old system.",
        "We expected about half of that, so we stop here.",
    ),
    "timing": (
        "The project is postponed to next year. Please ask again then.",
        "New management, all purchases are frozen. It is not about you.",
        "We have our hands full until {month} at least and cannot take this on.",
    ),
    "competitor": (
        "We decided for {rival}. It was close, thank you for your effort.",
        "{Other} chose {rival} because the parent company uses it.",
        "We signed with {rival} last week. All the best to you.",
    ),
    "no need": (
        "We found a way to do it with what we have.",
        "After looking closer it turns out we do not need this.",
        "The site this was meant for will close, so the need is gone.",
    ),
    "other": (
        "Our company is being sold and nobody decides anything now.",
        "I am leaving at the end of the month, and nobody takes this over.",
        "Legal could not agree to the terms, and I ran out of arguments.",
    ),
}
AWAY: tuple[str, ...] = (
    "I am out of the office until {day} with limited access to email. In urgent cases please call {other}.",
    "Automatic reply: I am on annual leave and will answer when I am back on {day}.",
    "Thank you for your message. I am currently away from my desk and will respond on {day}.",
)
UNDELIVERED = "Undeliverable: the address was not found at the receiving side."

GREETINGS: tuple[str, ...] = ("Hi Sam,\n\n", "Hello Sam,\n\n", "Dear Sam,\n\n", "Hi,\n\n", "", "")
PARTINGS: tuple[str, ...] = (
    "\n\nBest regards\n{first}", "\n\nThanks,\n{first}", "\n\n{first}", "\n\nKind regards\n{first}", "",
    "\n\nCheers\n{first}",
)  # fmt: skip

RIVALS: tuple[str, ...] = ("Orbitra", "Stackwell", "Ledgerly", "Northwind Suite", "Opero", "Quantis One")
DAYS: tuple[str, ...] = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
MONTHS: tuple[str, ...] = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
