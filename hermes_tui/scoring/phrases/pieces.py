"""Pieces that phrases are made of. In all of these a space stands for one or more, ` ?` for none or one."""

from __future__ import annotations

import re


def spaced(source: str) -> str:
    """A phrase as a regular expression that looks past case, and where words stand apart."""
    return "(?i)" + re.sub(r" (?![?*+{])", " +", source)


STOP = (
    r"(?!(?:and|or|but|on|about|of|for|to|with|from|regarding|in|that|which|who|if|when|how|what|not|no|by|as|at|than"
    r"|is|are|was|were|be|i|we|they|it)\b)"
)
SLOT = rf"(?:{STOP}[\w'&/$€£-]+ ){{0,4}}"  # up to four words that belong to the noun that follows
YOU = (
    r"(?:(?:can|could|would|will|may|couldn't|can't) (?:you|u)(?: guys| team| perhaps| maybe| possibly| also| kindly|"
    r" please| pls| plz"
    r"| just| quickly)*|please|pls|kindly|(?:would|do) you mind|(?:would|will) it be possible to"
    r"|(?:would|could|might) (?:you|anyone) be able to|why don't you|(?:i|we)(?:'d| would) (?:like|love) you to)"
)
TO = r"(?: (?:me|us|over|back|through|along|across|my team|our team|both of us))*"
ME = (
    r"\b(?:i|we|my \w+|our \w+)(?:'d|'re|'m| am| are| would| will| do| also| just| really| now| still| therefore|"
    r" then| all)*"
)
OPENING = (
    r"^\W*(?:(?:and|so|also|ok|okay|great|yes|sure|then|thanks|hi|hello|hey|dear|just|ps|btw"
    r"|well)\b[^,.]{0,24}[,:!] ?)?"
)
IT = r"(?:it|this|that|they|these|those|the|your|yours|you|an?|one|each|such|additional|extra|\d+)"
# When: a month, a quarter, a day, so many weeks; `may` and `march` only where they cannot be verbs.
MONTH = (
    r"(?:january|february|(?-i:March)|april|(?-i:May)|june|july|august|september|october|november|december"
    r"|(?-i:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day)s?"
SPAN = r"(?:week|month|quarter|year|summer|autumn|fall|winter|spring|financial year|fiscal year|semester)"
TIME = (
    rf"(?:(?:the )?(?:very )?(?:end|beginning|start|middle|close|first half|second half) of (?:the |this |next )?"
    rf"(?:{SPAN}|q[1-4]|{MONTH}|20\d\d|h[12])|q[1-4]\b|h[12]\b|(?:early |mid-?|late )?{MONTH}|{DAY}|tomorrow"
    rf"|(?:this|next|the coming|the new) {SPAN}|year[- ]end|christmas|new year|easter"
    rf"|(?:the |\d{{1,2}}-)?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH}|20[2-9]\d"
    r"|(?:the next |the coming |about |around |roughly )?(?:\d{1,2}|two|three|four|five|six|eight|ten|twelve|a few"
    r"|a couple of) "
    r"(?:business days|days|weeks|months)|\d{1,2}[./]\d{1,2}[./](?:20)?\d\d)"
)
NAME = (
    r"(?-i:(?!The\b|This\b|That\b|It\b|I\b|We\b|You\b|They\b|Support|Sales|Customer|Us\b|Service|Help"
    r"|Everyone)[A-Z][\w'-]+)"
)
ROLE = (
    r"(?:colleagues?|co-?workers?|boss|manager|director|supervisor|superior|team ?lead|partner|co-?founder|founder"
    r"|assistant|counterpart|c[etfoim]os?|cpo|ciso|vp|head of \w+|procurement(?: team| department)?"
    r"|purchasing(?: team| department)?|finance (?:team|department|director|manager)|buyers?|legal team"
    r"|it (?:team|department|manager)|(?:purchasing|procurement|project|product|office|engineering|operations) \w+)"
)
