"""The SQL of `signal:`: leads that gave a buying signal, or on which one waits or was refused."""

from __future__ import annotations

from storage.errors import UsageError
from storage.filters.binding import Parameters
from storage.filters.fields import SIGNAL_KINDS, SIGNAL_STATES, nearest
from storage.filters.terms import Term

# A list and not an EXISTS for each lead, which would cost 100,000 of them; what waits is a range of signal_suggested.
_GAVE = "lead.id IN (SELECT given.lead_id FROM signal AS given WHERE {such})"


def condition(term: Term, parameters: Parameters) -> str:
    """SQL over `lead`: of this kind, confirmed where no state is named."""
    if term.operator not in (":", "="):
        raise UsageError("`signal` is asked with `signal:`.")
    state = term.part.casefold()
    if state and state not in SIGNAL_STATES:
        raise UsageError(f"`signal.{term.part}` is not known; write signal.suggested:, .confirmed: or .refused:.")
    return " OR ".join(f"({_one(value.text, state, parameters)})" for value in term.values)


def _one(text: str, state: str, parameters: Parameters) -> str:
    word = text.strip().casefold().replace(" ", "_").replace("-", "_")
    such = f"given.state = '{state or 'confirmed'}'"
    if word in ("none", "never", "any"):
        return ("" if word == "any" else "NOT ") + _GAVE.format(such=such)
    if word in SIGNAL_STATES and not state:
        return _GAVE.format(such=f"given.state = '{word}'")
    kinds = [kind for kind in SIGNAL_KINDS if word and kind.startswith(word)]
    if len(kinds) != 1:
        like = nearest(word, [*SIGNAL_KINDS, *SIGNAL_STATES])
        raise UsageError(f"There is no signal `{text}`; did you mean `{like}`?")
    return _GAVE.format(such=f"{such} AND given.kind = {parameters.mark(kinds[0])}")
