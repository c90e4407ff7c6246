"""The screen of the rules that score leads: their text, what a change of it would do, and what was learned."""
