"""Opens the workbook of a round with openpyxl, as somebody else's program would.

workbook.py look FILE           says as JSON what a reader of it sees
workbook.py fill FROM TO EDITS  fills in cells: EDITS is JSON, a list of [sheet, row, heading, value], where a row is a
                                number, or the code of its municipality; [sheet] alone takes the sheet out
workbook.py make TO SHEET ROWS  makes a workbook with one sheet: ROWS is JSON, a list of rows of values
"""

import datetime
import json
import sys

import openpyxl


def dimensions(sheet):
    """Width and hiding of each column: neighbours that are alike share one entry."""
    found = {}
    for dimension in sheet.column_dimensions.values():
        for place in range(dimension.min, dimension.max + 1):
            found[place] = (dimension.width, dimension.hidden)
    return found


def look(path):
    book = openpyxl.load_workbook(path)
    sheets = {}
    for sheet in book.worksheets:
        headings = [cell.value for cell in sheet[1]]
        columns = dimensions(sheet)
        drop_downs = {}
        for validation in sheet.data_validations.dataValidation:
            for cells in validation.sqref.ranges:
                drop_downs[headings[cells.min_col - 1]] = [validation.type, validation.formula1, cells.max_row]
        sheets[sheet.title] = {
            "state": sheet.sheet_state,
            "rows": [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()],
            "dropDowns": drop_downs,
            "frozen": sheet.freeze_panes,
            "widths": {heading: columns[place][0] for place, heading in enumerate(headings, 1) if place in columns},
            "hidden": [heading for place, heading in enumerate(headings, 1) if columns.get(place, (0, False))[1]],
            "landscape": sheet.page_setup.orientation == "landscape",
        }
    print(json.dumps(sheets))


def typed(value):
    """A value as a person types it: `date:2013-06-10` is a date."""
    if isinstance(value, str) and value.startswith("date:"):
        return datetime.date.fromisoformat(value[5:])
    return value


def fill(path, to, edits):
    book = openpyxl.load_workbook(path)
    for name, *cell in json.loads(edits):
        if not cell:
            del book[name]
            continue
        sheet, (row, heading, value) = book[name], cell
        headings = [cell.value for cell in sheet[1]]
        if isinstance(row, str):
            codes = [cells[headings.index("Code")].value for cells in sheet.iter_rows()]
            row = codes.index(row) + 1
        sheet.cell(row=row, column=headings.index(heading) + 1).value = typed(value)
    book.save(to)


def make(to, name, rows):
    book = openpyxl.Workbook()
    book.active.title = name
    for row in json.loads(rows):
        book.active.append([typed(value) for value in row])
    book.save(to)


if __name__ == "__main__":
    {"look": look, "fill": fill, "make": make}[sys.argv[1]](*sys.argv[2:])
