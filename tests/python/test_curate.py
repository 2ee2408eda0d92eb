"""A proposal for a new document: every numeral placed, nothing invented, and a person's edits kept."""

import csv
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from chitieu.cli import app
from chitieu.proof.agreement import NUMERAL
from chitieu.proof.proposals import Proposal, join
from chitieu.seeds.seed_tables import EXCLUSIONS, OBSERVATIONS
from typer.testing import CliRunner, Result

ID = "bac-lieu-2024-01-10"
TEXT = (
    "Năm 2023, tỉnh Bạc Liêu thu ngân sách đạt 4.825 tỷ đồng, tăng 7,5% so với cùng kỳ.\n"
    "Có 17/19 chỉ tiêu đạt kế hoạch; đàn chim yến làm tổ trong <b>412 nhà</b> & hang.\n"
    "Năm 2024, phấn đấu tốc độ tăng trưởng GRDP đạt trên 8%.\n"
)


class Folder:
    """A document, and where the command writes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.text = root / "bac_lieu.txt"
        self.text.write_text(TEXT, encoding="utf-8", newline="")
        self.observations = root / "seeds" / "observations" / f"{ID}.csv"
        self.exclusions = root / "seeds" / "exclusions" / f"{ID}.csv"
        self.page = root / "page" / f"{ID}.html"
        self.proposal = root / "page" / f"{ID}.proposal.csv"

    def run(self, **changed: str) -> Result:
        options = {"document-id": ID, "area": "VN63_95", "published-on": "2024-01-10"} | {
            name.replace("_", "-"): value for name, value in changed.items()
        }
        folders = ["--out", str(self.root / "seeds"), "--page", str(self.root / "page")]
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        return CliRunner().invoke(app, ["curate", str(self.text), *words, *folders])


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_every_numeral_is_placed_in_the_columns_of_the_seeds(folder: Folder) -> None:
    assert folder.run().exit_code == 0
    observations, exclusions = read(folder.observations), read(folder.exclusions)
    assert tuple(observations[0]) == OBSERVATIONS.header
    assert tuple(exclusions[0]) == EXCLUSIONS.header
    spans = {(int(row["char_start"]), int(row["char_end"])) for row in (*observations, *exclusions)}
    for row in (*observations, *exclusions):
        assert TEXT[int(row["char_start"]) : int(row["char_end"])] == row["figure"]
    for numeral in NUMERAL.finditer(TEXT):
        assert sum(start <= numeral.start() and numeral.end() <= end for start, end in spans) == 1


def test_what_the_machine_knows_is_filled_in(folder: Folder) -> None:
    folder.run()
    revenue, growth, met, set_, *_, target = read(folder.observations)
    assert revenue["indicator_id"] == "state_budget_revenue"
    assert (revenue["area_id"], revenue["period"], revenue["unit_id"]) == ("VN63_95", "2023", "billion_vnd")
    assert (growth["value_low"], growth["compared_with"]) == ("7.5", "same_period")
    assert (met["value_low"], met["component"], set_["value_low"], set_["component"]) == ("17", "1", "19", "2")
    assert (target["comparator"], target["value_high"], target["scenario"], target["period"]) == (
        "gt",
        "",
        "target",
        "2024",
    )


def test_an_indicator_that_no_term_names_stays_empty_and_is_said(folder: Folder) -> None:
    folder.run()
    houses = next(row for row in read(folder.observations) if row["figure"].startswith("412"))
    assert houses["indicator_id"] == ""
    proposed = next(row for row in read(folder.proposal) if row["figure"].startswith("412"))
    assert "indicator_id: no term of the registry is in print" in proposed["missing"]
    assert float(proposed["confidence"]) == 0
    assert all(0 <= float(row["confidence"]) <= 1 for row in read(folder.proposal))


def test_running_again_changes_nothing(folder: Folder) -> None:
    folder.run()
    files = (folder.observations, folder.exclusions, folder.page, folder.proposal)
    first = [path.read_bytes() for path in files]
    folder.run()
    assert [path.read_bytes() for path in files] == first


def test_running_again_keeps_what_a_person_edited_added_or_took_out(folder: Folder) -> None:
    folder.run()
    rows = read(folder.observations)
    rows[0]["note"] = "Checked against the printed copy."
    houses = next(row for row in rows if row["figure"].startswith("412"))
    growth = rows[1]
    rows = [row for row in rows if row not in (houses, growth)]
    write(folder.observations, rows)
    span = {name: houses[name] for name in ("char_start", "char_end", "figure")}
    write(folder.exclusions, [*read(folder.exclusions), {**span, "reason": "technical_name"}])
    edited = folder.observations.read_text(encoding="utf-8"), read(folder.exclusions)
    assert folder.run().exit_code == 0
    again = folder.observations.read_text(encoding="utf-8"), read(folder.exclusions)
    assert again[0] == edited[0]
    assert sorted(again[1], key=lambda row: int(row["char_start"])) == sorted(
        edited[1], key=lambda row: int(row["char_start"])
    )


def test_rows_that_nobody_edited_follow_a_better_reading(folder: Folder) -> None:
    folder.run()
    old = read(folder.observations)
    folder.text.write_text(TEXT.replace("4.825", "4.826"), encoding="utf-8", newline="")
    old[-1]["scenario"] = "stretch"
    write(folder.observations, old)
    folder.run()
    new = read(folder.observations)
    assert new[0]["value_low"] == "4826"
    assert new[-1] == old[-1]
    assert len(new) == len(old)


def test_without_the_memory_of_a_proposal_every_row_is_a_persons(folder: Folder) -> None:
    folder.run()
    folder.proposal.unlink()
    before = folder.observations.read_bytes()
    folder.text.write_text(TEXT.replace("4.825", "4.826"), encoding="utf-8", newline="")
    folder.run()
    assert folder.observations.read_bytes() == before


def proposal(start: int, end: int, component: str = "1", kind: str = "observation") -> Proposal:
    place = {"char_start": str(start), "char_end": str(end), "figure": "x" * (end - start)}
    extra = {"component": component} if kind == "observation" else {"reason": "year"}
    return Proposal(kind, {**place, **extra}, 1.0)


def test_nothing_is_proposed_on_characters_that_a_person_gave_away() -> None:
    mine = {"char_start": "10", "char_end": "20", "figure": "mine", "component": "1"}
    joined = join([proposal(12, 15), proposal(15, 25, kind="exclusion"), proposal(20, 22)], [], [mine], [])
    assert joined.observations == (mine, proposal(20, 22).cells)
    assert joined.exclusions == ()
    pair = join([proposal(10, 20, "1"), proposal(10, 20, "2")], [], [mine], [])
    assert [row["component"] for row in pair.observations] == ["1", "2"]


class Page(HTMLParser):
    """What a page links to, and its classes in their order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.states: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.addresses += [values[name] for name in ("href", "src", "action") if name in values]
        self.ids += [values["id"]] if "id" in values else []
        if values.get("class", "").startswith("card "):
            self.states.append(values["class"].removeprefix("card "))


def test_the_page_shows_every_span_the_least_certain_first_and_loads_nothing(folder: Folder) -> None:
    folder.run()
    html = folder.page.read_text(encoding="utf-8")
    page = Page(html)
    order = ["missing", "doubtful", "sure", "edited", "excluded"]
    assert page.states == sorted(page.states, key=order.index)
    assert page.states[0] == "missing"
    assert len(page.states) == len(read(folder.observations)) + len(read(folder.exclusions))
    assert all(address.startswith("#") and address[1:] in page.ids for address in page.addresses)
    assert len(page.ids) == len(set(page.ids))
    assert not {"script", "link", "img", "iframe", "b"} & set(page.tags)
    assert "url(" not in html
    assert "&lt;b&gt;" in html


def test_the_page_repeats_the_text_letter_for_letter(folder: Folder) -> None:
    folder.run()
    html = folder.page.read_text(encoding="utf-8")
    article = re.search(r"<article[^>]*>(.*?)</article>", html, re.DOTALL)
    assert article is not None
    plain = re.sub(r"<small.*?</small>|<[^>]+>", "", article[1])
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&#34;", '"'), ("&amp;", "&")):
        plain = plain.replace(entity, sign)
    assert plain == TEXT


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"document_id": "../escape"}, "'../escape' is no document id; use a-z, 0-9 and single hyphens"),
        ({"document_id": "Bạc-Liêu"}, "is no document id"),
        ({"area": "Bạc Liêu"}, "'Bạc Liêu' is no area; write VN63_95 (Bạc Liêu)"),
        ({"area": "VN63_00"}, "is no area"),
        ({"published_on": "10/1/2024"}, "'10/1/2024' is no day; write the day as 2024-01-31"),
        ({"published_on": "2024-02-30"}, "is no day"),
        ({"published_on": "2025-08-01"}, "VN63_95 (Bạc Liêu) was there from"),
    ],
)
def test_a_wrong_option_is_refused_with_advice(folder: Folder, changed: dict[str, str], said: str) -> None:
    refused = folder.run(**changed)
    assert refused.exit_code == 2
    assert said in refused.stderr
    assert not (folder.root / "seeds").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b" \n\t\n", "the file is empty"),
        ("Thu đạt\n12 tỷ đồng".encode("utf-16"), "is not UTF-8; save the document as a text file in UTF-8"),
        ("Dòng một\nnăm 2023".encode() + b"\xff", ":2: byte "),
        (b"12\x00%", "there is a NUL character"),
    ],
)
def test_a_broken_file_is_refused_with_advice(folder: Folder, content: bytes, said: str) -> None:
    folder.text.write_bytes(content)
    refused = folder.run()
    assert refused.exit_code == 2
    assert said in refused.stderr
    assert not (folder.root / "seeds").exists()


def test_a_missing_file_and_a_broken_seed_file_are_refused(folder: Folder) -> None:
    folder.run()
    folder.observations.write_text("char_start,figure\n1,x\n", encoding="utf-8")
    broken = folder.run()
    assert broken.exit_code == 2
    assert "char_end: the column is missing" in broken.stderr
    assert folder.observations.read_text(encoding="utf-8") == "char_start,figure\n1,x\n"
    folder.text.unlink()
    gone = folder.run()
    assert gone.exit_code == 2
    assert "name the file of a document" in gone.stderr


def test_a_text_without_numerals_gives_files_with_headers_alone(folder: Folder) -> None:
    folder.text.write_text("Hội nghị diễn ra sôi nổi.", encoding="utf-8")
    assert folder.run().exit_code == 0
    assert folder.observations.read_text(encoding="utf-8") == ",".join(OBSERVATIONS.header) + "\n"
    assert folder.exclusions.read_text(encoding="utf-8") == ",".join(EXCLUSIONS.header) + "\n"


def test_where_no_indicator_fits_the_nearest_concepts_and_a_draft_are_offered(folder: Folder) -> None:
    folder.run()
    proposed = next(row for row in read(folder.proposal) if row["figure"].startswith("412"))
    assert proposed["missing"].count("nearest: ") == 3
    assert "a draft: '" in proposed["missing"]
