"""What the rep writes down: call, meeting and voicemail lines, notes, objections and how they ended, task titles."""

from __future__ import annotations

CALLS: tuple[str, ...] = (
    "20 min with {first}: pain is real, {other} has the last word",
    "{first} likes the import, worried about the switch-over weekend",
    "Walked through {topic}; wants figures for {n} people",
    "Short call, {first} will sound out {other} and come back",
    "Demo, 40 min, good questions about rights and roles",
    "{first} drew the process on a whiteboard; we cover all but one step",
    "They run a trial of {rival}, not happy with the reports",
    "{Other} joined for ten minutes, asked about price and contract length",
    "Budget is there, timing is the open point: {month}",
    "Friendly talk, decision moves to the board meeting",
)
QUICK_CALLS: tuple[str, ...] = (
    "Rang at lunch, {first} asked for a mail instead",
    "Two minutes between meetings: still interested, swamped",
    "Got {first}'s assistant, call back on {day}",
    "Confirmed that the mail arrived, will read it by {day}",
)
MEETINGS: tuple[str, ...] = (
    "Site visit: 90 min in the hall, saw the paper lists pile up",
    "Workshop with {first} and {other}, agreed on the first four weeks",
    "Lunch at the fair, {first} introduced {other}",
    "Screen share with the team of {n}, two sceptics left smiling",
)
VOICEMAILS: tuple[str, ...] = (
    "Left a message, named {day} for a call back",
    "Voicemail, referred to the last mail",
    "Mailbox full, tried the switchboard",
)
LINKEDIN_OUT: tuple[str, ...] = (
    "Congratulated on the new site",
    "Sent the one-page case as promised",
    "Commented on {first}'s post about hiring, then asked about {topic}",
)

NOTES: tuple[str, ...] = (
    "Decides: {first} proposes, {other} signs. Nobody else matters.",
    "They renew contracts in {month}; be on the table before that.",
    "Their IT is one person, so set-up must need nothing from them.",
    "Site says {n} people and three open positions.",
    "Ask about the second site next time, {first} hinted at it.",
    "Never call before ten.",
    "{first} came from a firm that uses us.",
    "Comparing us with {rival}; what counts is reporting.",
    "Press: they won a large contract, expect growth.",
    "Parent company must approve anything above {money}.",
)
RESEARCH: tuple[str, ...] = (
    "Founded 1987, family-owned, {n} people; runs its own trucks; two job ads mention spreadsheets.",
    "Site built in-house; job ads ask for Python; new operations lead since {month}.",
    "Annual report names {topic} as a goal; the competitor in town uses {rival}.",
)
WON_NOTES: tuple[str, ...] = (
    "Won on speed: our answer to the questionnaire came in a day.",
    "The reference call decided it.",
    "Price was higher than {rival}'s, trust was too.",
    "{Other} turned from sceptic to sponsor after the pilot.",
)
LOST_NOTES: dict[str, tuple[str, ...]] = {
    "price": ("Too dear for them from the start; should have asked for the limit in the first call.",),
    "timing": ("Postponed, not refused. Ask again in {month}.", "Frozen budgets; nothing to be done."),
    "competitor": ("Lost to {rival}: they were in the house first.", "{rival} threw in a free year."),
    "no reply": ("Four tries, no answer. Closing.", "Silent since the first mail; file closed."),
    "no need": ("They fixed it themselves.", "No real pain; we talked ourselves into it."),
    "other": ("Company sold, project dead.", "Contact left, nobody took over."),
}
ARCHIVE_NOTES: tuple[str, ...] = (
    "Not for us: too small and no budget.", "Duplicate of a deal with the parent company.", "A student's project.",
    "Wants equity instead of a price.",
)  # fmt: skip

OBJECTIONS: dict[str, tuple[str, ...]] = {
    "BUDGET": (
        "#budget {Other} says {money} is above what they planned",
        "#budget Nothing left this year; could start with a smaller first part",
        "#budget Yearly fee is fine, set-up fee is not",
    ),
    "TIMING": (
        "#timing Nothing before {month}, the season comes first",
        "#timing They change their ERP first and want to wait",
        "#timing Two people on parental leave, no hands free",
    ),
    "COMPETITION": (
        "#competition {rival} offers the same with a free year",
        "#competition {Other} knows {rival} and trusts it",
    ),
    "INTERNAL": (
        "#internal IT would rather build it themselves",
        "#internal {Other} was not asked early enough and blocks now",
        "#internal Works council has to agree first",
    ),
    "TRUST": (
        "#trust Burnt by their last vendor, want a reference of their size",
        "#trust Afraid we are too small to be around in five years",
        "#trust Data outside the house makes {other} nervous",
    ),
    "SCOPE": (
        "#scope Second legal entity is a must and not in our plan",
        "#scope They expect the label printers to be included",
        "#scope Unclear whether the shop is part of it",
    ),
}
RESOLUTIONS: dict[str, tuple[str, ...]] = {
    "BUDGET": ("Split into two phases", "Quarterly payment", "Discount for two years"),
    "TIMING": ("Start moved to {month}", "Prepared now, go-live after the season"),
    "COMPETITION": ("Reference call convinced them", "Showed the import from {rival}"),
    "INTERNAL": ("{Other} got a say in the rights concept", "Workshop with IT"),
    "TRUST": ("Visit to a customer of their size", "Escrow clause"),
    "SCOPE": ("Second entity added to the offer", "Scope written down on one page"),
}
# What a deal lost for a reason most often stumbled over.
STUMBLES: dict[str, str] = {
    "price": "BUDGET", "timing": "TIMING", "competitor": "COMPETITION", "no need": "SCOPE", "other": "INTERNAL",
    "no reply": "TRUST",
}  # fmt: skip

# Task kind, title, priority.
TASKS: tuple[tuple[str, str, str], ...] = (
    ("FOLLOWUP", "Ask {first} for news", "MEDIUM"),
    ("CALL", "Call {first} about {topic}", "HIGH"),
    ("EMAIL", "Send the one-page case", "MEDIUM"),
    ("RESEARCH", "Find out who signs", "LOW"),
    ("PROPOSAL", "Update the figures for {n} people", "HIGH"),
    ("FOLLOWUP", "Ask whether {other} has read it", "MEDIUM"),
    ("CALL", "Ring the finance department", "HIGH"),
    ("OTHER", "Order a visitor pass for the site", "LOW"),
)
OWN_TASKS: tuple[tuple[str, str, str, int], ...] = (
    # kind, title, priority, days from today
    ("OTHER", "Forecast for the Monday round", "HIGH", 0),
    ("OTHER", "Book the stand for the autumn fair", "MEDIUM", 9),
    ("RESEARCH", "Read the new procurement rules", "LOW", 16),
)

# What the rep wants of a month with 400 leads; money in minor units. Near what the made-up rep does: of June, with a
# week to go, three quarters of each are done.
GOALS: tuple[tuple[str, int, str | None], ...] = (
    ("touches", 700, None), ("meetings", 10, None), ("won_value", 3_000_000, "USD"),
)  # fmt: skip
