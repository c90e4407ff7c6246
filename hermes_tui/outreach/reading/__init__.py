"""Reading of mail: heads, letters, what kind each is, and the mailboxes that they lie in; nothing is written."""
