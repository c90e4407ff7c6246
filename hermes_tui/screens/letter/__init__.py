"""A message before it goes out: who gets it, why this template, what they will read, and the keys that decide."""
