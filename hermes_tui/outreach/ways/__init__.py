"""The ways by which a letter leaves: each says where it went, that it did not leave, or that nobody can know."""
