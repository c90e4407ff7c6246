"""Completions of what is typed: of the whole line, or of the hashtag at its end."""

from __future__ import annotations

from collections.abc import Sequence

from textual.suggester import Suggester


class LineSuggester(Suggester):
    """Offers the first suggestion that the line begins; in the middle of a sentence, one that its last `#word` begins.

    What was typed stays as it was typed; only the whole line takes the suggestion's own letters.
    """

    def __init__(self, suggestions: Sequence[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._suggestions = suggestions

    async def get_suggestion(self, value: str) -> str | None:
        """The line completed, or None."""
        whole = self._first(value)
        if whole is not None:
            return whole
        last = value.rpartition(" ")[2]
        found = self._first(last) if last.startswith("#") else None
        return None if found is None else value + found[len(last) :]

    def _first(self, start: str) -> str | None:
        folded = start.casefold()
        return next((each for each in self._suggestions if each.casefold().startswith(folded)), None)
