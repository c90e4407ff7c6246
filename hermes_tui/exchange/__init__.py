"""Files in and out of Hermes: tables read, mapped, planned and loaded; leads written as CSV and JSON lines."""
