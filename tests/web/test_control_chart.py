"""A control chart tells its signals by shape and number, without colour."""

from __future__ import annotations

from xml.etree import ElementTree

from kontuar.web.charts.canvas import Sheet
from tests.web.control_charts import a_control_chart

SVG = "{http://www.w3.org/2000/svg}"
SHEET = Sheet("control", "CSAT step by step", "One signal")


def test_signals_on_a_control_chart_have_shapes_and_numbers_not_colours_alone() -> None:
    drawn = a_control_chart(SHEET)
    root = ElementTree.fromstring(drawn)
    shapes = [element.tag.removeprefix(SVG) for element in root if element.get("class") == "signal"]
    assert shapes == ["path", "rect", "rect"]
    assert {"1", "2", "górna granica", "dolna granica", "środek"} <= (
        {element.text for element in root.iter(f"{SVG}text")}
    )
    assert len([element for element in root if element.get("class") == "band"]) == 2


def test_a_single_step_has_a_control_chart_too() -> None:
    assert "80" in a_control_chart(SHEET, steps=1)
