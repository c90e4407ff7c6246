"""Pure scoring: facts about a lead in, scores with their reasons out; no storage, no Textual, no clock."""
