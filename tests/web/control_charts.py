"""A control chart for tests: nine weeks with a signal, a run and a change."""

from __future__ import annotations

from datetime import date, timedelta

from markupsafe import Markup

from kontuar.core.numbers import notation
from kontuar.web.charts import figures
from kontuar.web.charts.canvas import Sheet
from kontuar.web.charts.control import Controlled, Limits, Mark, control
from kontuar.web.charts.timeline import Calendar, Event

POLISH = notation("pl")
SHARES = figures.shares(POLISH, lambda low, high: f"od {low} do {high}")
CALENDAR = Calendar(month=POLISH.month_short, day=POLISH.day_short)


def a_control_chart(on: Sheet, *events: Event, steps: int = 9) -> Markup:
    """Weeks about 80 %, the fifth beyond a limit, the last two part of a run, limits anew from the sixth."""
    points = [
        Controlled(
            date(2026, 9, 7) + timedelta(weeks=week), 0.3 if week == 4 else 0.8, 0.8, 0.6, 0.95,
            Mark.BEYOND if week == 4 else Mark.RUN if week > 6 else Mark.USUAL,
            {4: "1", 8: "2"}.get(week, ""), begins=week == 5,
        )
        for week in range(steps)
    ]  # fmt: skip
    named = Limits("górna granica", "środek", "dolna granica")
    return control(on, points, SHARES, CALENDAR, named, events=events, nothing="za mało, by orzec")
