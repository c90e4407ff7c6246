"""What can be done: one function = one transaction = one journal entry = one undo. Nothing else changes data."""
