"""Files as people have them come in whole, whatever their encoding, delimiter and line ends; what can't is said."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.imports.files.opening import open_file
from kiosk.imports.files.shapes import Shape, UnknownColumn, Unreadable
from kiosk.imports.files.weighing import TooLargeToOpen
from tests.shared import shared

SAID = {
    "pl": "numer;sklep;komentarz\n1;Gdańsk;Bardzo miła obsługa, dziękuję\n2;Kraków;Długo czekałem na żółtą książkę\n",
    "cs": "číslo;prodejna;poznámka\n1;Plzeň;Příjemná obsluha, děkuji\n2;Brno;Dlouhé čekání, žádná rychlost\n",
    "de": "Nr;Filiale;Kommentar\n1;München;Sehr freundlich, größte Auswahl\n2;Köln;Schöne Geschäfte\n",
    "uk": "номер;магазин;коментар\n1;Київ;Дуже приємне обслуговування\n",
    "lt": "numeris;komentaras\n1;Labai malonus aptarnavimas, ačiū. Šiek tiek ilgai laukiau, žmonių daug\n",
    "fr": "numéro;commentaire\n1;Très aimable, à bientôt, ça va être génial\n",
    "he": "מספר;הערה\n1;שירות טוב מאוד\n",
    "ar": "رقم;تعليق\n1;خدمة جيدة جدا شكرا\n",
    "zh": "编号;评论\n1;服务很好，谢谢\n",
}
WRITTEN = [
    *[("pl", each) for each in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1250", "iso8859-2")],
    *[("cs", "cp1250"), ("de", "cp1252"), ("uk", "cp1251"), ("uk", "koi8-u"), ("lt", "cp1257"), ("fr", "cp1252")],
    *[("he", "cp1255"), ("ar", "cp1256"), ("zh", "gb18030")],
]


def rows(path: Path, shape: Shape | None = None) -> list[list[object]]:
    opened = open_file(path, shape or Shape())
    return [list(line.cells) for line in opened.lines() if line.fault is None]


def told(path: Path, shape: Shape | None = None) -> list[tuple[int, list[object], str]]:
    return [
        (line.number, list(line.cells), str(line.fault or "")) for line in open_file(path, shape or Shape()).lines()
    ]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "answers.csv"


@pytest.mark.parametrize(("language", "encoding"), WRITTEN)
def test_an_encoding_is_recognised_by_what_people_wrote(file: Path, language: str, encoding: str) -> None:
    file.write_bytes(SAID[language].encode(encoding))
    head, *lines = [line.split(";") for line in SAID[language].splitlines()]
    assert list(open_file(file).names.shown) == head
    assert rows(file) == lines


def test_an_encoding_that_was_only_recognised_is_told_and_one_that_is_stated_holds(file: Path) -> None:
    file.write_bytes(SAID["pl"].encode("cp1250"))
    assert "cp1250" in str(open_file(file).notes[0])
    assert open_file(file, Shape(encoding="cp1250")).notes == []
    assert rows(file, Shape(encoding="cp852"))[0][1] != "Gdańsk"


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_and_line_ends_are_recognised(file: Path, delimiter: str, ends: str) -> None:
    cells = [["shop", "said"], ["Gdańsk", "Long, but; good"], ["Kraków", "two\nlines"]]
    written = ends.join(delimiter.join(f'"{cell}"' for cell in row) for row in cells)
    file.write_bytes(written.encode())
    assert open_file(file).shape.delimiter == delimiter
    assert rows(file) == cells[1:]


def test_mixed_line_ends_blank_lines_and_cells_too_many_that_are_empty(file: Path) -> None:
    file.write_bytes(b"a;b\n1;2\r\n3;4\r5;6\n\n;\n7;8;\n")
    assert rows(file) == [["1", "2"], ["3", "4"], ["5", "6"], ["7", "8"]]


def test_a_row_cut_in_a_quotation_spoils_no_other(file: Path) -> None:
    file.write_text('a,b\n1,"two\nlines"\n2,"cut\n3,4\n5,"six"\n7,8\n', encoding="utf-8")
    found = told(file)
    assert [(number, cells) for number, cells, fault in found if not fault] == [
        (2, ["1", "two\nlines"]), (5, ["3", "4"]), (6, ["5", "six"]), (7, ["7", "8"]),
    ]  # fmt: skip
    assert [(number, "quotation" in fault) for number, _cells, fault in found if fault] == [(4, True)]


def test_rows_of_another_width_are_told_by_line(file: Path) -> None:
    file.write_text("a,b\n1,2\n3\n4,5,6\n7,8\n", encoding="utf-8")
    assert [(number, fault) for number, _cells, fault in told(file) if fault] == [
        (3, "The row has 1 cells, the header 2."), (4, "The row has 3 cells, the header 2."),
    ]  # fmt: skip


def test_headers_in_two_lines_twice_or_without_a_name(file: Path) -> None:
    file.write_text('"how was\nit? ",shop,shop,\n1,2,3,4\n', encoding="utf-8")
    names = open_file(file).names
    assert names.shown == ("how was it?", "shop#1", "shop#2", "#4")
    assert [names.find(name) for name in ("how was it?", "shop#2", "#4", "#1")] == [0, 2, 3, 0]
    with pytest.raises(UnknownColumn) as twice:
        names.find("shop")
    assert "shop#1" in str(twice.value.message)
    with pytest.raises(UnknownColumn) as unknown:
        names.find("how was  it")
    assert "“how was it?”" in str(unknown.value.message)


def test_damaged_bytes_make_a_row_bad_not_the_file(file: Path) -> None:
    file.write_bytes(b"a,b\n" + "1,ż\n".encode() * 500 + b"2,\xff\n" + "3,ż\n".encode())
    found = told(file)
    assert [number for number, _cells, fault in found if fault] == [502]
    assert len(found) == 502


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n\r\n", b"\xff\xfe"])
def test_an_empty_file_is_called_so(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(Unreadable, match="empty"):
        open_file(file)


def test_a_million_columns_are_refused_at_once(file: Path) -> None:
    file.write_bytes(b",".join(b"%d" % number for number in range(1_000_000)) + b"\n")
    with pytest.raises(Unreadable, match=r"too-many-columns|line-too-long"):
        open_file(file)


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 ", b"PAR1xxxx", b"<?xml version", b"\xd0\xcf\x11\xe0xxxx", b"PK\x05\x06xxxx"]
)
def test_what_is_neither_csv_nor_a_workbook_is_named(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(Unreadable):
        open_file(file)


def test_archives_and_other_programs_surveys_are_no_workbooks() -> None:
    for archive in shared("data/bad-input/zip").glob("*.zip"):
        with pytest.raises(Unreadable, match=r"zip|not-a-workbook"):
            open_file(archive)
    for survey in shared("data/surveys-limesurvey").glob("*.ls?"):
        with pytest.raises(Unreadable, match="XML"):
            open_file(survey)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=400))
def test_no_bytes_at_all_make_it_stumble(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(content)
    try:
        told(path)
    except Unreadable as said:
        assert said.message


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "answers.xlsx"
    with xlsxwriter.Workbook(path) as book:
        about, sheet = book.add_worksheet("About"), book.add_worksheet("Answers")
        about.write_row(0, 0, ["This sheet says what it is about"])
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["id", "day", "visit", "double", "said"])
        sheet.merge_range(1, 4, 2, 4, "merged over two rows")
        for row in (1, 2):
            sheet.write_number(row, 0, row)
            sheet.write_datetime(row, 1, __import__("datetime").datetime(2021, 4, row), day)
            sheet.write_number(row, 2, 4)
            sheet.write_formula(row, 3, f"=C{row + 1}*2", value=8)
    return path


def test_a_sheet_is_read_with_its_types_and_the_values_of_its_formulas(workbook: Path) -> None:
    opened = open_file(workbook, Shape(sheet="Answers"))
    first, second = [list(map(str, line.cells)) for line in opened.lines()]
    assert first == ["1", "2021-04-01", "4", "8", "merged over two rows"]
    assert second == ["2", "2021-04-02", "4", "8", ""]
    assert "E2:E3" in str(opened.notes[0])


def test_the_first_sheet_is_taken_and_a_wrong_name_gets_the_near_one(workbook: Path) -> None:
    assert open_file(workbook).shape.sheet == "About"
    with pytest.raises(Unreadable) as told:
        open_file(workbook, Shape(sheet="Answer"))
    assert "“Answers”" in str(told.value.message)


def sheet_of(cells: bytes, path: Path, times: int = 1) -> Path:
    """A workbook by hand, with whatever stands in its sheet."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as stream:
            for _time in range(times):
                stream.write(cells)
    return path


@pytest.mark.parametrize(
    ("cells", "times", "why"),
    [
        (b" " * 1_000_000, 300, "declared-size"),
        (b'<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row>', 1, "too-many-columns"),
        (b'<row r="1"><c r="A1"/></row><row r="1048576"><c r="Z1048576"/></row>', 1, "too-many-cells"),
        (b"<c/>" * 100_000, 31, "too-many-cells"),
    ],
)
def test_a_bomb_is_refused_before_it_is_parsed(tmp_path: Path, cells: bytes, times: int, why: str) -> None:
    bomb = sheet_of(cells, tmp_path / "bomb.xlsx", times)
    assert bomb.stat().st_size < 1_000_000
    with pytest.raises(TooLargeToOpen, match=why):
        open_file(bomb)


def test_a_bomb_that_lies_about_its_size_is_refused_too(tmp_path: Path) -> None:
    bomb = sheet_of(b" " * 1_000_000, tmp_path / "bomb.xlsx", 300)
    raw = bytearray(bomb.read_bytes())
    directory = raw.rindex(b"PK\x01\x02")  # the last entry: the sheet
    raw[directory + 24 : directory + 28] = (1000).to_bytes(4, "little")
    bomb.write_bytes(bytes(raw))
    with pytest.raises(Unreadable):
        open_file(bomb)


def test_the_naughty_strings_come_through_csv_and_workbook_unchanged(tmp_path: Path) -> None:
    strings = json.loads(shared("data/bad-input/blns.json").read_text("utf-8"))
    strings += shared("data/bad-input/csv_injection.txt").read_text("utf-8").splitlines()
    strings = [each for each in strings if each.strip() and "\0" not in each]
    text = io.StringIO(newline="")
    import csv

    csv.writer(text).writerows([["id", "said"], *([str(number), each] for number, each in enumerate(strings))])
    (tmp_path / "said.csv").write_bytes(text.getvalue().encode("utf-8", "surrogatepass"))
    assert [row[1] for row in rows(tmp_path / "said.csv", Shape(encoding="utf-8"))] == strings
    with xlsxwriter.Workbook(tmp_path / "said.xlsx", {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "said"])
        for number, each in enumerate(strings, 1):
            sheet.write_number(number, 0, number)
            sheet.write_string(number, 1, each)
    assert [row[1] for row in rows(tmp_path / "said.xlsx")] == strings
