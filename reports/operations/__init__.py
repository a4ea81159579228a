"""Every write to what a board works with: keyword-only, atomic, by a named user. One module for each kind of thing."""
