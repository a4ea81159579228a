"""The improvement plan: what is built for its pages, written on them or in its sheet, and published of it."""
