"""Polarity: which way an indicator gets better. The values are stored, so they never change."""

BIB, SIB, NEARER, NEUTRAL = "BIB", "SIB", "TARGET", ""

WORDS = {
    BIB: "bigger is better",
    SIB: "smaller is better",
    NEARER: "nearer the target is better",
    NEUTRAL: "neither is better",
}
