"""What the kinds of buying signals sound like, and what only sounds like one: closed lists of phrases."""
