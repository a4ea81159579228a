"""Pages that are made once and kept, until something that they show is written.

A page is kept under all that it is made of: code, data, day, what its reader may do and what was asked. What is a
person's own (their name, the tokens of their forms) is no part of what is kept: `pieces` leaves gaps, and each answer
fills them.
"""
