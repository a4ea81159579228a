"""How `fixtures/national/figures/` is made of the files as published: `python -m tests.importers.national_subset`.

The rows of the five authorities, their ten statistical neighbours each, their regions and England, in all years; of the
columns those that say where and when, and those that the mapping reads. Every cell is as it was published.
"""

import csv
import io
import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FULL = Path(os.environ.get("SHARED_DATA") or ROOT.parent / "shared" / "data") / "national"
FIXTURES = ROOT / "fixtures" / "national"
SUBSET = FIXTURES / "figures"
NEIGHBOURS_FILE = "sn_model_2025_wide.csv"

PLACE = (
    "time_period", "time_identifier", "geographic_level", "country_code", "country_name", "region_code", "region_name",
    "old_la_code", "new_la_code", "la_name",
)  # fmt: skip
REGIONS = {"E12000007", "E12000008", "E13000001", "E13000002"}
# Which file each mapping is for: by the name that it was published under.
FILES = {
    "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv": "referrals",
    "c2_children_in_need_assessments_duration_2014_to_2024.csv": "assessments",
    "c4_children_in_need_section_47s_and_icpcs_2013_to_2025.csv": "conferences",
    "cla_number_and_rate_per_10k_children.csv": "looked-after",
    "csww_indicators_2017_to_2025.csv": "social-workers",
    "d3_cpps_subsequent_plan_2013_to_2025.csv": "subsequent-plans",
    "d5_cpps_at31march_by_duration_2013_to_2025.csv": "plans-by-duration",
    "la_care_leavers_accommodation_suitability.csv": "care-leavers-accommodation",
    "la_care_leavers_activity.csv": "care-leavers-activity",
    "ons_mid-year_population_estimates_2012_to_2024.csv": "population",
}


def rows_of(path):
    """(columns, rows as {column: text}) of a file as published."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        return reader.fieldnames, list(reader)


def subset_of(name):
    """The bytes of the subset of a file as published."""
    columns, rows = rows_of(FULL / name)
    ours = {authority["dfe_code"] for authority in json.loads((ROOT / "fixtures" / "authorities.json").read_text())}
    if name == NEIGHBOURS_FILE:
        return _csv(columns, [row for row in rows if row["old_la_code"] in ours])
    authorities = ours | {
        row[f"SN_{rank}"]
        for row in rows_of(FULL / NEIGHBOURS_FILE)[1]
        for rank in range(1, 11)
        if row["old_la_code"] in ours
    }
    mapping = json.loads((FIXTURES / "mappings" / f"{FILES[name]}.json").read_text(encoding="utf-8"))
    measures = mapping["measures"]
    read = {each for measure in measures for each in columns_of(measure)}
    kept = [column for column in columns if column in {*PLACE, *mapping["filters"], *read}]
    return _csv(
        kept,
        [
            {column: row[column] for column in kept}
            for row in rows
            if _is_wanted(row, authorities)
            and any(all(row[f] == v for f, v in measure["where"].items()) for measure in measures)
        ],
    )


def columns_of(measure):
    """The columns that a measure of a mapping is read from."""
    return [measure["column"]] if "column" in measure else [*measure["parts"], measure["whole"]]


def _is_wanted(row, authorities):
    level = row["geographic_level"]
    if level == "Local authority":
        return row["old_la_code"] in authorities
    return level == "National" or row["region_code"] in REGIONS


def _csv(columns, rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


if __name__ == "__main__":
    SUBSET.mkdir(exist_ok=True)
    for file_name in (*FILES, NEIGHBOURS_FILE):
        (SUBSET / file_name).write_bytes(subset_of(file_name))
        sys.stdout.write(f"{file_name}\n")
