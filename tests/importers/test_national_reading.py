"""Files of national statistics, read: each trap of the layout, and each reason to refuse a file."""

import json
from collections import namedtuple
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.documents import read_document
from importers.national import mappings
from importers.national.reading import MOST_REASONS, figure, read_national, share
from importers.records import Refused
from indicators import catalogue
from tests.importers.national_files import (
    CONFERENCES_OF_READING,
    CROYDON,
    ENGLAND,
    LONDON,
    NATIONAL,
    OUTER_LONDON,
    READING,
    authority,
    document_of,
    file_of,
    gazetteer,
    read,
    row,
    said,
)

WITHIN = "icpc-within-15-days"
NEIGHBOURS_FILE = NATIONAL / "figures" / "sn_model_2025_wide.csv"


def refusal(rows, columns=None):
    """(code, locator, message) of the one reason for which the rows are refused."""
    with pytest.raises(Refused) as refused:
        read(rows, columns)
    (problem,) = refused.value.problems
    return problem.code, problem.locator, problem.message


def test_a_share_is_the_sum_of_its_parts_over_the_whole():
    (within, *others) = sorted(read([row(CROYDON)]).figures, key=lambda each: each.measure != WITHIN)
    assert (within.value, within.decimals, within.status) == (Decimal("70.0"), 1, "")
    assert (within.area, within.code, within.locator) == ("E09000008", "E09000008", "line:2")
    assert (within.year, within.start, within.end) == (2025, date(2024, 4, 1), date(2025, 3, 31))
    assert {each.measure: each.value for each in others} == {"icpcs": 697, "section-47-enquiries": 2947}


def test_a_byte_order_mark_the_order_of_columns_and_new_columns_change_nothing():
    rows = [row(ENGLAND), row(LONDON), row(OUTER_LONDON), row(CROYDON), row(READING, **CONFERENCES_OF_READING)]
    expected = said(read(rows))
    for each in rows:
        each["Duration_new_band"] = "n/a"
    columns = sorted(rows[0], reverse=True)
    assert said(read(rows, columns)) == expected
    document = read_document("bom.csv", b"\xef\xbb\xbf" + file_of(rows, columns))
    assert said(read_national(document, gazetteer())) == expected


def test_quoted_empty_cells_are_empty():
    plain = file_of([row(ENGLAND)])
    quoted = plain.replace(b"England,,", b'England,"","",', 1).replace(b'"","",,,,', b'"","","","",', 1)
    assert quoted != plain
    document = document_of("quoted.csv", quoted)
    assert said(read_national(document, gazetteer()))[WITHIN, "E92000001", 2025] == Decimal("70.0")


def test_inner_and_outer_london_stand_beside_london():
    found = {key[1] for key in said(read([row(LONDON), row(OUTER_LONDON)]))}
    assert found == {"E12000007", "E13000002"}


def test_an_authority_whose_code_changed_is_one_area():
    rows = [
        row(authority("825", "E10000002", "Buckinghamshire"), "2020"),
        row(authority("825", "E06000060", "Buckinghamshire"), "2021"),
    ]
    figures = [each for each in read(rows).figures if each.measure == WITHIN]
    assert [(each.area, each.code, each.year) for each in figures] == [
        ("E06000060", "E10000002", 2020),
        ("E06000060", "E06000060", 2021),
    ]


def test_an_authority_that_was_drawn_anew_is_another_area():
    rows = [
        row(authority("835", "E10000009", "Dorset"), "2019"),
        row(authority("838", "E06000059", "Dorset"), "2020"),
    ]
    assert [each.area for each in read(rows).figures if each.measure == WITHIN] == ["E10000009", "E06000059"]


def test_authorities_that_are_published_together_are_an_area_of_their_own():
    together = authority(
        "314 / 318", "E09000021 / E09000027", "Kingston upon Thames / Richmond upon Thames", "E13000002", "Outer London"
    )
    assert {each.area for each in read([row(together)]).figures} == {"E09000021 / E09000027"}


@pytest.mark.parametrize("name", ["St. Helens", "St Helens", "ST HELENS"])
def test_one_authority_under_two_spellings(name):
    place = authority("342", "E08000013", name, "E12000002", "North West")
    assert {each.area for each in read([row(place)]).figures} == {"E08000013"}


@pytest.mark.parametrize(
    ("symbol", "status"), [("c", "c"), ("x", "x"), ("z", "z"), ("u", "u"), (":", "x"), ("k", "k"), ("low", "k")]
)
def test_a_symbol_is_a_status_and_never_a_number(symbol, status):
    found = said(read([row(CROYDON, Section47=symbol)]))
    assert found["section-47-enquiries", "E09000008", 2025] == status
    # What isn't read from that column stays a figure.
    assert found[WITHIN, "E09000008", 2025] == Decimal("70.0")


@pytest.mark.parametrize("band", ["Duration_0-10_days", "Duration_11-15_days", "ICPC"])
def test_a_share_is_not_given_where_a_part_is_suppressed(band):
    assert said(read([row(CROYDON, **{band: "c"})]))[WITHIN, "E09000008", 2025] == "c"


def test_a_band_that_is_not_added_up_may_be_suppressed():
    cells = {"Duration_16-20_days": "c", "Duration_21+_days": "c"}
    assert said(read([row(CROYDON, **cells)]))[WITHIN, "E09000008", 2025] == Decimal("70.0")


def test_a_blank_cell_states_nothing():
    rows = [row(CROYDON), row(READING, Section47="", ICPC="")]
    assert {key for key in said(read(rows)) if key[1] == "E06000038"} == set()


def test_parts_that_exceed_the_whole_are_shown_to_a_person():
    report = read([row(CROYDON), row(READING, ICPC="358")])
    (finding,) = report.findings
    assert (finding.code, finding.locator) == ("share-over-100", "line:3")
    assert "136.3%" in finding.message
    assert said(report)[WITHIN, "E06000038", 2025] == Decimal("136.3")


def test_nobody_in_the_whole_is_not_applicable():
    cells = {"ICPC": "0", "Duration_0-10_days": "0", "Duration_11-15_days": "0"}
    assert said(read([row(CROYDON, **cells)]))[WITHIN, "E09000008", 2025] == "z"


_FIGURES = st.integers(0, 100_000).map(str)
_CELLS = st.one_of(_FIGURES, st.sampled_from(["c", "x", "z", "u", "k", "low", ":"]))


@given(st.lists(_CELLS, min_size=1, max_size=6), _CELLS)
def test_a_share_is_a_number_exactly_where_all_its_parts_are(parts, whole):
    value, status = share([figure(part) for part in parts], figure(whole))
    if all(cell.isdigit() for cell in (*parts, whole)) and whole != "0":
        assert status == ""
        exact = 100 * Fraction(sum(map(int, parts)), int(whole))
        assert abs(Fraction(value) - exact) <= Fraction(1, 20)
        # A half is rounded up.
        assert Fraction(value) - exact != -Fraction(1, 20)
        assert -value.as_tuple().exponent == 1
    else:
        assert value is None
        assert status
        assert ("c" in (*parts, whole)) == (status == "c")
        # A part that rounds to zero says nothing of the size of the sum.
        assert status != "k"


Wrong = namedtuple("Wrong", "rows code place words")


@pytest.mark.parametrize(
    "wrong",
    [
        Wrong([row(CROYDON), row(CROYDON)], "row-twice", "line:3", "is here and on line 2"),
        Wrong(
            [row(CROYDON), row(READING, time_identifier="Calendar year")], "time-identifier", "line:3", "Calendar year"
        ),
        Wrong([row(CROYDON, "2024/25")], "not-a-year", "line:2", "2024/25"),
        Wrong([row(authority("999", "E09009999", "Atlantis"))], "area-unknown", "line:2", "E09009999"),
        Wrong([row(CROYDON, old_la_code="307")], "area-unknown", "line:2", "306"),
        Wrong([row(CROYDON, la_name="Atlantis")], "area-unknown", "line:2", "Atlantis"),
        Wrong([row(CROYDON, geographic_level="School")], "area-unknown", "line:2", "School"),
        Wrong([row(LONDON, region_code="E09000008")], "area-unknown", "line:2", "at the level Regional"),
        Wrong([row(CROYDON), row(READING, ICPC="about 40")], "not-a-figure", "line:3", "ICPC: “about 40”"),
        Wrong([row(CROYDON, ICPC="1,697")], "not-a-figure", "line:2", "1,697"),
        Wrong([row(CROYDON, ICPC="-4")], "not-a-figure", "line:2", "-4"),
        Wrong([row(CROYDON, ICPC="１２")], "not-a-figure", "line:2", "１２"),
        Wrong([row(CROYDON, ICPC="nan")], "not-a-figure", "line:2", "nan"),
        Wrong([row(CROYDON, category="Referrals")], "filter-finds-nothing", "", WITHIN),
    ],
    ids=lambda wrong: f"{wrong.code} {wrong.words}",
)
def test_a_wrong_file_is_refused_with_the_row_and_the_reason(wrong):
    code, place, message = refusal(wrong.rows)
    assert (code, place) == (wrong.code, wrong.place)
    assert wrong.words in message


def test_missing_columns_are_named():
    columns = [column for column in row(CROYDON) if column not in ("ICPC", "la_name")]
    code, _, message = refusal([row(CROYDON)], columns)
    assert code == "columns-missing"
    assert "initial child protection conferences" in message
    assert message.endswith("has no column ICPC, la_name.")


def test_another_table_says_what_is_known():
    with pytest.raises(Refused) as refused:
        read_national(document_of("other.csv", b"ref,title\nFD 3,Referrals\nFD 4,Contacts\n"), gazetteer())
    (problem,) = refused.value.problems
    assert problem.code == "statistics-unknown"
    assert "Care leavers: activity" in problem.message


def test_a_text_that_is_no_table():
    with pytest.raises(Refused, match="no table"):
        read_national(read_document("prose.txt", b"Just some words.\nAnd more of them.\n"), gazetteer())


def test_two_columns_of_one_name():
    columns = [*row(CROYDON), "ICPC"]
    assert refusal([row(CROYDON)], columns)[:2] == ("column-twice", "line:1")


def test_a_value_without_a_heading():
    data = file_of([row(CROYDON), row(READING)])
    lines = data.decode().splitlines()
    lines[1] += ",7"
    with pytest.raises(Refused) as refused:
        read_national(document_of("long.csv", "\n".join(lines).encode()), gazetteer())
    assert [(p.code, p.locator) for p in refused.value.problems] == [("row-too-long", "line:2")]


def test_a_file_that_is_wrong_throughout_gives_the_first_reasons():
    rows = [row(CROYDON, str(year), ICPC="?") for year in range(1950, 2050)]
    with pytest.raises(Refused) as refused:
        read(rows)
    problems = refused.value.problems
    assert len(problems) == MOST_REASONS + 1
    assert problems[-1].message == "And 50 more reasons like these."


def test_kinds_with_the_same_columns_are_told_apart_by_what_their_filters_say():
    names = {}
    for file in ("la_care_leavers_activity.csv", "la_care_leavers_accommodation_suitability.csv"):
        document = document_of(file, (NATIONAL / "figures" / file).read_bytes())
        names[file] = read_national(document, gazetteer()).mapping.name
    assert names == {
        "la_care_leavers_activity.csv": "care-leavers-activity",
        "la_care_leavers_accommodation_suitability.csv": "care-leavers-accommodation",
    }


def test_a_filter_that_a_later_edition_adds_is_not_guessed_away():
    """Rows of boys and girls beside the total look like one row there twice."""
    rows = [row(CROYDON, sex=sex) for sex in ("Total", "Male")]
    assert refusal(rows)[0] == "row-twice"


def test_neighbours():
    report = read_national(document_of(NEIGHBOURS_FILE.name, NEIGHBOURS_FILE.read_bytes()), gazetteer())
    reading = [each for each in report.neighbours if each.area == "E06000038"]
    assert [each.rank for each in reading] == list(range(1, 11))
    assert report.version == "2025"
    assert len(report.neighbours) == 50
    assert {each.closeness for each in report.neighbours} <= {
        "Extremely close", "Very close", "Close", "Somewhat close", "Not close"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("870,Reading", "870,Croydon", "area-unknown"),
        ("870,Reading", "999,Reading", "area-unknown"),
    ],
)
def test_neighbours_that_can_not_be_taken(old, new, code):
    text = NEIGHBOURS_FILE.read_text(encoding="utf-8-sig")
    assert text.count(old) == 1
    with pytest.raises(Refused) as refused:
        read_national(document_of("sn.csv", text.replace(old, new).encode()), gazetteer())
    assert {problem.code for problem in refused.value.problems} == {code}


def test_an_authority_with_two_rows_of_neighbours():
    lines = NEIGHBOURS_FILE.read_text(encoding="utf-8-sig").splitlines()
    with pytest.raises(Refused) as refused:
        read_national(document_of("sn.csv", "\n".join([*lines, lines[1]]).encode()), gazetteer())
    assert {(problem.code, problem.locator) for problem in refused.value.problems} == {("neighbour-twice", "line:7")}


def test_nobody_is_their_own_neighbour():
    text = NEIGHBOURS_FILE.read_text(encoding="utf-8-sig")
    heading, first, *rest = text.splitlines()
    cells = first.split(",")
    cells[4] = cells[0]
    with pytest.raises(Refused) as refused:
        read_national(document_of("sn.csv", "\n".join([heading, ",".join(cells), *rest]).encode()), gazetteer())
    assert "own-neighbour" in {problem.code for problem in refused.value.problems}


def test_every_mapping_is_of_measures_that_there_are_and_says_how_they_are_counted():
    known = {measure["slug"]: measure for measure in catalogue.measures()}
    mapped = [each.measure for mapping in mappings.mappings().values() for each in mapping.measures]
    assert len(mapped) == len(set(mapped)), "two files give one measure"
    for slug in (*mapped, *catalogue.rates()):
        assert known[slug]["national_definition"], slug
    for rate in catalogue.rates().values():
        assert {rate.count, rate.per} <= set(mapped)
    # A share is in per cent, and nothing else is worked out of parts.
    shares = [each for mapping in mappings.mappings().values() for each in mapping.measures if each.parts]
    assert {known[each.measure]["unit"] for each in shares} == {"percent"}


@pytest.mark.parametrize(
    "fields",
    [
        {"measure": "icpcs", "span": "year", "where": {}},
        {"measure": "icpcs", "span": "year", "where": {}, "column": "ICPC", "parts": ["a"], "whole": "b"},
        {"measure": "icpcs", "span": "month", "where": {}, "column": "ICPC"},
        {"measure": "icpcs", "span": "year", "where": {"sex": "Total"}, "column": "ICPC"},
    ],
)
def test_a_mapping_that_can_not_be_right_says_so(fields, tmp_path, monkeypatch):
    head = {"name": "wrong", "title": "Wrong", "layout": "figures", "ends": "03-31", "filters": []}
    (tmp_path / "wrong.json").write_text(json.dumps(head | {"measures": [fields]}))
    monkeypatch.setattr(mappings, "FOLDER", tmp_path)
    mappings.mappings.cache_clear()
    try:
        with pytest.raises(mappings.MappingError, match=r"wrong\.json"):
            mappings.mappings()
    finally:
        mappings.mappings.cache_clear()
