"""Numbers and judgements over what is stored: SQL in, frozen rows out."""
