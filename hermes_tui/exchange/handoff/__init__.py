"""The handoff packet: one lead with all that hangs on it as files, for a person to read and for a Hermes to take in."""
