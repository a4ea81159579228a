"""The action log: what is built for its pages, written on them, and given out."""
