"""How right the reader is, and how right where it calls itself sure, is counted as it should be."""

from datetime import date

import pytest
from chitieu.project import ROOT
from chitieu.proof import accuracy
from chitieu.proof.curated_rows import CuratedRow
from chitieu.proof.measure import Passage, load
from chitieu.seeds.registry import Document, Registry

REGISTRY = Registry.load(ROOT / "seeds" / "reference")
TEXT = "Năm 2023, thu ngân sách nhà nước đạt 900 tỷ đồng, giá vé cầu phao 3 tỷ đồng.\n"
USUAL = {
    "component": "1",
    "area_id": "VN63_42",
    "period": "2023",
    "scenario": "actual",
    "comparator": "eq",
    "unit_id": "billion_vnd",
}


def counted(*rows: dict[str, str]) -> accuracy.Account:
    figures = []
    for line, cells in enumerate(rows, start=2):
        start = TEXT.index(cells["figure"])
        place = {"char_start": str(start), "char_end": str(start + len(cells["figure"]))}
        number = cells["figure"].split()[0]
        figures.append(CuratedRow(line, {**USUAL, **place, "value_low": number, "value_high": number, **cells}))
    day = Document("own", "VN63_42", date(2024, 1, 20))
    return accuracy.account([Passage("own", "open", day, TEXT, tuple(figures))], REGISTRY)


REVENUE = {"figure": "900 tỷ đồng", "indicator_id": "state_budget_revenue"}


def test_a_figure_is_right_in_the_fields_that_agree() -> None:
    one = counted(REVENUE).judged[0]
    assert all(one.right.values())
    assert set(one.right) == set(accuracy.FIELDS)


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"period": "2022"}, {"period", "context", "row"}),
        ({"indicator_id": "domestic_revenue"}, {"concept", "indicator", "row"}),
        ({"indicator_id": "state_budget_revenue_growth"}, {"measure", "indicator", "row"}),
        ({"indicator_id": "state_budget_revenue__state"}, {"breakdown", "indicator", "row"}),
        (
            {"indicator_id": "", "missing_concept": "thu vé"},
            {"concept", "measure", "breakdown", "indicator", "row"},
        ),
    ],
)
def test_what_is_wrong_is_wrong_in_its_own_field(cells: dict[str, str], wrong: set[str]) -> None:
    right = counted({**REVENUE, **cells}).judged[0].right
    assert {field for field, is_right in right.items() if not is_right} == wrong


def test_an_indicator_that_nobody_annotated_is_not_judged() -> None:
    right = counted({"figure": "900 tỷ đồng"}).judged[0].right
    assert right["context"]
    assert "indicator" not in right
    assert "row" not in right


def test_a_figure_that_is_not_found_is_lost_and_one_too_many_is_surplus() -> None:
    one = counted({"figure": "thu ngân sách", "value_low": "1", "value_high": "1"})
    assert one.judged[0].machine is None
    assert not any(one.judged[0].right.values())
    assert one.surplus == 2


def test_every_figure_of_the_passages_says_what_it_is_of_or_what_is_missing() -> None:
    for passage in load(ROOT / "tests" / "passages"):
        for row in passage.figures:
            assert bool(row["indicator_id"]) != bool(row["missing_concept"]), f"{passage.passage_id}:{row.line}"
            assert not row["indicator_id"] or row["indicator_id"] in REGISTRY.indicators
