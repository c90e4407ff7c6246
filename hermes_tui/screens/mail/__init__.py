"""The Mail screen: what is on its way out, what waits for a word of the rep, and reading the mailboxes."""
