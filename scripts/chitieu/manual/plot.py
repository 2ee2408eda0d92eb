"""The plot that the README shows: growth of the provinces in 2023, as one SVG that loads nothing from elsewhere.

Where letters stand depends on the fonts of a machine; what the plot says does not, and is what is compared.
"""

import re
from pathlib import Path

import altair
import vl_convert

from chitieu.release.publish import reading

NAME = "growth_2023.svg"
BLUE, ORANGE = "#2166ac", "#b35806"
FONT = "DejaVu Sans, Noto Sans, Arial, Liberation Sans, sans-serif"
# All provinces of 2023 are counted, so that the coverage can be said.
GROWTH = """
    select area_vi, actual_low as growth, province_count
    from compare('grdp_growth', 2023)
    where actual_comparator = 'eq'
    order by actual_low desc
"""


def growth_2023(database: Path) -> str:
    """The plot of a release, in per cent: every province that prints a plain number, and how many do not."""
    with reading(database) as connection:
        rows = connection.execute(GROWTH).fetchall()
    names = [name for name, _, _ in rows]
    values = [{"province": name, "growth": float(growth)} for name, growth, _ in rows]
    coverage = f"{len(rows)} of {rows[0][2]} provinces are printed in the documents"
    bars = altair.Chart(altair.Data(values=values)).encode(
        x=altair.X("growth:Q", title="%", scale=altair.Scale(domain=[-12, 16], nice=False)),
        y=altair.Y("province:N", sort=names, title=None),
    )
    text = altair.Text("growth:Q", format=".2f")
    chart = (
        bars.mark_bar(height=14).encode(
            color=altair.condition("datum.growth < 0", altair.value(ORANGE), altair.value(BLUE))
        )
        + bars.transform_filter("datum.growth >= 0").mark_text(align="left", dx=4).encode(text=text)
        + bars.transform_filter("datum.growth < 0").mark_text(align="right", dx=-4).encode(text=text)
    ).properties(
        width=480,
        background="white",
        title=altair.Title(
            "Tăng trưởng GRDP năm 2023", subtitle=f"GRDP growth in 2023, per cent: {coverage}", anchor="start"
        ),
    )
    styled = (
        chart.configure(font=FONT)
        .configure_view(stroke=None)
        .configure_axis(domain=False, ticks=False, labelFlush=False)
    )
    return vl_convert.vegalite_to_svg(styled.to_json()) + "\n"


def says(svg: str) -> list[str]:
    """What a plot says, wherever its letters stand: its titles and the values of its marks, sorted."""
    return sorted(re.findall(r'aria-label="([^"]*)"', svg))
