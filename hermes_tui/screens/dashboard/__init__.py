"""The dashboard: figures a page at a time, each of which says what it means and opens the leads behind it."""
