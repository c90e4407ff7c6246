"""Text sent as format=flowed (RFC 3676): soft line ends joined again, quotes kept apart by their depth."""

from __future__ import annotations


def unflowed(text: str, *, delsp: bool = False) -> str:
    """The lines as their writer saw them: a line that ends in a space goes on in the next of the same quote depth.

    A signature's `-- ` never flows. `delsp`: the space at a line's end is not part of the text.

    >>> unflowed("we meet \\nat noon\\n> when \\n> where?")
    'we meet at noon\\n> when where?'
    """
    done: list[str] = []
    begun: list[str] = []
    depth = 0
    for line in text.split("\n"):
        bare = line.lstrip(">")
        deep = len(line) - len(bare)
        words = bare.removeprefix(" ")  # stuffed
        if begun and (deep != depth or words == "-- "):
            done.append(_line(depth, begun))
            begun = []
        depth = deep
        flows = words.endswith(" ") and words != "-- "
        begun.append(words[:-1] if flows and delsp else words)
        if not flows:
            done.append(_line(depth, begun))
            begun = []
    if begun:
        done.append(_line(depth, begun))
    return "\n".join(done)


def _line(depth: int, words: list[str]) -> str:
    said = "".join(words)
    return f"{'>' * depth} {said}" if depth else said
