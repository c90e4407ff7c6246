"""Templates: checked before they are rendered, rendered over plain values only, and never sent with a gap."""
