"""Every RAG methodology of Croydon's improvement-board pack for November 2017, as published."""

# ref, unit, polarity, target ("" where it is in words), November's figure ("" for none), published RAG, words
ROWS = (
    ("P1", "percent", "SIB", "24", "43", "red", "24% or below Green 25%-34% Amber 35% and above Red"),
    ("W 1", "number", "SIB", "17", "18", "amber", "17 or below Green 18.1-20 Amber 20.1 and above Red"),
    ("W1 a", "number", "SIB", "20", "28", "red", "20 or below Green 20.1-22 Amber 22.1 and above Red"),
    ("W1 b", "number", "SIB", "16", "16", "green", "16 or below Green 16.1-18 Amber 18.1 and above Red"),
    ("W1 c", "number", "SIB", "16", "13", "green", "16 or below Green 16.1-18 Amber 18.1 and above Red"),
    ("W1 d", "number", "SIB", "17", "16", "green", "16 or below Green 16.1-18 Amber 18.1 and above Red"),
    ("W 2", "number", "SIB", "14", "19", "red", "14 or below Green 14.1-16 Amber 16.1 and above Red"),
    ("FD 3", "percent", "BIB", "90", "82", "red", "90% or above Green 85%-89% Amber 84% and below Red"),
    ("FD 8", "percent", "SIB", "22", "19", "green", "22% or below Green 21% - 25% Amber 26% and above Red"),
    ("AMT 2", "percent", "BIB", "95", "63.9", "red", "95% or above Green 85%-94% Amber 84% and below Red"),
    ("CIN 4", "percent", "BIB", "75", "62", "red", "98% or above Green 90%-97% Amber 89% and below Red"),
    ("CIN 5", "percent", "BIB", "98", "69", "red", "98% or above Green 90%-97% Amber 89% and below Red"),
    ("CP 5", "percent", "BIB", "80", "32", "red", "80% or above Green 70%-79% Amber 69% and below Red"),
    ("CP 13", "percent", "BIB", "98", "87", "red", "98% or above Green 90%-97% Amber 89% and below Red"),
    (
        "CP 10",
        "number",
        "SIB",
        "",
        "14",
        "green",
        "10% of cohort or below Green 10-15% Amber 16% and above Red",
    ),
    ("MC 6", "percent", "BIB", "60", "42", "", "60% or above Green 50%-59% Amber 49% and below Red"),
    ("LE 2", "percent", "", "95", "11", "", "95% or above Green 85%-94% Amber 84% and below Red"),
    ("LAC 10", "percent", "BIB", "98", "90", "amber", "98% or above Green 90%-97% Amber 89% and below Red"),
    ("LAC 11", "percent", "BIB", "98", "62", "red", "98% or above Green 90%-97% Amber 89% and below Red"),
    ("LAC 19", "percent", "BIB", "60", "70", "green", "60% or above Green 55%-59% Amber 54% and below Red"),
    ("LAC 20", "percent", "BIB", "75", "73", "amber", "75% or above Green 65%-74% Amber 64% and below Red"),
    ("F 3", "percent", "BIB", "95", "70", "red", "95% or above Green 85%-94% Amber 84% and below Red"),
    ("AD 7", "days", "SIB", "558", "460", "green", "558 or below Green 559 to 608 Amber 609 and above Red"),
    ("CL a", "percent", "", "98", "61", "red", "98% or above Green 90%-97% Amber 89% and below Red"),
    ("CL 1a", "percent", "BIB", "60", "64", "green", "60% or above Green 50%-59% Amber 49% and below Red"),
    ("CL 3a", "percent", "BIB", "85", "86", "green", "85% or above Green 75%-84% Amber 74% and below Red"),
    ("QA 1", "percent", "SIB", "90", "43", "red", "90% or above Green 80%-89% Amber 79% and below Red"),
    ("QA 3", "percent", "", "50", "", "", "50% or above Green 40%-49% Amber 39% and below Red"),
)

# What the published colour doesn't say: none was published, or the rule can't be worked out.
RATED_OTHERWISE = {"CP 10": "not_rated", "MC 6": "red", "LE 2": "red"}
DEFECTS = {
    "W 1": {"band-gap"},
    "W1 d": {"target-contradicts-bands"},
    "FD 8": {"band-overlap"},
    "CIN 4": {"target-contradicts-bands"},
    "CP 10": {"band-overlap"},
    "LE 2": {"polarity-missing"},
    "CL a": {"polarity-missing"},
    "QA 1": {"polarity-contradicts-bands"},
    "QA 3": {"polarity-missing"},
}
