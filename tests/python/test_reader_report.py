"""The numbers of docs/reader.md are those of the reader as it is."""

import json
import re
import sys
from datetime import date
from pathlib import Path

import pytest
from chitieu.project import ROOT
from chitieu.proof import cases, fit, measure
from chitieu.proof.curated_rows import CuratedRow
from chitieu.proof.measure import Passage, Score
from chitieu.reading.questions import likelihood
from chitieu.seeds.registry import Document, Registry

sys.path.insert(0, str(ROOT / "scripts"))

import reader_report

PASSAGES = ROOT / "tests" / "passages"
REGISTRY = Registry.load(ROOT / "seeds" / "reference")


def test_the_page_is_not_out_of_date() -> None:
    page = reader_report.PAGE.read_text(encoding="utf-8")
    assert reader_report.renewed(page, reader_report.blocks()) == page


def test_a_changed_number_makes_the_page_out_of_date() -> None:
    page = "before\n<!-- generated: passages -->\n98%\n<!-- end -->\nafter\n"
    renewed = reader_report.renewed(page, {"passages": "99%\n"})
    assert renewed == "before\n<!-- generated: passages -->\n99%\n<!-- end -->\nafter\n"
    assert reader_report.renewed(page, {"proof": "x"}) == page


def test_every_block_of_the_page_is_filled() -> None:
    page = reader_report.PAGE.read_text(encoding="utf-8")
    assert page.count("<!-- generated: ") == page.count("<!-- end -->") == 6
    assert "-->\n<!-- end -->" not in page


def test_the_reader_holds_its_ground_on_text_it_was_not_made_for() -> None:
    """The goals: 98 % of figures right in value, unit and comparator, 90 % in each part of the context."""
    total = sum((measure.measure(passage, REGISTRY)[0] for passage in measure.load(PASSAGES)), Score())
    assert total.figures > 150
    assert total.share("value") >= 0.98
    assert min(total.share(field) for field in ("scenario", "period", "area")) >= 0.9


def test_the_annotations_are_true_to_their_texts() -> None:
    passages = measure.load(PASSAGES)
    assert {passage.half for passage in passages} == {"open", "held"}
    for passage in passages:
        for row in passage.figures:
            assert passage.text[row.start : row.end] == row["figure"]


def scored(text: str, *rows: dict[str, str]) -> Score:
    figures = []
    for line, cells in enumerate(rows, start=2):
        start = text.index(cells["figure"])
        usual = {
            "char_start": str(start),
            "char_end": str(start + len(cells["figure"])),
            "component": "1",
            "area_id": "VN63_42",
            "period": "2023",
            "scenario": "actual",
            "comparator": "eq",
            "unit_id": "percent",
        }
        figures.append(CuratedRow(line, {**usual, **cells}))
    day = Document("own", "VN63_42", date(2024, 1, 20))
    return measure.measure(Passage("own", "open", day, text, tuple(figures)), REGISTRY)[0]


def test_a_score_counts_what_is_missed_misread_and_surplus() -> None:
    text = "Năm 2023, thu ngân sách tăng 7,5%, tỷ lệ hộ nghèo giảm còn 2,5%.\n"
    growth = {"figure": "7,5%", "value_low": "7.5", "value_high": "7.5"}
    poverty = {"figure": "2,5%", "value_low": "2.5", "value_high": "2.5"}
    assert scored(text, growth, poverty) == Score(2, 2, 0, 2, 2, 2, 2)
    assert scored(text, growth) == Score(1, 1, 1, 1, 1, 1, 1)
    assert scored(text, growth, {**poverty, "value_low": "3", "value_high": "3"}) == Score(2, 2, 0, 1, 2, 2, 2)
    assert scored(text, growth, {**poverty, "period": "2022", "scenario": "target"}) == Score(2, 2, 0, 2, 1, 1, 2)
    missed = {**poverty, "figure": "hộ nghèo"}
    assert scored(text, growth, missed) == Score(2, 1, 1, 1, 1, 1, 1)
    assert scored(text, growth, missed).precision == 0.5


def test_a_wider_span_is_no_exact_span_but_its_value_counts() -> None:
    text = "Năm 2023, toàn tỉnh trồng 120 ha rừng.\n"
    cells = {"figure": "120", "value_low": "120", "value_high": "120", "unit_id": "hectare"}
    assert scored(text, cells) == Score(1, 0, 1, 1, 1, 1, 1)


def test_the_page_names_only_files_that_are_there() -> None:
    for name in ("tests/python/corruptions.py", "tests/passages", "scripts/chitieu/reading/figures.py"):
        assert (ROOT / name).exists()
        assert Path(name).name in reader_report.PAGE.read_text(encoding="utf-8")


def test_the_fitted_numbers_are_those_of_the_cases(tmp_path: Path) -> None:
    written = json.loads(likelihood.FITTED.read_text(encoding="utf-8"))
    fit.fit(reader_report.known_cases(), tmp_path / "fitted.json")
    again = json.loads((tmp_path / "fitted.json").read_text(encoding="utf-8"))
    assert {name: set(weights) for name, weights in again.items()} == {
        name: set(weights) for name, weights in written.items()
    }
    assert again["level"] == pytest.approx(written["level"], abs=0.01)
    assert again["row"] == pytest.approx(written["row"], abs=0.01)


def test_what_is_called_sure_was_right_in_98_rows_of_100_of_real_texts() -> None:
    trust = fit.validated(fit.rows_of(reader_report.known_cases()))
    _, sure, right = trust.sure(only_real=True)
    assert sure >= 20
    assert right / sure >= fit.RIGHT_WHERE_SURE
    assert trust.brier < 0.2


def test_the_cases_keep_no_word_of_a_text() -> None:
    for path in sorted(reader_report.CASES.glob("*.csv")):
        for case in cases.read(path):
            assert case.field in likelihood.FIELDS
            assert all(sign.isascii() and not re.search(r"\d{3}", sign) for sign in case.signs), path.name
