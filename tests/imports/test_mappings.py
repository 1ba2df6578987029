"""A mapping says what columns are: what it can't mean is told by line; what cells can't be, by line, column and value."""

from __future__ import annotations

import csv
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import xlsxwriter

from kiosk.imports.bad_rows import BadRows
from kiosk.imports.counting import Count, rows_of
from kiosk.imports.mappings.dating import orders_of
from kiosk.imports.mappings.first import first_mapping
from kiosk.imports.mappings.occurrences import Occurrences
from kiosk.imports.mappings.reading import read_mapping
from kiosk.imports.mappings.turning import MappingWrong
from tests.imports.reading import MAPPINGS, VISIT, faults, prepared, turned
from tests.shared import CHECKOUT, shared


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "answers.csv"


def bad(count: Count) -> list[tuple[int, str, str]]:
    return [(each.line, each.column, each.value) for each in count.first_bad]


@pytest.mark.parametrize("name", [path.name for path in sorted(MAPPINGS.glob("*.toml"))])
def test_the_mappings_that_are_kept_here_can_be_read(name: str) -> None:
    assert read_mapping((MAPPINGS / name).read_bytes()).faults == []


def test_the_example_in_the_documentation_can_be_read() -> None:
    text = (CHECKOUT / "docs" / "imports.md").read_text("utf-8")
    example = text[text.index("    [file]") : text.index("Questions of a survey that is published")]
    example = re.sub(r"^    ", "", example, flags=re.MULTILINE)
    assert [f"{fault.line}: {fault.message}" for fault in read_mapping(example.encode()).faults] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('key = "id"', 'kee = "id"'), "8: “kee” isn't known here. Did you mean “key”?"),
        (('type = "smileys"', 'type = "smiley"'), "18: “smiley” isn't known here. Did you mean “smileys”?"),
        (("[row]", "[rows]"), "7: “rows” isn't known here. Did you mean “row”?"),
        (('id = "visit"', 'id = "Visit!"'), "17: A name here is made of small Latin letters"),
        (("on = 2021-05-03", 'on = "2021-05-03"'), "11: A day is expected here, without quotes"),
        (("on = 2021-05-03", 'column = "a"\nformat = "DD.DD.YYYY"'), "12: A format is made of"),
        (('column = "visit"', 'column = "visit"\nmap = {a = 7}'), "21: “a” must mean a whole number from 1 to 5."),
        (('title = "How was it?"', "title = How was it?"), "19: This line can't be read."),
        (('column = "visit"', 'map = {a = "missing'), "20: This line can't be read."),
    ],
)
def test_a_fault_in_a_mapping_is_told_by_line_with_what_was_meant(change: tuple[str, str], said: str) -> None:
    told = faults(VISIT.replace(*change))
    assert any(each.startswith(said) for each in told), told


def test_columns_and_shops_that_are_not_there_are_told_with_near_ones(file: Path) -> None:
    file.write_text("ident,visits\n1,5\n", encoding="utf-8")
    with pytest.raises(MappingWrong) as wrong:
        prepared(file, VISIT.replace('"Gdańsk"', '"Gdansk"'))
    told = [f"{fault.line}: {fault.message}" for fault in wrong.value.faults]
    assert told == [
        "8: There is no column “id” in the file. Near are: “ident”.",
        "14: There is no shop “Gdansk”. Near is: “Gdańsk”.",
        "20: There is no column “visit” in the file. Near are: “visits”.",
    ]


def test_bad_cells_are_told_and_good_rows_go_in(file: Path) -> None:
    file.write_text("id,visit\n1,5\n2,nine\n3,6\n4,\n,3\n5,4.0\n", encoding="utf-8")
    rows, count = turned(file, VISIT)
    assert [(row.key, row.answers) for row in rows] == [("1", {"visit": 5}), ("4", {}), ("5", {"visit": 4})]
    assert bad(count) == [(3, "visit", "nine"), (4, "visit", "6"), (6, "id", "")]
    assert (count.rows, count.good, count.bad) == (6, 3, 3)


def test_codes_refusals_and_odd_ones(file: Path) -> None:
    file.write_text("id,visit\n1,good\n2,6\n3,99\n4,0\n5,?\n", encoding="utf-8")
    more = 'column = "visit"\nmap = {good = 4}\nno-answer = [0, 99]\ndecline = {6 = "inapplicable"}\nodd = "leave-out"'
    rows, count = turned(file, VISIT.replace('column = "visit"', more))
    assert [row.answers for row in rows] == [{"visit": 4}, {"visit": {"declined": "inapplicable"}}, {}, {}, {}]
    assert [(column, value, times) for (column, value, _reason), times in count.odd.items()] == [("visit", "?", 1)]


REASONS = """
[[question]]
id = "reasons"
type = "several"
title = "Why?"
{where}
map = {{1 = "price", 2 = "queue"}}
[question.choices]
price = "Price"
queue = "Queue"
"""


@pytest.mark.parametrize(
    ("where", "head", "lines"),
    [
        ('column = "why"\nseparator = ";"', "why", ["1; 2", "2", "", "queue"]),
        ('columns = ["a", "b"]', "a,b", ["1,2", ",2", ",", "queue,2"]),
        ('marked = {a = "price", b = "queue"}\nmark = ["x"]\nunmarked = ["-"]', "a,b", ["x,x", "-,x", "-,-", ",x"]),
    ],
)
def test_reasons_lie_in_one_column_in_several_or_in_one_each(
    file: Path, where: str, head: str, lines: list[str]
) -> None:
    told = "\n".join(f"{number},4,{line}" for number, line in enumerate(lines))
    file.write_text(f"id,visit,{head}\n{told}\n", encoding="utf-8")
    rows, count = turned(file, VISIT + REASONS.format(where=where))
    assert count.bad == 0
    assert [row.answers.get("reasons") for row in rows] == [["price", "queue"], ["queue"], None, ["queue"]]


DATED = VISIT.replace("on = 2021-05-03", 'column = "day"\nformat = {format}').replace('key = "id"', 'key = "id"')


@pytest.mark.parametrize(
    ("format", "cell", "day", "at"),
    [
        ('"DD/MM/YYYY"', "03/04/2021", "2021-04-03", None),
        ('"MM/DD/YYYY"', "03/04/2021", "2021-03-04", None),
        ('"MM/DD/YYYY hh:mm:ss AM"', "05/09/2016 12:00:00 AM", "2016-05-09", datetime(2016, 5, 8, 22, tzinfo=UTC)),
        ('"D MMM YY"', "3 kwi 21", "2021-04-03", None),
        ('"MMMM D, YYYY"', "April 3, 2021", "2021-04-03", None),
        ("[]", "2021-04-03", "2021-04-03", None),
        ("[]", "2021-04-03T23:30:00Z", "2021-04-04", datetime(2021, 4, 3, 23, 30, tzinfo=UTC)),
        ('"DD.MM.YYYY hh:mm"', "28.03.2021 12:05", "2021-03-28", datetime(2021, 3, 28, 10, 5, tzinfo=UTC)),
    ],
)
def test_a_date_is_read_as_it_was_said_on_the_shops_own_clock(
    file: Path, format: str, cell: str, day: str, at: datetime | None
) -> None:
    file.write_text(f'id,visit,day\n1,5,"{cell}"\n', encoding="utf-8")
    rows, _count = turned(file, DATED.format(format=format))
    assert [(row.day, row.at) for row in rows] == [(day, at)]


@pytest.mark.parametrize("cell", ["31/02/2021", "04/13/2021", "03/04/2031", "03/04/1921", "soon", "", "3/4"])
def test_a_day_that_cannot_be_is_bad(file: Path, cell: str) -> None:
    file.write_text(f"id,visit,day\n1,5,{cell}\n", encoding="utf-8")
    rows, count = turned(file, DATED.format(format='"DD/MM/YYYY"'))
    assert (rows, count.bad) == ([], 1)


def test_mixed_orders_are_counted_where_one_was_said(file: Path) -> None:
    file.write_text("id,visit,day\n1,5,03/04/2021\n2,5,04/13/2021\n3,5,13/04/2021\n", encoding="utf-8")
    rows, count = turned(file, DATED.format(format='"DD/MM/YYYY"'))
    assert ([row.day for row in rows], count.other_order) == (["2021-04-03", "2021-04-13"], 1)


def test_orders_of_dates_are_told_apart_where_they_can_be() -> None:
    assert orders_of(["03/04/2021", "25/04/2021"]).all == ("DD/MM/YYYY",)
    assert orders_of(["03/04/2021", "04/03/2021"]).ambiguous
    assert orders_of(["25/04/2021", "04/25/2021"]).mixed
    assert orders_of(["2021-04-03", "2021-04-25"]).all == ("YYYY-MM-DD",)
    assert orders_of(["12/31/1899 02:00:00 PM"]).some == ()  # a spreadsheet's zero


def test_parts_of_a_date_may_be_shared_or_in_columns(file: Path) -> None:
    file.write_text("id,visit,d,m\n1,5,9,May\n2,5,31,2\n3,5,1.0,12\n", encoding="utf-8")
    rows, count = turned(file, VISIT.replace("on = 2021-05-03", 'day = "d"\nmonth = "m"\nyear = 2018'))
    assert ([row.day for row in rows], bad(count)) == (["2018-05-09", "2018-12-01"], [(3, "d", "2018-2-31")])


def test_weights_with_a_comma_segments_languages_and_whether_it_was_finished(file: Path) -> None:
    file.write_text('id;visit;w;who;lang;end\n1;5;"0,5";guest;2;y\n2;4;x;member;1;n\n3;3;2;;3;n\n', encoding="utf-8")
    more = """
[file]
decimal = ","
[language]
column = "lang"
map = {1 = "pl", 2 = "en-GB"}
[segments]
who = {column = "who", known = ["guest"]}
"""
    text = VISIT.replace('key = "id"', 'key = "id"\nweight = "w"\ncomplete = {column = "end", yes = ["y"]}') + more
    rows, count = turned(file, text)
    assert [(row.weight, row.segments, row.language, row.complete) for row in rows] == [
        (0.5, {"who": "guest"}, "en", True)
    ]
    assert bad(count) == [(3, "w", "x"), (4, "lang", "3")]
    assert [(column, value) for column, value, _reason in count.odd] == [("who", "member")]


def test_a_row_without_a_key_is_known_by_what_it_holds_and_how_often(file: Path) -> None:
    file.write_text("id,visit\n1,5\n1,5\n1,4\n", encoding="utf-8")
    keys = [row.key for row in turned(file, VISIT.replace('key = "id"', ""))[0]]
    assert len(set(keys)) == 3
    assert keys[0].removesuffix("-1") == keys[1].removesuffix("-2")
    assert keys == [row.key for row in turned(file, VISIT.replace('key = "id"', ""))[0]]


def test_repetitions_are_counted_exactly() -> None:
    seen = Occurrences()
    hashes = [number * 2**40 + 7 for number in range(30_000)]
    assert [seen.seen(each) for each in hashes] == [1] * 30_000
    assert [seen.seen(each) for each in hashes[:100] * 2] == [2] * 100 + [3] * 100


def set_aside(file: Path, text: str, into: Path) -> Count:
    ready, count = prepared(file, text), Count()
    with BadRows(into, ready.opened, ready.mapping.decimal) as bad_rows:
        list(rows_of(ready, count, bad_rows))
    return count


@pytest.mark.parametrize("keyed", [True, False])
def test_bad_rows_are_set_aside_mended_and_brought_in(file: Path, tmp_path: Path, keyed: bool) -> None:
    text = VISIT if keyed else VISIT.replace('key = "id"', "")
    content = 'id;visit;said\r\n1;5;"a;b"\r\n2;ix;"Łódź\nagain"\r\n3;"4;x\r\n4;4;\r\n'
    file.write_bytes(content.encode("cp1250"))
    aside = tmp_path / "bad.csv"
    assert set_aside(file, text, aside).bad == 2
    with aside.open(encoding="cp1250", newline="") as stream:
        head, first, second = csv.reader(stream, delimiter=";")
    assert head == ["id", "visit", "said", "kontuar-key", "kontuar-reason"]
    assert (first[:3], second[:2]) == (["2", "ix", "Łódź\nagain"], ["3", '"4'])
    assert first[4] == "visit: An answer here is a whole number from 1 to 5."
    before = {row.key for row in turned(file, text)[0]}
    aside.write_bytes(aside.read_bytes().replace(b"ix", b"5").replace(b'"""4"', b"4"))
    rows, count = turned(aside, text)
    assert count.bad == 0
    assert [(row.answers, row.key in before) for row in rows] == [({"visit": 5}, False), ({"visit": 4}, False)]
    assert rows[0].key == first[3]


def test_where_no_row_is_bad_there_is_no_file(file: Path, tmp_path: Path) -> None:
    file.write_text("id,visit\n1,5\n", encoding="utf-8")
    set_aside(file, VISIT, tmp_path / "bad.csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.csv"]


def test_a_workbook_comes_in_with_its_typed_dates(tmp_path: Path) -> None:
    path = tmp_path / "answers.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        sheet.write_row(0, 0, ["id", "visit", "day"])
        for row, answer in enumerate((5, 7, "4"), 1):
            sheet.write_row(row, 0, [row, answer])
            sheet.write_datetime(row, 2, datetime(2021, 4, 3, 12, row), day)  # noqa: DTZ001
    rows, count = turned(path, DATED.format(format="[]"))
    assert [(row.key, row.answers["visit"], row.at) for row in rows] == [
        ("1", 5, datetime(2021, 4, 3, 10, 1, tzinfo=UTC)), ("3", 4, datetime(2021, 4, 3, 10, 3, tzinfo=UTC)),
    ]  # fmt: skip
    assert bad(count) == [(3, "visit", "7")]
    set_aside(path, DATED.format(format="[]"), tmp_path / "bad.csv")
    assert bad(turned(tmp_path / "bad.csv", DATED.format(format="[]"))[1]) == [(2, "visit", "7")]


def test_a_guess_takes_values_first_and_says_its_doubts(file: Path) -> None:
    lines = ["Odpowiedź ID;Data;Sklep;Polecisz?;Jakość;Klient;Powody;Uwagi;Waga;Język"]
    for number in range(60):
        cells = [
            *(number, f"{number % 12 + 1:02}/{number % 12 + 1:02}/2021", ["Gdańsk", "Kraków"][number % 2], number % 11),
            *(
                [1, 2, 3, 4, 5, 9][number % 6],
                ["stały", "nowy"][number % 2],
                ["cena", "cena, kolejka", "kolejka, towar"][number % 3],
            ),
            *(f"Bardzo miła obsługa, dziękuję po raz {number}", f"0,{number + 1:02}", ["pl", "en"][number % 2]),
        ]
        lines.append(";".join(map(str, cells)))
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    text = first_mapping(file, file.name, "pl", ["Gdańsk", "Kraków"])
    assert '# format = "DD/MM/YYYY"\n# format = "MM/DD/YYYY"' in text
    read = read_mapping(text.encode()).mapping
    assert read is not None
    assert {asked.columns[0]: asked.type for asked in read.questions} == {
        "Polecisz?": "nps", "Jakość": "smileys", "Klient": "one", "Powody": "several", "Uwagi": "text",
    }  # fmt: skip
    assert (read.key, read.weight, read.decimal, read.when.column) == (("Odpowiedź ID",), "Waga", ",", "Data")
    assert read.place is not None and read.place.column == "Sklep"
    assert read.language is not None and read.language.column == "Język"
    assert "9 isn't on the scale 1-5" in text


@pytest.mark.parametrize("name", ["feedback-sfo/2018_SFO_Customer_Survey.csv", "nps-testdata/nps_testdata.csv"])
def test_a_guess_at_other_peoples_files_can_be_read(name: str) -> None:
    path = shared(f"data/{name}")
    text = first_mapping(path, path.name)
    draft = read_mapping(text.encode())
    assert {fault.code for fault in draft.faults} <= {"no-date"}
    assert 'type = "nps"' in text
