"""Which leads are likely one and the same: normal forms, candidates by shared keys, and a score that says why."""
