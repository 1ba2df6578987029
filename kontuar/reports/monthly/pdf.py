"""The report as a PDF: WeasyPrint lays out the page's own sheets, on exactly two pages, and fetches nothing from anywhere."""

from __future__ import annotations

import logging
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from flask import render_template
from flask_babel import lazy_gettext as _l

from kontuar.core.errors import Problem
from kontuar.reports.monthly.lifted import lifted
from kontuar.web.icons import LOOK

PAGES = 2
TIGHTER = 4
"""How often smaller type is tried where the words of a language need more room."""
WIDE = 510.0
"""Points between the margins: 180 mm."""
STYLES = (LOOK / "tokens.css", Path(__file__).parent / "static" / "report.css")


class Lacking(Problem):
    """What makes a PDF isn't installed, or lacks what it stands on."""

    code, status = "pdf-lacking", 422


def lacking() -> Lacking | None:
    """Why no PDF can be made here; None where one can."""
    try:
        import_module("weasyprint")
    except ImportError:
        return Lacking(
            _l(
                "%(format)s files are written by %(library)s, which isn't installed. Type: pip install 'kontuar[%(extra)s]'",
                format="PDF", library="WeasyPrint", extra="pdf",
            )
        )  # fmt: skip
    except OSError as missing:
        return Lacking(
            _l("WeasyPrint lacks the system's library Pango. Install it, such as Debian's package libpangoft2-1.0-0."),
            detail=str(missing).splitlines()[0],
        )
    return None


def pdf(values: dict[str, Any]) -> bytes:
    """The sheets as a tagged PDF of two pages. Raises Lacking where what makes it isn't installed."""
    problem = lacking()
    if problem is not None:
        raise problem
    from weasyprint import CSS, HTML, URLFetcher
    from weasyprint.text.fonts import FontConfiguration

    class Nothing(URLFetcher):  # type: ignore[misc]
        """Whatever a page might ask for: it isn't fetched."""

        def fetch(self, url: str, headers: Any = None) -> NoReturn:
            raise ValueError(f"a report fetches nothing: {url[:100]}")

    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    fonts, fetcher = FontConfiguration(), Nothing()
    values = {**values, "chart": lifted(values["chart"], WIDE)}
    styles = [CSS(string=file.read_text("utf-8"), font_config=fonts, url_fetcher=fetcher) for file in STYLES]
    for tight in range(TIGHTER + 1):
        html = render_template("monthly/pdf.html", tight=tight, **values)
        laid = HTML(string=html, url_fetcher=fetcher).render(stylesheets=styles, font_config=fonts, pdf_tags=True)
        if len(laid.pages) <= PAGES:
            break
    return laid.write_pdf(pdf_tags=True)  # type: ignore[no-any-return]
