"""One SQLite file and everything that knows its shape: schema, journal, search, filters, queries, snapshots."""
