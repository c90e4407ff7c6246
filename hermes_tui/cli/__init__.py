"""`hermes …` in a shell: the same actions and queries as the screens, without Textual."""
