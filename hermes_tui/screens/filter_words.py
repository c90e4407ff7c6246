"""The likeliest end of a filter as one types it: fields, flags, the rep's own fields and their choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from textual.suggester import Suggester

from storage.database import Database


def completions(database: Database, text: str, own: Mapping[str, Sequence[str]] | None = None) -> Iterator[str]:
    """Whole lines that the filter `text` may become; `own` as `own_words` gave it, else read where it is needed."""
    from storage.filters import complete

    before = text[: len(text) - len(text.rpartition(" ")[2])]
    if own is None:
        own = own_words(database) if names_own(text) else {}
    return (before + word for word in complete(text, own))


def names_own(text: str) -> bool:
    """Whether the last word asks for a field of the rep's own, or is about to sort by one."""
    last = text.rpartition(" ")[2].lstrip("-").casefold()
    return last.startswith(("custom.", "sort:c", "sort:-c"))


def own_words(database: Database) -> dict[str, tuple[str, ...]]:
    """What a filter may say of the rep's own fields; reads every lead where some are not declared."""
    from storage.filters.customs import offered
    from storage.queries.custom_fields import FieldsOf

    return offered(FieldsOf(database).all())


class FilterSuggester(Suggester):
    """The likeliest end of the line, dim behind the cursor; → or Tab takes it."""

    def __init__(self, database: Database) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._database = database
        self._own: dict[str, tuple[str, ...]] | None = None  # read once, when the first is typed

    async def get_suggestion(self, value: str) -> str | None:
        """The first line that goes on from what was typed; none after a space."""
        if not value.rpartition(" ")[2]:
            return None
        if self._own is None and names_own(value):
            self._own = own_words(self._database)
        lines = completions(self._database, value, self._own or {})
        folded = value.casefold()
        found = next((line for line in lines if len(line) > len(value) and line.casefold().startswith(folded)), None)
        return None if found is None else value + found[len(value) :]
