"""Authorities beside each other, by their national figures: on an indicator's page, for a measure, and over all.

National figures are published, so every reader sees those of all authorities. Local figures come from
`reports.beside`, and never cross to those who may not see them.
"""
