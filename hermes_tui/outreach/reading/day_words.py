"""Days as people write them in seven languages: names of months and weekdays, and the words around a day of return."""

from __future__ import annotations

import re

_MONTH_NAMES = (
    "january|jan|januar|jänner|janvier|janv|enero|ene|gennaio|gen|januari|janeiro",
    "february|feb|februar|février|févr|fév|fevrier|febrero|febbraio|februari|fevereiro|fev",
    "march|mar|märz|maerz|mär|mars|marzo|maart|mrt|março|marco",
    "april|apr|avril|avr|abril|abr|aprile",
    "may|mai|mayo|maggio|mag|mei|maio",
    "june|jun|juni|juin|junio|giugno|giu|junho",
    "july|jul|juli|juillet|juil|julio|luglio|lug|julho",
    "august|aug|août|aout|agosto|ago|augustus",
    "september|sept|sep|septembre|septiembre|settembre|set|setembro",
    "october|oct|oktober|okt|octobre|octubre|ottobre|ott|outubro|out",
    "november|nov|novembre|noviembre|novembro",
    "december|dec|dezember|dez|décembre|déc|decembre|diciembre|dic|dicembre|dezembro",
)
_WEEKDAY_NAMES = (
    "monday|montag|lundi|lunes|lunedì|maandag|segunda-feira|segunda",
    "tuesday|tues|tue|dienstag|mardi|martes|martedì|dinsdag|terça-feira|terça",
    "wednesday|wed|mittwoch|mercredi|miércoles|mercoledì|woensdag|quarta-feira|quarta",
    "thursday|thurs|thu|donnerstag|jeudi|jueves|giovedì|donderdag|quinta-feira|quinta",
    "friday|fri|freitag|vendredi|viernes|venerdì|vrijdag|sexta-feira|sexta",
    "saturday|samstag|sonnabend|samedi|sábado|sabato|zaterdag",
    "sunday|sonntag|dimanche|domingo|domenica|zondag",
)
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split("|")}
WEEKDAYS = {name: number for number, names in enumerate(_WEEKDAY_NAMES) for name in names.split("|")}
TOMORROW = frozenset({"tomorrow", "demain", "mañana", "domani", "amanhã", "morgen"})

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_ENGLISH_MONTH = (  # alone before a day: "Out 11" is not October's 11th
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
)
_WEEKDAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_YEAR = r"(?:,?\s{1,2}(?:de\s|del\s|of\s)?(?P<%s>20\d\d)(?!\d))?"
_ISO = r"(?P<iso>\b20\d\d-\d\d-\d\d\b)"
_DAY_FIRST = (
    r"(?P<dm>\b(?P<d1>\d{1,2})(?:st|nd|rd|th|er|[.ºª])?\s{0,2}(?:of\s|de\s|d['’])?"
    rf"(?P<m1>{_MONTH})\b\.?{_YEAR % 'y1'})"
)
_MONTH_FIRST = (
    rf"(?P<md>\b(?P<m2>{_ENGLISH_MONTH})\b\.?\s{{1,2}}(?:the\s)?(?P<d2>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?{_YEAR % 'y2'})"
)
_FIGURES = (
    r"(?P<num>(?<![\d./-])(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?:(?P=sep)(?P<y3>20\d\d|\d\d))?\.?"
    r"(?![\d/]|[.-]\d))"
)
_NAMED = rf"(?P<wd>\b(?:{_WEEKDAY})\b)|(?P<tom>\b(?:{'|'.join(sorted(TOMORROW))})\b)"
# One day told: each alternative is a group of its own.
DAY = re.compile("|".join((_ISO, _DAY_FIRST, _MONTH_FIRST, _FIGURES, _NAMED)), re.IGNORECASE)
# Words before a day by which it is the first day back. Between them and the day a few small words may stand.
_BACK_BEFORE = (
    r"(?:be |am |get |come |are |is )?back(?: (?:in|at|to) (?:the |my |our )?(?:office|work|desk|town))?"
    r"|return(?:ing|s)?(?: (?:to|in|from)"
    r" (?:the |my |our )?(?:office|work|desk|leave|vacation|holiday))?|resum(?:e|ing)(?: work)?|available(?: again)?"
    r"|in the office again"
    r"|(?:wieder|zurück)(?: (?:im büro|im hause?|erreichbar|für sie|für euch|da|zurück|persönlich|verfügbar"
    r"|ansprechbar))*|erst wieder"
    r"|de retour(?: (?:au|à) (?:bureau|travail))?|serai (?:de nouveau |à nouveau )?(?:présente?|joignable"
    r"|disponible)|(?:mon )?retour|reviens|reviendrai"
    r"|(?:estaré de )?(?:vuelta|regreso)(?: (?:a|en) la oficina)?|regresaré|regreso|volveré|me reincorpor(?:o|aré)"
    r"|rientr(?:o|erò)(?: in ufficio)?|tornerò|di ritorno|sarò di nuovo (?:in ufficio|disponibile|raggiungibile)"
    r"|terug(?: op kantoor)?|weer (?:op kantoor|aanwezig|bereikbaar|terug|beschikbaar)"
    r"|(?:estarei )?de volta(?: ao escritório)?|retorn(?:o|arei)|regress(?:o|arei)|volto|voltarei"
)
_SMALL = (
    r"(?:[\s,:]+(?:on|by|from|at|as of|as from|the|to|again|am|ab|dem|den|der|zum|erst|wieder|ab dem|le|du|à "
    r"partir|partir"
    r"|de|dès|el|día|a|dia|il|da|dal|giorno|op|vanaf|per|em|no|na|in|work|and|date|is|since|office|next|this|coming"
    rf"|kommenden|nächsten|próximo|prochain|prossimo|volgende|{_WEEKDAY})\b\.?){{0,5}}[\s,:(]{{1,3}}"
)
BACK = re.compile(rf"\b(?:{_BACK_BEFORE}){_SMALL}\Z", re.IGNORECASE)
# "ab dem 3.12. wieder", "from 3 December I am back", "à partir du 3 décembre de nouveau": the word comes after.
FROM = re.compile(rf"\b(?:ab|from|as of|starting|à partir|a partir|dès|desde|vanaf|dal|am|on){_SMALL}\Z", re.IGNORECASE)
BACK_AFTER = re.compile(
    r"\A\.?[\s,)]*(?:20\d\d[\s,]*)?(?:\w+[\s,]+){0,4}?(?:wieder|zurück|back|return|again|de retour|(?:de|à) nouveau"
    r"|de vuelta|de nuevo"
    r"|disponible|di nuovo|terug|weer|de volta|novamente)\b",
    re.IGNORECASE,
)
# "until the 3rd": the day back, unless it is said to be the last one away.
UNTIL = re.compile(
    rf"\b(?:until|till|til|'til|bis(?: (?:zum|einschließlich|einschl\.|inkl\.|inklusive))*|jusqu['’]?\s?(?:au|à|en)?"
    rf"|hasta|fino (?:al|a)|sino al"
    rf"|tot(?: en met)?|t/m|até|through|thru){_SMALL}\Z",
    re.IGNORECASE,
)
RANGE = re.compile(
    r"(?:\d|\b(?:from|between|vom|von|du|del|dal|van)\b).{0,40}?\s?(?:\bto\b|\band\b|-|–|\bau\b|\bal\b|\ba\b"
    r"|\bbis\b)[\s,]*(?:the |\w{2,9}[\s,]+)?\Z",
    re.IGNORECASE,
)
LAST_AWAY = re.compile(
    r"einschl|inkl|inclus|through|thru|tot en met|t/m|bis\b|incl|compres|jusqu|hasta|fino|até", re.IGNORECASE
)
LAST_AWAY_AFTER = re.compile(
    r"\A\W{0,3}(?:inclusive|included|inkl|einschl|inclus|incluido|inclusivo|compreso|incluso)", re.IGNORECASE
)
