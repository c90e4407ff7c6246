"""A page that was closed before it had come up: what it misses then is a farewell, not a bug."""

from __future__ import annotations

from textual.app import App
from textual.css.query import NoMatches
from textual.screen import Screen


def left_early(error: Exception, app: App[int]) -> bool:
    """Whether `error` says that a screen which is being taken away, or whose program ends, misses its own widgets.

    Keys come faster than a page is built: `Enter q Q` in one burst closes a lead's page while it mounts.
    """
    if not isinstance(error, NoMatches):
        return False
    frame = error.__traceback__
    while frame is not None:
        owner = frame.tb_frame.f_locals.get("self")
        if isinstance(owner, Screen):
            return app._exit or owner._pruning or not owner.is_attached
        frame = frame.tb_next
    return False
