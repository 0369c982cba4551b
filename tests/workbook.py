"""Opens the workbook of a round with openpyxl, as somebody else's program would.

workbook.py look FILE           says as JSON what a reader of it sees
workbook.py fill FROM TO EDITS  fills in cells: EDITS is JSON, a list of [sheet, row, heading, value];
                                [sheet] alone takes the sheet out
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


def fill(path, to, edits):
    book = openpyxl.load_workbook(path)
    for name, *cell in json.loads(edits):
        if not cell:
            del book[name]
            continue
        sheet, (row, heading, value) = book[name], cell
        column = [cell.value for cell in sheet[1]].index(heading) + 1
        if isinstance(value, str) and value.startswith("date:"):
            value = datetime.date.fromisoformat(value[5:])
        sheet.cell(row=row, column=column).value = value
    book.save(to)


if __name__ == "__main__":
    {"look": look, "fill": fill}[sys.argv[1]](*sys.argv[2:])
