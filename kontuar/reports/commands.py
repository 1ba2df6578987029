"""`kontuar scores`: figures for machines."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import click

from kontuar.core.console import in_app

DAY = click.DateTime(["%Y-%m-%d"])
BY = ("day", "week", "month", "place", "language", "question")


class _Division(click.ParamType[str]):
    """One of BY, or `segment:NAME`."""

    name = "division"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value in BY or (value.startswith("segment:") and value != "segment:"):
            return value
        return self.fail(f"{value!r} is none of {', '.join(BY)}, segment:NAME.", param, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        return f"[{'|'.join(BY)}|segment:NAME]"


def _day(value: Any) -> str | None:
    return value.date().isoformat() if value else None


@click.command()
@click.option("--survey", required=True, help="The survey's key.")
@click.option("--question", help="Only this question; else all that have a score.")
@click.option("--by", type=_Division(), help="Tell apart; a week goes by its Monday.")
@click.option("--weighted", is_flag=True, help="Weighted figures beside, of a survey that declares weights.")
@click.option("--from", "start", type=DAY, help="The first day, as 2026-11-01.")
@click.option("--to", "end", type=DAY, help="The last day.")
@click.option("--place", help="A shop, or a region with all its shops; name or id.")
@click.option("--language", help="Only answers given in it, as pl or zh-Hans.")
@click.option("--confidence", type=click.Choice(["90", "95", "99"]), default="95", show_default=True, help="Percent.")
@click.option("--compare", help="Beside them the days before (`previous`, as many), or others: 2026-01-01..2026-03-31.")
@click.option(
    "--responses", is_flag=True, help="How many were finished or left in the middle and the median time instead."
)
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@in_app
def scores(survey: str, form: str, **asked: Any) -> None:
    """Scores of a survey's questions: n, distribution, CSAT, NPS and means with their intervals and how those are made."""
    from kiosk.responses.queries import Division
    from kontuar.core.database import db
    from kontuar.reports.scores import Asked, score_rows
    from kontuar.reports.taken_rows import taken_rows
    from kontuar.reports.whereabouts import named_place

    session = db.session()
    place = named_place(session, asked["place"]) if asked["place"] else None
    divided = asked["by"] or ""
    segment = divided.removeprefix("segment:") if divided.startswith("segment:") else None
    by = Division(divided) if divided and segment is None else None
    start, end = _day(asked["start"]), _day(asked["end"])
    if asked["responses"] and (asked["weighted"] or segment):
        raise click.UsageError("Responses are counted neither weighted nor by segment.")
    wanted = Asked(
        survey, asked["question"], by, start, end, place, asked["language"],
        int(asked["confidence"]) / 100, _against(asked["compare"], start, end), segment, asked["weighted"],
    )  # fmt: skip
    rows = taken_rows(session, wanted) if asked["responses"] else score_rows(session, wanted)
    click.echo({"json": _as_json, "csv": _as_csv, "table": _as_table}[form](rows), nl=False)


def _against(compare: str | None, start: str | None, end: str | None) -> Any:
    """The days to compare with: those named, or as many before the first."""
    from kontuar.core.times import parse_day
    from kontuar.reports.choosing import Period, Span, earlier

    if compare is None:
        return None
    if compare == "previous":
        if not (start and end):
            raise click.UsageError("--compare previous needs --from and --to.")
        return earlier(Span.OWN, Period(start, end))
    first, _, last = compare.partition("..")
    if not (parse_day(first) and parse_day(last) and first <= last):
        raise click.UsageError(f"--compare is previous, or two days as 2026-01-01..2026-03-31, not {compare}.")
    return Period(first, last)


def _as_json(rows: list[dict[str, Any]]) -> str:
    return json.dumps({"rows": rows}, ensure_ascii=False) + "\n"


def _as_csv(rows: list[dict[str, Any]]) -> str:
    from kontuar.core.neutralising import neutral

    flat = [_flat(row) for row in rows]
    written = io.StringIO()
    writer = csv.DictWriter(written, list(dict.fromkeys(name for row in flat for name in row)), restval="")
    writer.writeheader()
    writer.writerows(
        {name: neutral(value) if isinstance(value, str) else value for name, value in row.items()} for row in flat
    )
    return written.getvalue()


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """A row whose counts are columns of their own: `count_0` .. `count_10`."""
    if "counts" not in row:
        return row
    counts = row["counts"]
    named = {f"count_{answer}": counts.get(str(answer), "") for answer in range(11)}
    if "weighted_counts" in row:
        named |= {f"weight_{answer}": row["weighted_counts"].get(str(answer), "") for answer in range(11)}
    return {name: value for name, value in row.items() if name not in ("counts", "weighted_counts")} | named


def _as_table(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return "Nobody answered.\n"
    told = [name for name in ("day", "week", "month", "place", "language", "value", "question") if name in rows[0]]
    figures = [("CSAT %", "csat", 100), ("NPS", "nps", 1), ("yes %", "yes", 100), ("mean", "mean", 1)]
    figures += [(f"weighted {head}", f"weighted_{name}", factor) for head, name, factor in figures]
    figures += [("finished %", "finished", 100), ("seconds", "seconds", 1)]
    shown = [each for each in figures if any(row.get(each[1]) is not None for row in rows)]
    lines = [[*told, "n", *(head for each in shown for head in (each[0], "from", "to"))]]
    if "verdict" in rows[0]:
        lines[0].append("beside")
    for row in rows:
        line = [str(row[name]) for name in told] + [str(row["n"])]
        for _, name, factor in shown:
            for key in (name, f"{name}_low", f"{name}_high"):
                value = row[key]
                line.append(
                    "-"
                    if value is None
                    else f"{value * factor:.2f}"
                    if name.endswith("mean")
                    else f"{value * factor:.1f}"
                )
        lines.append([*line, row["verdict"]] if "verdict" in row else line)
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "".join(
        "  ".join(
            text.ljust(width) if column < len(told) else text.rjust(width)
            for column, (text, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        + "\n"
        for line in lines
    )
