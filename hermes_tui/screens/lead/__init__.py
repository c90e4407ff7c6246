"""The page of one lead: a module for each of its panes, named in panes.py in the order they are walked."""
