"""What buyers write besides questions: acceptances, refusals, thanks, automatic replies; greetings and partings.

The slots are those of exchanges.py.
"""

from __future__ import annotations

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
