"""In a real browser no text of a chart is wider than was reckoned, and none leaves its chart."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from kontuar.web.charts.widths import text_width
from tests.web.test_charts import every_chart

SAID = """
Lublin, Krakowskie Przedmieście
WWW MMM %%% @@@
illicit filling
Mönckebergstraße 1 204
Garmisch-Partenkirchen
Вулиця Хрещатик, Їжакевич
Широка площа Щорса
Vidutiniškai ąčęėįšųūž
Nguyễn Huệ, Thành phố Hồ Chí Minh
L'Haÿ-les-Roses, œuvre
格但斯克长市场街旗舰店（老城区）
غدانسك، السوق الطويل، شارع بيوتركوفسكا
غسس شش صض فقث
תל אביב, שדרות רוטשילד
من 75 إلى 81
od −12,5 do 88%
٧٨٪
""".strip().splitlines()
NAMES = """
Lublin, Krakowskie Przedmieście przy Placu Litewskim
Donaudampfschifffahrtsgesellschaftskapitänshausen
غدانسك، السوق الطويل قرب الساحة القديمة
格但斯克长市场街旗舰店（老城区中央火车站对面）
""".strip().splitlines()


@pytest.mark.parametrize("bold", [False, True])
def test_no_text_is_wider_than_was_reckoned(page: Page, bold: bool) -> None:
    page.set_content('<svg xmlns="http://www.w3.org/2000/svg" font-family="system-ui, Noto Sans, sans-serif"></svg>')
    real = page.evaluate(
        """([texts, weight]) => texts.map((said) => {
            const text = document.createElementNS("http://www.w3.org/2000/svg", "text");
            text.setAttribute("font-size", "14"); text.setAttribute("font-weight", weight); text.textContent = said;
            document.querySelector("svg").append(text);
            return text.getComputedTextLength();
        })""",
        [SAID, "700" if bold else "400"],
    )
    reckoned = [text_width(said, 14, bold=bold) for said in SAID]
    wider = [(said, one, other) for said, one, other in zip(SAID, real, reckoned, strict=True) if one > other + 0.5]
    assert wider == []
    assert sum(reckoned) < 1.3 * sum(real)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [488, 654, 1048])
def test_no_text_leaves_its_chart(page: Page, name: str, width: int) -> None:
    rtl = name[0] == "غ"
    for chart, svg in every_chart(name, width=width, rtl=rtl, alone=True).items():
        page.set_content(f'<body style="margin: 0">{svg}')
        outside = page.evaluate(
            """(width) => [...document.querySelectorAll("svg > text")].filter((text) => {
                const box = text.getBoundingClientRect();
                return box.left < -1 || box.right > width + 1;
            }).map((text) => text.textContent)""",
            width,
        )
        assert outside == [], chart
