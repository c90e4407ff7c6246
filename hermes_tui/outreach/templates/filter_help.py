"""The filters a rep is told about, as one writes them behind a field, each with what it does."""

from __future__ import annotations

from collections.abc import Mapping

FILTER_HELP: Mapping[str, str] = {
    "default('there')": "words for where the field is missing",
    "upper": "IN CAPITALS",
    "lower": "in small letters",
    "capitalize": "The first letter large",
    "title": "Each Word Large",
    "trim": "without white space around it",
    "replace('a', 'b')": "one text put for another",
    "truncate(80)": "at most so many characters",
    "indent(4)": "further lines moved in",
    "wordwrap(72)": "broken into lines",
    "first_word": "the first word",
    "first_line": "the first line",
    "first_sentence": "the first sentence",
    "quoted": "each line behind `> `, as mail quotes",
    "join(', ')": "a list as one text",
    "first": "the first of a list",
    "sort": "a list in order",
    "length": "how many, or how long",
    "round(2)": "rounded",
    "thousands": "a number as 24,000",
    "weekday": "a day's weekday: Monday",
    "month": "a day's month: June",
    "day_and_month": "a day as 22 June",
    "plus_days(7)": "the day so many days after",
    "plus_workdays(2)": "the same, Saturdays and Sundays not counted",
    "iso": "a day as 2026-06-22",
    "urlencode": "fit to stand in a web address",
}
