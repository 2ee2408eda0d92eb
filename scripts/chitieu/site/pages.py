"""The pages of the explorer in one language, written from the rows of a release."""

import csv
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from chitieu.characters import visible
from chitieu.release.expectations_process import be_killed_with
from chitieu.site import charts, words
from chitieu.site.rows import Row, Rows, grouped, opened, page_of
from chitieu.site.words import Words

HERE = Path(__file__).parent

THIN = "\N{NARROW NO-BREAK SPACE}"
FEWEST_YEARS = 3


@dataclass(frozen=True)
class Sheet:
    """An official table as it was printed: its columns, each of one indicator, and its rows, each of one area."""

    name: str
    columns: list[Row]
    lines: list[tuple[str, dict[str, Row]]]

    @classmethod
    def of(cls, name: str, figures: list[Row]) -> "Sheet | None":
        """The figures of a sheet as a table; None if they are of a text, or of a table of another build."""
        columns, lines = grouped(figures, "table_column"), grouped(figures, "table_row")
        if None in lines or any(len({row["area_id"] for row in rows}) > 1 for rows in lines.values()):
            return None
        said = ("indicator_id", "scenario", "period", "unit_vi", "component")
        if any(len({tuple(row[key] for key in said) for row in rows}) > 1 for rows in columns.values()):
            return None
        heads = [columns[column][0] for column in sorted(columns, key=lambda column: (len(column), column))]
        return cls(
            name,
            heads,
            [(rows[0]["area_id"], {row["table_column"]: row for row in rows}) for _, rows in sorted(lines.items())],
        )


class Pages:
    """The writer of one language. Addresses are relative, so that the folder opens anywhere."""

    def __init__(self, rows: Rows, spoken: Words, folder: Path) -> None:
        self.rows = rows
        self.words = spoken
        self.language = spoken.language
        self.folder = folder
        self._tiles = read_tiles()
        self._environment = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(
            w=spoken.phrases,
            value=spoken.value,
            say=spoken.say,
            code=spoken.code,
            number=spoken.number,
            day=spoken.day,
            period=spoken.period,
            name=self.name,
            cell=self.cell,
            verdict=self.verdict,
            place=self.place,
            rows=rows,
            lang=self.language,
            other=spoken["other_language_code"],
            history=self.history,
            strip=charts.strip,
            area_name=self.area_name,
            sample=charts.sample,
            check_name=self.check_name,
            remarks=self.remarks,
            printed=self.printed,
            united=self.united,
            means=self.means,
        )
        self._environment.filters["anchor"] = anchor
        self._environment.tests["history"] = is_history

    def write_all(self) -> None:
        """Every page, and the index that the search reads."""
        for write in (
            self._front,
            self._areas,
            self._indicators,
            self._documents,
            self._lists,
        ):
            write()
        self._search_index()

    # Parts of pages

    def name(self, row: Row, of: str = "name") -> str:
        """The name of a row in the language of the page."""
        return row[f"{of}_{self.language}"]

    def area_name(self, row: Row) -> str:
        """The name of an area; a unit of a division that is told apart by its years only bears them."""
        name = self.name(row)
        if row["area_id"].startswith("VN34"):
            return f"{name} ({row['valid_from'].year}\u2013)"
        if row["area_id"].startswith(("VN61", "VN64")):
            return f"{name} (\u2013{row['valid_to'].year})"
        return name

    def cell(self, headline: Row | None, root: str = "../") -> Markup:
        """A value that leads to where it was printed, with its marks; nothing where nothing is printed."""
        if headline is None:
            return Markup("")
        said = self.words.value(headline["comparator"], headline["low"], headline["high"], headline["is_approximate"])
        text = f'<a href="{root}{self.rows.addresses[headline["observation_id"]]}">{said}</a>'
        if headline["obs_status"] != "A":
            title = escape(self.words.code("obs_status", headline["obs_status"]))
            text += f'<abbr title="{title}">{headline["obs_status"].lower()}</abbr>'
        if headline["is_doubted"]:
            text += f'<abbr class="doubt" title="{self.words["doubted"]}">?</abbr>'
        if headline["agreement"] in ("revised", "conflict"):
            mark = "r" if headline["agreement"] == "revised" else "≠"
            text += f'<abbr title="{self.words[headline["agreement"]]}">{mark}</abbr>'
        return Markup(text)

    def verdict(self, row: Row) -> Markup:
        """How a result stands to its plan, in a word and as the percentage of the plan that is known."""
        if row["verdict"] is None:
            return Markup("")
        sign = {"met": "✓", "missed": "✗", "undetermined": "·"}[row["verdict"]]
        text = f'<span class="{row["verdict"]}">{sign}{THIN}{self.words[row["verdict"]]}</span>'
        if row["attainment_pct"] is not None:
            text += f" <small>{self.words.say('attainment', pct=self.words.number(row['attainment_pct']))}</small>"
        return Markup(text)

    def place(self, row: Row) -> str:
        """A rank with how many are ranked: 3/63, or 3–5/63 where the prints do not decide; one alone has none."""
        if row["rank_from"] is None or row["ranked_count"] == 1:
            return ""
        span = f"{row['rank_from']}" if row["rank_from"] == row["rank_to"] else f"{row['rank_from']}–{row['rank_to']}"
        return f"{span}/{row['ranked_count']}"

    def history(self, years: list[Row], name: str) -> Markup:
        """The picture of the years of an indicator in an area, with what it says in words."""
        results = [row for row in years if row["actual"]]
        plans = [row for row in years if row["target"]]
        said = self.words.say(
            "chart_history_alt",
            name=name,
            results=len(results),
            plans=len(plans),
            first=str(years[0]["year"]),
            last=str(years[-1]["year"]),
        )
        return charts.history(years, self.words, str(said.unescape()))

    def means(self, figure: Row) -> str:
        """What a printed figure says, in the unit that it was printed in."""
        said = self.words.value(figure["comparator"], figure["low"], figure["high"], figure["is_approximate"])
        unit = self.name(figure, "unit")
        return f"{said}{'' if unit.startswith('%') else ' '}{unit}"

    def united(self, headline: Row | None) -> Markup:
        """A value of a province of today, and the figures that it comes from."""
        if headline is None:
            return Markup("")
        said = self.words.value(headline["comparator"], headline["low"], headline["high"], headline["is_approximate"])
        doubt = f'<abbr class="doubt" title="{self.words["doubted"]}">?</abbr>' if headline["is_doubted"] else ""
        basis = self.words.say(f"basis_{headline['basis']}", n=headline["predecessor_count"])
        links = " ".join(
            f'<a href="../{self.rows.addresses[one]}" aria-label="{self.words["sources"]} {number}">{number}</a>'
            for number, one in enumerate(headline["observation_ids"], 1)
        )
        return Markup(f"<b>{said}</b>{doubt} <small>{basis}: {links}</small>")

    def printed(self, figure: Row) -> Markup:
        """The cell of a printed table: the figure at its permanent address, as it was printed, with its marks."""
        address = self.rows.addresses[figure["observation_id"]].split("#")[1]
        text = f'<td id="{escape(figure["anchor"])}"><a href="#{address}">{escape(figure["figure"])}</a>'
        if figure["obs_status"] != "A":
            title = escape(self.words.code("obs_status", figure["obs_status"]))
            text += f'<abbr title="{title}">{escape(figure["obs_status"].lower())}</abbr>'
        if figure["is_doubted"]:
            text += f'<abbr class="doubt" title="{self.words["doubted"]}">?</abbr>'
        if figure["known_until"]:
            text += f'<abbr title="{self.words["revised"]}">r</abbr>'
        return Markup(text)

    def remarks(self, figure: Row, root: str, is_cell: bool = False) -> Markup:
        """What else is known of a printed figure: status, plan, doubt, correction, other printings, checks.

        What every cell of a table says (`is_cell`) is in the table.
        """
        say, spoken = self.words.say, self.words
        said: list[str] = []
        if figure["obs_status"] != "A":
            said.append(escape(spoken.code("obs_status", figure["obs_status"])))
        if figure["plan_giver"] and not is_cell:
            said.append(say("given_by", who=spoken.code("plan_giver", figure["plan_giver"])))
        if figure["compared_with"]:
            said.append(say("compared_with", what=spoken.code("compared_with", figure["compared_with"])))
        if figure["verification"] != "verified":
            said.append(escape(spoken["unverified"]))
        if figure["known_until"]:
            said.append(say("superseded_on", day=spoken.day(figure["known_until"])))
        if figure["corrected_low"] is not None or figure["corrected_high"] is not None:
            right = spoken.value(figure["comparator"], figure["corrected_low"], figure["corrected_high"])
            said.append(say("corrected", value=right))
        if others := [one for one in figure["observation_ids"] if one != figure["observation_id"]]:
            addresses = ((one, f"{root}{self.rows.addresses[one]}") for one in others)
            links = Markup(", ").join(link(address, one, "place") for one, address in addresses)
            said.append(Markup(f"{escape(spoken['also_printed'])} {links}"))
        if figure["checks_passed"]:
            said.append(say("passed_checks", n=figure["checks_passed"]))
        for check_id in figure["findings"] or ():
            found = link(f"{root}findings.html#{quote(anchor(check_id), safe='!:+-_.~()/')}", spoken["not_passed"])
            said.append(Markup(f'{found}<abbr class="doubt">?</abbr>') if figure["is_doubted"] else found)
        if figure["note"] and not is_cell:
            said.append(Markup(f'<span lang="en">{escape(figure["note"])}</span>'))
        return Markup("<small>{}</small>").format(Markup(" · ").join(said)) if said else Markup("")

    def check_name(self, kind: str) -> str:
        """The name of a kind of check, which is in one of two lists."""
        found = "identity_kind" if ("identity_kind", kind) in self.words.codes else "check_kind"
        return self.words.code(found, kind)

    def _page(self, path: str, template: str, **shown: Any) -> None:
        root = "../" * path.count("/")
        text = self._environment.get_template(template).render(path=path, root=root, **shown)
        target = self.folder / self.language / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(visible(text), encoding="utf-8")

    # Pages

    def _front(self) -> None:
        covered = sorted(self.rows.indicators.values(), key=lambda row: (-row["figures"], row["indicator_id"]))
        self._page("index.html", "index.html.j2", covered=covered[:12], areas=self._area_lists()[:2])

    def _area_lists(self) -> list[tuple[str, str, list[Row]]]:
        """The areas as a reader looks for them: by division, then regions and groups. Title, key and areas."""
        areas = list(self.rows.areas.values())
        lists = [
            (
                self.name(division),
                division["division_id"],
                [area for area in areas if area["division_id"] == division["division_id"]],
            )
            for division in sorted(self.rows.divisions, key=lambda row: row["division_id"] != "VN63")
        ]
        lists += [
            (self.words[f"area_types_{kind}"], kind, [area for area in areas if area["area_type"] == kind])
            for kind in ("nation", "region", "group")
        ]
        return [one for one in lists if one[2]]

    def _areas(self) -> None:
        self._page("areas.html", "areas.html.j2", lists=self._area_lists())
        before = grouped(self.rows.successions, "successor_area_id")
        after = grouped(self.rows.successions, "predecessor_area_id")
        for area_id, area in self.rows.areas.items():
            of_indicator = grouped(self.rows.of_area.get(area_id, []), "indicator_id")
            themes: dict[str, list[tuple[Row, list[Row]]]] = {}
            for indicator_id in self.rows.indicators:
                if indicator_id in of_indicator:
                    indicator = self.rows.indicators[indicator_id]
                    themes.setdefault(indicator["theme"], []).append((indicator, of_indicator[indicator_id]))
            for listed in themes.values():
                listed.sort(key=lambda one: -one[1][-1]["year"])
            self._page(
                f"areas/{area_id}.html",
                "area.html.j2",
                area=area,
                themes=themes,
                today=self._of_today(area_id),
                before=before.get(area_id, []),
                after=after.get(area_id, []),
            )

    def _of_today(self, area_id: str) -> dict[str, list[Row]]:
        """What is known of a province of today from its predecessors, by theme."""
        rows = self.rows.today.get(area_id, [])
        order = list(self.rows.indicators)
        rows = sorted(rows, key=lambda row: (order.index(row["indicator_id"]), row["year"]))
        themes: dict[str, list[Row]] = {}
        for row in rows:
            themes.setdefault(self.rows.indicators[row["indicator_id"]]["theme"], []).append(row)
        return themes

    def _indicators(self) -> None:
        themes = grouped(self.rows.indicators.values(), "theme")
        self._page("indicators.html", "indicators.html.j2", themes=themes)
        siblings = grouped(self.rows.indicators.values(), "concept_id")
        for indicator_id, indicator in self.rows.indicators.items():
            places = self.rows.of_indicator.get(indicator_id, [])
            tables = [
                (scenario, self._by_year(places, scenario))
                for scenario in ("actual", "target")
                if any(row[scenario] for row in places)
            ]
            year = self.rows.ranked_year.get(indicator_id)
            ranked = sorted(
                (row for row in places if row["year"] == year and row["rank_from"] is not None),
                key=lambda row: (row["rank_from"], row["rank_to"], self.rows.areas[row["area_id"]]["plain_name"]),
            )
            drawn = [row[scenario] for row in ranked for scenario in ("target", "actual") if row[scenario]]
            maps = self._maps(indicator_id)
            coverage = self.rows.coverage.get(indicator_id, [])
            self._page(
                f"indicators/{indicator_id}.html",
                "indicator.html.j2",
                indicator=indicator,
                siblings=[one for one in siblings[indicator["concept_id"]] if one is not indicator],
                tables=tables,
                ranked=ranked,
                year=year,
                has_plans=any(row["target"] for row in ranked),
                span=charts.domain(drawn) if drawn else (0.0, 1.0),
                maps=maps,
                coverage=coverage,
                ranked_coverage=next((row for row in coverage if row["year"] == year), None),
            )

    def _maps(self, indicator_id: str) -> list[tuple[str, Markup, list[Row]]]:
        """The maps of an indicator: division, picture, and a row of each tone for its legend."""
        maps = []
        for division_id, rows in grouped(self.rows.tiles.get(indicator_id, []), "division_id").items():
            tiles = {one: tile for one, tile in self._tiles.items() if one.startswith(division_id)}
            names = {one: self.name(self.rows.areas[one]) for one in tiles}
            shown = {row["area_id"]: row for row in rows}
            tones = {row["fifth"]: row for row in rows}
            picture = charts.tile_map(tiles, shown, names, self.words, self.words[f"map_{division_id}"])
            maps.append((division_id, picture, [tones[one] for one in sorted(tones)]))
        return maps

    def _by_year(self, places: list[Row], scenario: str) -> dict[str, Any]:
        """A table of areas by years: the years, and each area with its headline of each year."""
        kept = [row for row in places if row[scenario]]
        years = sorted({row["year"] for row in kept}, reverse=True)
        kinds = {"nation": 0, "region": 1, "province": 2}
        lines = {
            area_id: {row["year"]: row[scenario] for row in rows} for area_id, rows in grouped(kept, "area_id").items()
        }

        def order(area_id: str) -> tuple[int, str, str]:
            area = self.rows.areas[area_id]
            return kinds.get(area["area_type"], 3), area["plain_name"], area_id

        return {"years": years, "lines": [(self.rows.areas[one], lines[one]) for one in sorted(lines, key=order)]}

    def _documents(self) -> None:
        self._page("documents.html", "documents.html.j2")
        findings = [(document_id, row) for row in self.rows.findings for document_id in row["document_ids"] or ()]
        for document_id, document in self.rows.documents.items():
            parts = grouped(self.rows.figures.get(document_id, []), "page")
            numbers = sorted({0, *parts})
            listed = [
                (page_of(document_id, part), parts[part][0]["locator"], parts[part][-1]["locator"])
                for part in numbers
                if part in parts
            ]
            for part in numbers:
                figures = parts.get(part, [])
                sheets = [Sheet.of(name, rows) for name, rows in grouped(figures, "sheet").items()]
                is_table = all(sheet is not None for sheet in sheets)
                self._page(
                    page_of(document_id, part),
                    "document.html.j2",
                    document=document,
                    part=part,
                    listed=listed,
                    figures=[] if is_table else figures,
                    sheets=sheets if is_table else [],
                    notes=grouped((row for row in figures if is_table and row["note"]), "note"),
                    told=[row for row in figures if is_table and (len(row["observation_ids"]) > 1 or row["findings"])],
                    excluded=self.rows.excluded.get(document_id, []) if part == 0 else [],
                    findings=[row for owner, row in findings if owner == document_id] if part == 0 else [],
                )

    def _lists(self) -> None:
        for name in ("findings", "revisions", "quality", "method"):
            self._page(f"{name}.html", f"{name}.html.j2")
        parquet = (self.folder.parent / "parquet").glob("*.parquet")
        self._page("downloads.html", "downloads.html.j2", files={path.stem for path in parquet})

    def _search_index(self) -> None:
        """One line per thing that can be found: kind, name, other words to find it by, address."""
        areas, indicators, documents = self.rows.areas, self.rows.indicators, self.rows.documents
        lines: list[tuple[str, str, str, str]] = []
        for area_id, area in areas.items():
            lines.append((self.words["area"], self.area_name(area), area["name_en"], f"areas/{area_id}.html"))
        for indicator_id, row in indicators.items():
            other = f"{row['name_en' if self.language == 'vi' else 'name_vi']} {indicator_id.replace('_', ' ')}"
            lines.append((self.words["indicator"], self.name(row), other, f"indicators/{indicator_id}.html"))
        for document_id, row in documents.items():
            other = f"{row['issuer']} {document_id}"
            lines.append((self.words["documents"], row["title_en"], other, page_of(document_id, 0)))
        # Not to be ended by anything that a name holds: a script knows no `</script>` in a file of its own.
        lines = [tuple(map(visible, line)) for line in lines]
        text = json.dumps(lines, ensure_ascii=True, separators=(",", ":"))
        (self.folder / self.language / "search.js").write_text(f"window.chitieuIndex={text};\n", encoding="ascii")


def is_history(years: list[Row]) -> bool:
    """Whether the years of an indicator are worth a picture, or are not all among the latest."""
    return len(years) >= FEWEST_YEARS or not all(row["is_latest"] for row in years)


def link(address: str, text: str, kind: str = "") -> Markup:
    """A link, its text escaped."""
    told = f' class="{kind}"' if kind else ""
    return Markup(f'<a{told} href="{escape(address)}">{escape(text)}</a>')


def anchor(text: str) -> str:
    """A text as the name of a place on a page, where no white space may stand."""
    return re.sub(r"\s", "_", text)


def read_tiles() -> dict[str, charts.Tile]:
    """Where each province of two divisions stands in a map of tiles."""
    with (HERE / "tiles.csv").open(encoding="utf-8", newline="") as stream:
        return {
            row["area_id"]: charts.Tile(int(row["column"]), int(row["row"]), row["short_name"])
            for row in csv.DictReader(stream)
        }


def read_codes(path: Path, language: str) -> dict[tuple[str, str], str]:
    """The names of codes in a language."""
    with path.open(encoding="utf-8", newline="") as stream:
        return {(row["codelist"], row["code"]): row[f"name_{language}"] for row in csv.DictReader(stream)}


def write(database: Path, codes: Path, folder: Path, language: str) -> None:
    """Write the pages of a language into the folder of a site."""
    with opened(database) as connection:
        rows = Rows(connection)
    Pages(rows, words.read(language, read_codes(codes, language)), folder).write_all()


if __name__ == "__main__":
    be_killed_with(int(sys.argv[5]))
    write(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
