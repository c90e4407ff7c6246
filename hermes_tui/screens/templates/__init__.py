"""The templates: their list and how they fare, what a buyer would read, and the editor."""
