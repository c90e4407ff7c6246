"""Reading: each query returns frozen rows of just the columns that are shown; no model leaves storage."""
