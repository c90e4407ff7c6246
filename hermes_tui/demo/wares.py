"""What the rep sells and to whom: titles, industries, sources, tags, roles, and what a lead writes at first."""

from __future__ import annotations

from typing import NamedTuple


class Ware(NamedTuple):
    """A thing to sell: the title of a deal, how one speaks of it, and its usual price in major units."""

    title: str
    spoken: str
    price: int


WARES: tuple[Ware, ...] = (
    Ware("ERP rollout", "the ERP rollout", 38_000),
    Ware("Warehouse scanning", "the scanners", 14_000),
    Ware("Invoice automation", "invoice automation", 9_500),
    Ware("Customer portal", "the customer portal", 18_000),
    Ware("Data migration", "the migration", 12_000),
    Ware("Payroll switch", "the payroll switch", 7_500),
    Ware("Field service app", "the field app", 16_000),
    Ware("Inventory forecast", "the forecasting", 11_000),
    Ware("Web shop relaunch", "the shop relaunch", 15_000),
    Ware("Booking system", "the booking system", 8_500),
    Ware("Reporting dashboards", "the dashboards", 6_500),
    Ware("Quality records", "the quality records", 10_500),
    Ware("Route planning", "route planning", 13_500),
    Ware("Document archive", "the archive", 5_500),
    Ware("Single sign-on", "single sign-on", 4_800),
    Ware("Help desk setup", "the help desk", 4_200),
    Ware("Spare parts catalogue", "the parts catalogue", 9_000),
    Ware("Time tracking", "time tracking", 3_600),
    Ware("Supplier onboarding", "supplier onboarding", 8_000),
    Ware("API integration", "the integration", 7_000),
)
SCOPES: tuple[str, ...] = (
    "phase 2", "pilot", "3 sites", "12 seats", "40 seats", "renewal", "Nordics", "head office", "two plants",
)  # fmt: skip

INDUSTRIES: tuple[str, ...] = (
    "Logistics", "Manufacturing", "Retail", "Healthcare", "Education", "Hospitality", "Food and drink",
    "Construction", "Energy", "Publishing", "Insurance", "Automotive", "Agriculture", "Professional services",
)  # fmt: skip

# A source's share of all leads, and how much likelier its leads are won than lost.
SOURCES: tuple[tuple[str, int, float], ...] = (
    ("referral", 14, 2.2), ("website", 24, 1.2), ("partner", 9, 1.6), ("conference", 11, 1.0),
    ("linkedin", 17, 0.8), ("reddit", 10, 0.6), ("cold list", 15, 0.35),
)  # fmt: skip
INBOUND_SOURCES = frozenset({"referral", "website", "reddit"})

TAGS: tuple[str, ...] = (
    "buying", "enterprise", "fair-2026", "hiring", "integration", "multi-site", "newsletter", "price", "remote",
    "renewal", "rfp", "security", "small", "urgent",
)  # fmt: skip

CHAMPION_ROLES: tuple[str, ...] = (
    "Champion", "Head of operations", "CTO", "PM", "Founder", "IT manager", "Champion", "COO", "Product owner",
)  # fmt: skip
OTHER_ROLES: tuple[str, ...] = (
    "Economic buyer", "Finance", "CTO", "Legal/Procurement", "Technical buyer", "End user", "Decision maker",
    "Influencer", "Coach", "Blocker", "CFO", "Economic buyer",
)  # fmt: skip

# What a lead says of itself; {topic} and {company} are filled in, {money} is its budget.
NEEDS: tuple[str, ...] = (
    "Three sites, one spreadsheet and too many surprises: they want {topic} in one place.",
    "Their current system is twelve years old and the vendor stops support next spring.",
    "The team retypes every order by hand; a manager counted nine hours a week.",
    "{company} opens a second warehouse this year and wants {topic} ready before that.",
    "They tried to build {topic} in-house and gave up after four months.",
    "New operations lead, first project, wants a quick visible win with {topic}.",
    "They compare two or three vendors and decide by committee.",
    "An audit found gaps in their records, so {topic} moved up the list.",
    "Growth from 40 to 110 people in two years; nothing scales any more.",
    "They lost a large customer to late deliveries and want it never to happen again.",
)
BUYING_WORDS: tuple[str, ...] = (
    "Budget approved for this year.", "Budget around {money}.", "Looking to buy before the quarter ends.",
    "They sent an RFP with a deadline.", "Budget is {money}, payable in two parts.",
)  # fmt: skip
STACK_WORDS: tuple[str, ...] = (
    "In-house team writes Python and PostgreSQL.", "Site runs on Django.", "Front end in React and TypeScript.",
    "A small Node.js service talks to the tills.", "Remote team across three time zones.",
    "Works remotely, so everything must be browser-based.",
)  # fmt: skip
RED_FLAGS: tuple[str, ...] = (
    "They ask for a free test first.", "Scope unclear, even to them.", "They offer equity only.",
    "Wants an unpaid trial of six months.", "Not sure what we need, they wrote.",
)  # fmt: skip
DETAILS: tuple[str, ...] = (
    "Met at the fair, hall 4.", "Reads our newsletter.", "Their accountant recommended us.",
    "Parent company uses a competitor.", "Decision rests with the family.", "Season peaks in autumn.",
    "Prefers the phone to mail.", "Two previous vendors let them down.", "IT is one person, part-time.",
)  # fmt: skip
