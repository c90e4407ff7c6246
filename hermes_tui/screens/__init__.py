"""One file a screen, its .tcss beside it: bindings, what it shows, what it does; no SQL, no business rule."""
