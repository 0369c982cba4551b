"""Reads the files of a running server with programs that are not ours, and compares them with its JSON.

files.py URL FOLDER [SOFFICE]
"""

import csv
import datetime
import io
import json
import subprocess
import sys
import urllib.request
import zoneinfo

import duckdb
import openpyxl
import pandas

AMSTERDAM = zoneinfo.ZoneInfo("Europe/Amsterdam")


def fetch(url):
    with urllib.request.urlopen(url) as reply:
        return reply.read()


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def field(item, column):
    for name in column.split("."):
        item = item.get(name) if isinstance(item, dict) else None
    return item


def same(found, expected, column):
    """Whether a cell of a table is what JSON has; days are rounded in tables."""
    if isinstance(expected, list):
        expected = " ".join(str(one) for one in expected)
    if expected in (None, ""):
        return found in (None, "")
    if isinstance(expected, bool):
        return found in (expected, str(expected).lower())
    if isinstance(expected, (int, float)):
        return abs(float(found) - expected) <= 0.0005001
    if isinstance(found, datetime.datetime):
        if len(expected) == 10:
            return found == datetime.datetime.fromisoformat(expected)
        local = instant(expected).astimezone(AMSTERDAM).replace(tzinfo=None)
        return abs(found - local) < datetime.timedelta(milliseconds=2) and found.date() == local.date()
    return str(found) == expected


def compare(name, columns, rows, items):
    assert len(rows) == len(items), (name, len(rows), len(items))
    for row, item in zip(rows, items):
        for column, cell in zip(columns, row):
            expected = field(item, column)
            assert same(cell, expected, column), (name, column, cell, expected)


def unguarded(text):
    """Takes the apostrophe away that keeps a spreadsheet from evaluating a text."""
    bare = text.lstrip("'")
    return text[1:] if text.startswith("'") and bare[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def workbook(name, content, items):
    book = openpyxl.load_workbook(io.BytesIO(content))
    table, provenance = book["Tabel"], book["Herkomst"]
    assert table.freeze_panes == "A2" and table.auto_filter.ref, name
    rows = list(table.iter_rows())
    for cell in (cell for row in rows for cell in row):
        assert cell.data_type != "f", (name, cell.coordinate, cell.value)
    columns = [cell.value for cell in rows[0]]
    compare(name, columns, [[cell.value for cell in row] for row in rows[1:]], items)
    labels = {row[0].value: row[1].value for row in provenance.iter_rows() if row[0].value}
    assert labels["Link"].startswith("http://") and labels["Positie in het logboek"], labels
    return columns


def frame(text, **options):
    # Without guessing: what is a number is told by JSON.
    return pandas.read_csv(io.BytesIO(text), dtype=str, keep_default_na=False, **options)


def libreoffice(soffice, folder, path, ending, options=()):
    command = [soffice, "--headless", f"-env:UserInstallation=file://{folder}/profile", *options,
               "--convert-to", ending, "--outdir", f"{folder}/converted", str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)


def table(url, folder, name, question, key, soffice):
    link = f"{url}/v1/{question}"
    items = json.loads(fetch(f"{link}&limit=1000" if key == "page" else link))
    items = items.get("items") or items.get("groups") or items.get("cells")
    columns = workbook(name, fetch(f"{link}&format=xlsx"), items)
    text = fetch(f"{link}&format=csv")
    assert not text.startswith(b"\xef\xbb\xbf")
    read = frame(text)
    assert list(read.columns) == columns
    compare(name, columns, [[unguarded(cell) for cell in row] for row in read.values], items)
    dutch = fetch(f"{link}&format=csv&locale=nl")
    assert dutch.startswith(b"\xef\xbb\xbf")
    read = frame(dutch, sep=";", encoding="utf-8-sig")
    numbers = [[unguarded(cell) for cell in row] for row in read.values]
    for row, item in zip(numbers, items):
        for index, column in enumerate(columns):
            if isinstance(field(item, column), (int, float)) and not isinstance(field(item, column), bool):
                assert "." not in row[index], (name, column, row[index])
                row[index] = row[index].replace(",", ".")
    compare(name, columns, numbers, items)
    if not soffice:
        return
    path = f"{folder}/{name}.csv"
    with open(path, "wb") as file:
        file.write(dutch)
    # Semicolon, quotation mark, UTF-8, from line 1, columns by themselves, in Dutch (1043).
    libreoffice(soffice, folder, path, "xlsx", ["--infilter=CSV:59,34,76,1,,1043,false,true"])
    book = openpyxl.load_workbook(f"{folder}/converted/{name}.xlsx")
    rows = list(book.worksheets[0].iter_rows())
    for cell in (cell for row in rows for cell in row):
        assert cell.data_type != "f", (name, cell.coordinate, cell.value)
    for row, item in zip(rows[1:], items):
        for column, cell in zip(columns, row):
            expected = field(item, column)
            if isinstance(expected, (int, float)) and not isinstance(expected, bool):
                assert same(cell.value, expected, column), (name, column, cell.value, expected)
    # And the workbook by LibreOffice: the same cells, as CSV.
    path = f"{folder}/{name}-book.xlsx"
    with open(path, "wb") as file:
        file.write(fetch(f"{link}&format=xlsx"))
    libreoffice(soffice, folder, path, "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,true")
    with open(f"{folder}/converted/{name}-book.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows[0] == columns and len(rows) == len(items) + 1, (name, len(rows), len(items))


def export(url, folder, name):
    link = f"{url}/v1/exports/{name}?asOf=2013-12-31"
    lines = [json.loads(line) for line in fetch(link).decode().splitlines()]
    path = f"{folder}/{name}.parquet"
    with open(path, "wb") as file:
        file.write(fetch(f"{link}&format=parquet"))
    duckdb.sql("set timezone = 'UTC'")
    relation = duckdb.sql(f"select * from '{path}'")
    kinds = dict(zip(relation.columns, map(str, relation.types)))
    rows = [dict(zip(relation.columns, row)) for row in relation.fetchall()]
    assert len(rows) == len(lines) > 0, (name, len(rows), len(lines))
    for row, line in zip(rows, lines):
        for column, value in row.items():
            expected, kind = line.get(column), kinds[column]
            if kind == "TIMESTAMP WITH TIME ZONE" and expected is not None:
                expected = instant(expected)
            elif kind == "DATE" and expected is not None:
                expected = datetime.date.fromisoformat(expected)
            elif isinstance(expected, dict):
                expected, value = expected, json.loads(value)
            assert value == expected, (name, column, value, expected)
    return kinds


def page_cell(value):
    """Returns a cell of a page's workbook as its CSV in Dutch has it."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return str(value)


def page(url, link, figure):
    path, _, query = link.partition("?")
    book = openpyxl.load_workbook(io.BytesIO(fetch(f"{url}{path}.xlsx?{query}&figure={figure}")))
    table, provenance = book["Cijfers"], book["Verantwoording"]
    assert table.freeze_panes == "A2" and table.auto_filter.ref, link
    rows = [[page_cell(cell.value) for cell in row] for row in table.iter_rows()]
    text = fetch(f"{url}{path}.csv?{query}&figure={figure}").decode("utf-8-sig")
    lines = [[unguarded(cell) for cell in row] for row in csv.reader(io.StringIO(text), delimiter=";")]
    assert len(rows) == len(lines) > 1, (link, len(rows), len(lines))
    for row, line in zip(rows, lines):
        for cell, expected in zip(row, line, strict=True):
            number = expected.replace(",", ".", 1)
            assert cell == expected or float(cell) == float(number), (link, cell, expected)
    labels = {row[0].value: row[1].value for row in provenance.iter_rows()}
    permanent = labels["Vaste link"]
    assert permanent.startswith(f"{url}{path.replace('/overzicht', '/')}?asOf=") and permanent.endswith(f"#{figure}")
    assert "Bijgewerkt tot gebeurtenis" in labels["Stand"], labels


def main(url, folder, soffice=None):
    tables = {
        "persisting": ("persisting?asOf=2013-12-31&status=open", "page"),
        "episodes": ("episodes?asOf=2013-12-31&from=2013-06-01", "page"),
        "waiting-on": ("waiting-on?asOf=2013-12-31", "page"),
        "matrix": ("persisting/matrix?asOf=2013-12-31", "all"),
        "trend": ("trend?asOf=2013-12-31&groupBy=category&every=quarter", "all"),
        "resolution-times": ("resolution-times?asOf=2013-12-31&groupBy=category", "all"),
    }
    for name, (question, key) in tables.items():
        table(url, folder, name, question, key, soffice)
    page(url, "/overzicht?asOf=2013-12-31", "langst")
    page(url, "/overzicht?asOf=2013-12-31", "verloop")
    page(url, "/gemeenten?asOf=2013-12-31", "gemeenten")
    page(url, "/categorieen?asOf=2013-12-31", "veranderd")
    page(url, "/maandberichten/2013-11?division=2013-12-31", "cijfers")
    kinds = export(url, folder, "episodes")
    assert kinds["since"] == "TIMESTAMP WITH TIME ZONE" and kinds["sinceOn"] == "DATE", kinds
    assert kinds["durationDays"] == "DOUBLE" and kinds["episode"] == "BIGINT", kinds
    export(url, folder, "knelpunten")
    export(url, folder, "events")
    print("with LibreOffice" if soffice else "without LibreOffice, which is not here")


if __name__ == "__main__":
    main(*sys.argv[1:])
