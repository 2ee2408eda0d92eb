"""Charts drawn when the site is made, in one grammar: SVG without a style or a script, readable at any width.

A result is a full circle, a plan a hollow diamond, a higher goal a hollow triangle. An open bound ends in an arrow to
where it is open, a range is a bar, "about" is a dashed bar over what it may be, a doubt bears a question mark, a gap is
a gap. The marks are shapes that each page holds once: a history strings them on a path, a ranking places them in per
cent of its width.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from chitieu.site.words import Words

Headline = dict[str, Any]

SCENARIOS = ("target", "stretch", "actual")
"""In the order in which they are drawn: a result lies over its plan."""

WIDTH, HEIGHT, TOP, BOTTOM = 300, 116, 20, 96
LEFT, RIGHT = 20, 284
ARROW = 15
# A scale begins at nought unless all that is drawn lies in so narrow a band that nothing would be seen.
NARROW = 0.6


@dataclass(frozen=True)
class Scale:
    """From values to places."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        if self.high == self.low:
            return (self.start + self.end) / 2
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def ends(headline: Headline) -> tuple[float, float]:
    """What is drawn of a headline, from and to; for an open bound both are the bound."""
    if headline["is_approximate"] and None not in (headline["allowed_low"], headline["allowed_high"]):
        return headline["allowed_low"], headline["allowed_high"]
    low = headline["low"] if headline["low"] is not None else headline["high"]
    high = headline["high"] if headline["high"] is not None else headline["low"]
    return float(low), float(high)


def domain(headlines: Iterable[Headline]) -> tuple[float, float]:
    """The values that an axis spans."""
    drawn = [end for headline in headlines for end in ends(headline)]
    low, high = min(drawn), max(drawn)
    if low > 0 and low < NARROW * high:
        low = 0.0
    if high < 0 and high > NARROW * low:
        high = 0.0
    return low, high


def history(rows: Sequence[dict[str, Any]], words: Words, alternative: str) -> Markup:
    """The years of one indicator in one area, from left to right; values upwards."""
    headlines = [row[scenario] for row in rows for scenario in SCENARIOS if row[scenario]]
    low, high = domain(headlines)
    years = [row["year"] for row in rows]
    across = Scale(years[0], years[-1], LEFT, RIGHT)
    up = Scale(low, high, BOTTOM, TOP)
    parts = [f'<svg class="history" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(alternative)}">']
    for value in dict.fromkeys((low, high)):
        y = up(value)
        parts.append(f'<path class="grid" d="M0 {y:.0f}H{WIDTH}"/>')
    for year in dict.fromkeys((years[0], years[-1])):
        parts.append(f'<text x="{across(year):.0f}" y="{HEIGHT - 4}" text-anchor="middle">{year}</text>')
    for scenario in SCENARIOS:
        if drawn := [(row["year"], row[scenario]) for row in rows if row[scenario]]:
            parts.append(f'<g class="{scenario}">{_path(drawn, scenario, across, up)}')
            parts += [_standing(headline, across(year), up) for year, headline in drawn]
            parts.append("</g>")
    # Written last, over whatever lies there.
    for value in dict.fromkeys((low, high)):
        parts.append(f'<text class="over" x="0" y="{up(value) - 4:.0f}">{_label(value, headlines, words)}</text>')
    parts.append("</svg>")
    return Markup("".join(parts))


def strip(row: dict[str, Any], span: tuple[float, float]) -> Markup:
    """One row of a ranking: plan and result on a line that all rows share, values to the right."""
    across = Scale(span[0], span[1], 2.0, 96.0)
    parts = ['<svg class="strip" width="100%" height="20" aria-hidden="true">']
    parts.append('<line class="grid" x1="0" x2="100%" y1="10" y2="10"/>')
    if span[0] < 0 < span[1]:
        zero = across(0)
        parts.append(f'<line class="zero" x1="{zero:.1f}%" x2="{zero:.1f}%" y1="0" y2="20"/>')
    for scenario in ("target", "actual"):
        if headline := row[scenario]:
            parts.append(f'<g class="{scenario}">{_lying(headline, scenario, across)}</g>')
    parts.append("</svg>")
    return Markup("".join(parts))


def sample(scenario: str, kind: str = "eq") -> Markup:
    """A mark without a number, for the page that explains the marks. `kind`: a comparator, `approx` or `doubt`."""
    low, high = (30.0, 70.0) if kind in ("range", "approx") else (50.0, 50.0)
    headline = {
        "comparator": kind if kind in ("ge", "le", "range") else "eq",
        "low": low,
        "high": high,
        "allowed_low": low,
        "allowed_high": high,
        "is_approximate": kind == "approx",
        "is_doubted": kind == "doubt",
    }
    across = Scale(0, 100, 0, 100)
    return Markup(
        '<svg class="strip" width="6rem" height="20" aria-hidden="true">'
        f'<g class="{scenario}">{_lying(headline, scenario, across)}</g></svg>'
    )


@dataclass(frozen=True)
class Tile:
    """A province of a division in a map of equal tiles: column and row from the north-west, beginning with 1."""

    column: int
    row: int
    short_name: str


TILE = 46


def tile_map(
    tiles: dict[str, Tile], shown: dict[str, dict[str, Any]], names: dict[str, str], words: Words, title: str
) -> Markup:
    """A map in which each province has the same room, in one of five tones; without a figure it is an empty frame.

    `shown` holds the rows of provinces with a result, `names` all provinces of the division; each leads to its page.
    """
    width = max(tile.column for tile in tiles.values()) * TILE
    height = max(tile.row for tile in tiles.values()) * TILE
    parts = [f'<svg class="map" viewBox="0 0 {width} {height}" role="group" aria-label="{escape(title)}">']
    for area_id, tile in sorted(tiles.items(), key=lambda one: (one[1].row, one[1].column)):
        row, name = shown.get(area_id), names[area_id]
        said = words["map_none"]
        if row:
            said = words.value(row["comparator"], row["low"], row["high"], row["is_approximate"])
        x, y = (tile.column - 1) * TILE, (tile.row - 1) * TILE
        label = (tile.short_name or name).split(" ", 1)
        lines = "".join(
            f'<tspan x="{x + TILE // 2 - 1}" y="{y + (TILE // 2 + 3 if len(label) == 1 else 20 + 12 * number)}">'
            f"{escape(part)}</tspan>"
            for number, part in enumerate(label)
        )
        tone = f"f{row['fifth']}" if row else "f0"
        doubt = f'<text class="doubt" x="{x + TILE - 11}" y="{y + 13}">?</text>' if row and row["is_doubted"] else ""
        parts.append(
            f'<a class="{tone}" href="../areas/{area_id}.html" aria-label="{escape(name)}: {escape(said)}">'
            f"<title>{escape(name)}: {escape(said)}</title>"
            f'<rect x="{x}" y="{y}" width="{TILE - 2}" height="{TILE - 2}" rx="4"/><text>{lines}</text>{doubt}</a>'
        )
    parts.append("</svg>")
    return Markup("".join(parts))


def _label(value: float, headlines: Iterable[Headline], words: Words) -> str:
    """The figure that stands at an end of the axis, as it is written elsewhere."""
    for headline in headlines:
        for bound in (headline["low"], headline["high"]):
            if bound is not None and float(bound) == value:
                return words.number(bound)
    return words.number(Decimal(0)) if value == 0 else ""


def _path(drawn: Sequence[tuple[int, Headline]], scenario: str, across: Scale, up: Scale) -> str:
    """The line through the years, broken where a year is missing, with a mark at each figure that is not a range."""
    steps: list[str] = []
    last = None
    for year, headline in drawn:
        if headline["comparator"] != "range":
            steps.append(f"{'L' if year - 1 == last else 'M'}{across(year):.0f} {up(headline['plotted']):.1f}")
            last = year
    marks = "".join(f' marker-{place}="url(#m-{scenario})"' for place in ("start", "mid", "end"))
    return f'<path class="marked"{marks} d="{"".join(steps)}"/>' if steps else ""


def _standing(headline: Headline, x: float, up: Scale) -> str:
    """What a mark needs beside itself: the bar of a range, the arrow of an open bound, the question of a doubt."""
    low, high = (up(end) for end in ends(headline))
    parts = []
    if low != high:
        bar = "about" if headline["is_approximate"] else "range"
        parts.append(f'<path class="{bar}" d="M{x:.0f} {low:.1f}V{high:.1f}"/>')
    elif headline["comparator"] in ("ge", "gt", "le", "lt"):
        way = -1 if headline["comparator"] in ("ge", "gt") else 1
        tip = low + way * ARROW
        head = f"m-4 {-way * 5}l4 {way * 5} 4 {-way * 5}"
        parts.append(f'<path class="open" d="M{x:.0f} {low + way * 5:.1f}V{tip:.1f}{head}"/>')
    if headline["is_doubted"]:
        parts.append(f'<text class="doubt" x="{x:.0f}" y="{min(low, high) - 7:.1f}" text-anchor="middle">?</text>')
    return "".join(parts)


def _lying(headline: Headline, scenario: str, across: Scale) -> str:
    low, high = (across(end) for end in ends(headline))
    middle = (low + high) / 2
    parts = []
    if low != high:
        bar = "about" if headline["is_approximate"] else "range"
        parts.append(f'<line class="{bar}" x1="{low:.1f}%" x2="{high:.1f}%" y1="10" y2="10"/>')
    elif headline["comparator"] in ("ge", "gt", "le", "lt"):
        way = 1 if headline["comparator"] in ("ge", "gt") else -1
        # As long on a phone as on a desk, hence drawn in pixels from the place of the bound.
        arrow = f"M{way * 5} 10h{way * 13}m{-way * 5}-4l{way * 5} 4 {-way * 5} 4"
        parts.append(f'<svg x="{middle:.1f}%" overflow="visible"><path class="open" d="{arrow}"/></svg>')
    if headline["comparator"] != "range":
        parts.append(f'<use href="#{scenario}" x="{middle:.1f}%" y="10"/>')
    if headline["is_doubted"]:
        parts.append(f'<text class="doubt" x="{middle:.1f}%" dx="7" y="9">?</text>')
    return "".join(parts)
