"""What buyers ask and what the rep answers, pair by pair and topic by topic.

Slots: {topic} the ware as spoken of, {other} a colleague ({Other} where a sentence begins), {rival} a competitor,
{day} a weekday, {month} a month, {n} a number of people, {money} an amount. No {company}: the full stop of an "Inc."
would end the sentence for those who quote it.
"""

from __future__ import annotations

EXCHANGES: dict[str, dict[str, str]] = {
    "interest": {
        "Good timing, we talked about {topic} only yesterday. Could you show us how others of our size do it?":
            "Gladly. A firm of your size did it last spring; I can walk you through it in half an hour.",
        "Interesting. How does {topic} get along with what we already have?":
            "It runs beside it. Nothing is switched off until your people say so.",
        "Yes, this is on our list for {month}. What would you need from us to begin?":
            "One export of your data and one person who knows it. The rest is ours.",
        "You reached the right person. We lose about a day a week to this, so tell me more.":
            "The overview is attached, two pages. The second one is about that lost day.",
        "Thanks for writing. I forwarded it to {other}, who looks after {topic}.":
            "Thank you. I will keep you in copy so that nothing falls between two desks.",
        "We looked at it last year and dropped it. What is different about {topic} now?":
            "The import. Last year it took weeks, now it takes an afternoon.",
        "I am curious, but sceptical. Do you have a customer of our size I could ring?":
            "Yes, two agreed to take a call. I send you their numbers in a separate mail.",
        "Please send a short overview that I can put in front of {other}.":
            "Attached, two pages and no slides. The second page is the one for {other}.",
        "Happy to talk. We are {n} people and most of us are not technical, would that be a problem?":
            "Not at all. Most learn it in a morning, and we stay in the house for the first week.",
        "Your note about the nine hours hit home. Is there a version for {n} people?":
            "Yes, {n} people is the usual size. The sheet shows what they save in the first year.",
        "This might fit. We have to replace the old system before {month} anyway.":
            "Then we should begin a little before that. May I suggest a first look this week?",
        "Who else in our trade works with you?":
            "Eleven firms, four of them your size. I attach two of their stories.",
        "We would start small, with one site. Is a pilot possible?":
            "A pilot at one site is how most begin. Six weeks, fixed price.",
    },
    "pricing": {
        "What would it cost per year for {n} people?":
            "For {n} people it comes to about {money} in the first year, and a third of that every year after.",
        "Could you send a rough price for {topic}, so that I can plan the budget?":
            "Plan with {money}. The final figure depends on how clean the data is.",
        "Is the price per seat or per site?":
            "Per site. Ten more people cost you nothing.",
        "How much of that is set-up and how much is yearly?":
            "Two thirds are set-up and come once, one third comes every year.",
        "Do you have a price list I can show to {other}?":
            "Attached, one page, with an example for {n} people.",
        "What happens to the price when we grow beyond {n} people?":
            "Nothing, until you open another site.",
        "Is there a discount if we sign for two years?":
            "A tenth off the yearly part. The sheet shows both.",
        "Finance asks: can we pay quarterly?":
            "Quarterly is fine with us, in advance.",
        "Our limit for this year is fixed. Can you do something within {money}?":
            "Yes, if the second part waits until next year. I attach the plan in two steps.",
        "Are training and migration included in the quote?":
            "Training and the first import are. A second import is a separate line.",
        "Can you quote with and without support?":
            "Both are in the attached sheet. Most take it for the first year only.",
        "Before I ask {other}: is {money} in the right region?":
            "It is, give or take a tenth.",
    },
    "timing": {
        "When could you start if we said yes this month?":
            "Two weeks after the signature. I keep the slot free until you decide.",
        "How long does {topic} take from signature to first use?":
            "Five to seven weeks, most of it waiting for data.",
        "We cannot touch anything during season. Would a start in {month} still work for you?":
            "{month} works. We can prepare everything before and switch over after your season.",
        "Could we go live before {month}?":
            "Yes, if we have the data three weeks earlier.",
        "How many days would our own people have to set aside?":
            "About three days each, spread over a month.",
        "Our lease on the old system runs out. Is {month} enough time for you?":
            "Enough, with two weeks to spare.",
        "Is there a date by which you need our decision to keep the slot?":
            "The end of {month}. After that the next slot is six weeks later.",
        "We close the books then: can {topic} wait until after {month}?":
            "Of course. I put the start into the month after and leave you alone until then.",
    },
    "competitor": {
        "There is another offer on my desk. What do you do that {rival} does not?":
            "The honest difference: {rival} is stronger on the phone app, we are on reporting and import.",
        "{Other} liked what they had before. Can you import from {rival}?":
            "Yes, we did it twice this year. It takes a night.",
        "How do you compare with {rival} on reporting?":
            "Ask both of us for one report across two sites, and time it.",
        "Why does {rival} promise the same for less?":
            "Their price leaves out the migration. I put both offers side by side in the attached sheet.",
        "Why should we stop our trial of {rival}?":
            "Finish it. And try one month-end with both before you decide.",
        "Did any of your customers move over from {rival}? I would like to speak with one.":
            "Two did. One of them agreed to a call on {day}.",
    },
    "security": {
        "Where is the data kept, and who can read it?":
            "In your country, in two places. Three named people of ours can reach it, and every look is logged.",
        "Can you fill in our security questionnaire? It is long, sorry.":
            "Filled in and attached. Tell {other} to call me with any doubt.",
        "Do you support single sign-on with our directory?":
            "Yes, it is included and takes an hour to set up.",
        "Our auditor wants to know: how do you test your backups?":
            "Once a month we restore one from scratch. The last log is attached.",
        "Is there a recent penetration test that you can share under NDA?":
            "From this spring. I send it as soon as the NDA is signed.",
        "What happens to our data if we leave?":
            "You take all of it with you, in plain files, and we delete ours within a month.",
        "{Other} looks after privacy here. Could you send the current processing agreement?":
            "Attached, signed on our side already.",
        "Does everything run inside the country? That is a hard rule here.":
            "Everything does, backups too. It is in section four of the contract.",
    },
    "scope": {
        "Can it print on our old label printers?":
            "I asked our engineers: yes, they tested the same model last year.",
        "Would {topic} cover the second site too, or is that another project?":
            "The second site is included, it only goes live a month later.",
        "Does it work offline? The hall has no reception at the back.":
            "Yes. It keeps what you scan and sends it when there is a signal.",
        "How would we get ten years of records across?":
            "In two nights, at the last customer. You check a sample, then we do the rest.",
        "Can suppliers see their own orders without an account?":
            "They get a link that shows only theirs.",
        "Is there an interface our developers can use?":
            "There is, documented and with a sandbox. The address is below.",
        "Could the reports go out by mail every Monday?":
            "Yes, to whoever you put on the list.",
        "Can two legal entities live in one installation?":
            "They can, with books apart. It is an option in the offer.",
        "How are rights set, per person or per role?":
            "Per role, with exceptions per person. Half an hour to set up.",
        "Will the screens be in our own language as well?":
            "Screens yes, the manual from {month}.",
    },
    "scheduling": {
        "Does {day} at ten work for you?":
            "It does, the invitation is on its way.",
        "Could we move the call to {day}? Something came up here.":
            "No problem. I moved it, same hour.",
        "{Other} would like to join. Is {day} afternoon possible?":
            "Gladly. I added {other} to the invitation.",
        "I can do {day} or the day after, mornings only.":
            "Then {day} at nine.",
        "Half an hour on {day} is fine. Please send an invitation to {other} as well.":
            "Both invitations are out.",
        "Next week is full, the one after is open. Which day suits you?":
            "{day} of that week, at eleven?",
        "Let us talk on {day}, and please show the part with the reports.":
            "{day} it is. I will begin with the reports.",
        "Can you come by? A screen share never shows the noise in our hall.":
            "I will be there on {day}, with ear plugs.",
    },
    "after_call": {
        "That was useful. {Other} wants to see the same thing, can we do a second round?":
            "Gladly, shall we say {day}? The summary of today is attached.",
        "We liked the import. How do others handle the approval step?":
            "Most let two people approve above {money}; below that it goes through.",
        "Please put what you said about {topic} in writing, so that I can take it to the board.":
            "Attached, one page, with the three figures the board will ask for.",
        "The team is on board. Could you send the proposal this week?":
            "You have it by {day}.",
        "Good session. What would the first four weeks look like in detail?":
            "On the attached page: who, what, and when you see something work.",
        "We discussed it over lunch. Everybody likes it but one. What can I tell {other}, who fears for the data?":
            "That a copy stays in your house every night. I can explain it on the phone.",
        "Could you send the slides and the recording?":
            "Both are in the folder, the link works until the end of {month}.",
        "Could we talk to the customer with three sites that you mentioned?":
            "They expect your call. The number is below.",
    },
    "proposal": {
        "I read the proposal. Should section 3 not say more than {n} people?":
            "You are right, I corrected it. The new version is attached.",
        "Looks fair. Who signs on your side, and can we start with phase one only?":
            "I sign. Phase one alone is possible; then the sum is {money}.",
        "The board meets on {day}. Can you have a version without option B by then?":
            "I took option B out and sent it again.",
        "Can you explain to {other} why support is a fifth of the price?":
            "It is a person you can ring, not a ticket. I wrote {other} two lines about it.",
        "We can agree to all but the terms. Would payment within 45 days be possible?":
            "45 days are fine.",
        "Is the offer still valid after the end of {month}?":
            "It is, I moved the date.",
        "Legal sent it back. Can you live with the four remarks attached?":
            "With three of them as they are. On the last one our lawyer suggests the wording below.",
        "It is higher than we expected. What could we leave out to save a fifth?":
            "The second training and the label printing. Both can come next year.",
        "Please add the second site and send it again.":
            "Added, and a tenth cheaper than on its own.",
    },
    "negotiation": {
        "Can you come down to {money}? Then I can sign this week.":
            "I talked to my boss: yes, if it is signed before the end of the month.",
        "Procurement looked at it. Is a smaller first payment possible?":
            "A quarter instead of half. Does that settle it?",
        "Would you give us three months free of charge if we took two years?":
            "Two months, and the training on us.",
        "Is a liability cap of twice the fee acceptable to you?":
            "It is. The clause is in the attached version.",
        "Can the start move to {month} without changing the price?":
            "Start in {month} at the same price: agreed.",
        "One last point: could you add a way out after the pilot, for {other}?":
            "Added as section 9: four weeks' notice, no questions.",
        "Could you split the invoice between our two companies?":
            "No problem, send me both addresses.",
        "We are nearly there. Please send the final version for signature.":
            "Attached, signed on our side.",
    },
}  # fmt: skip
ASKED: dict[str, tuple[str, ...]] = {topic: tuple(pairs) for topic, pairs in EXCHANGES.items()}
