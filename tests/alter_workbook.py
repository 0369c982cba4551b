"""Changes the workbook of a round as people and programs do, one way at a time.

alter_workbook.py WORKBOOK FOLDER SOFFICE   writes one file a way into FOLDER, and prints as JSON, for each way, the file
                                            and the program that made it; SOFFICE may be empty
"""

import datetime
import io
import json
import pathlib
import subprocess
import sys
import zipfile

import openpyxl
from openpyxl.styles import PatternFill
from openpyxl.worksheet.table import Table

CALLS, ANSWERS, NEW = "Gemeenten", "Knelpunten", "Nieuw"
CALLED = datetime.date(2013, 6, 10)
WAYS = []


def way(function):
    WAYS.append(function)
    return function


def column(sheet, heading, row=1):
    return [str(cell.value or "").lower() for cell in sheet[row]].index(heading.lower()) + 1


def put(book, sheet, row, heading, value):
    sheet = book[sheet]
    sheet.cell(row=row, column=column(sheet, heading)).value = value


def filled(path):
    """Utrecht was reached; its first knelpunt is still there."""
    book = openpyxl.load_workbook(path)
    row = row_of(book, "GM0344")
    put(book, CALLS, row, "Gesproken?", "bereikt")
    put(book, CALLS, row, "Datum gesprek", CALLED)
    put(book, ANSWERS, 2, "Antwoord", "er nog")
    return book


def row_of(book, code):
    sheet = book[CALLS]
    place = column(sheet, "Code")
    return next(cell[0].row for cell in sheet.iter_rows(min_col=place, max_col=place) if cell[0].value == code)


@way
def unchanged(book):
    pass


@way
def copied_with_other_answers(book):
    copied = book.copy_worksheet(book[ANSWERS])
    copied.title = "Knelpunten (2)"
    copied.cell(row=3, column=column(copied, "Antwoord")).value = "er nog"


@way
def copied_as_a_backup(book):
    book.copy_worksheet(book[ANSWERS]).title = "Knelpunten kopie"


@way
def copied_before_it_was_filled(book):
    copied = book.copy_worksheet(book[CALLS])
    copied.title = "Leeg"
    for heading in ("Gesproken?", "Datum gesprek"):
        copied.cell(row=row_of(book, "GM0344"), column=column(copied, heading)).value = None


@way
def copied_without_hidden_columns(book):
    copied = book.create_sheet("Mijn lijst")
    for cells in book[ANSWERS].iter_rows(max_col=14):
        copied.append([cell.value for cell in cells])
    copied.cell(row=3, column=10).value = "er nog"


@way
def renamed(book):
    book[ANSWERS].title = "Antwoorden"


@way
def renamed_in_capitals(book):
    book[ANSWERS].title = "KNELPUNTEN "


@way
def another_sheet(book):
    book.create_sheet("Notities").append(["bellen na de vakantie"])


@way
def a_sheet_removed(book):
    del book[NEW]


@way
def merged_rows(book):
    sheet, row = book[CALLS], row_of(book, "GM0344")
    for heading in ("Gesproken?", "Datum gesprek"):
        place = column(sheet, heading)
        other = row - 1 if row > 2 else row + 1
        first = min(row, other)
        sheet.cell(row=first, column=place).value = sheet.cell(row=row, column=place).value
        sheet.merge_cells(start_row=first, end_row=first + 1, start_column=place, end_column=place)


@way
def merged_columns(book):
    sheet = book[ANSWERS]
    sheet.merge_cells(start_row=2, end_row=2, start_column=column(sheet, "Antwoord"), end_column=column(sheet, "Weg sinds"))


@way
def merged_where_nothing_is(book):
    book[NEW].merge_cells("A10:B12")


@way
def formulas_without_results(book):
    row = row_of(book, "GM0344")
    put(book, CALLS, row, "Gesproken?", '="bereikt"')
    put(book, CALLS, row, "Datum gesprek", "=DATE(2013,6,10)")


@way
def a_formula_for_an_answer(book):
    put(book, ANSWERS, 2, "Antwoord", '="er nog"')


@way
def a_formula_in_a_remark(book):
    put(book, ANSWERS, 2, "Opmerkingen (geen namen)", '="zie "&A1')


@way
def damaged_letters_in_a_remark(book):
    put(book, "Knelpunten", 2, "Opmerkingen (geen namen)", "coÃ¶rdinator weg, cafÃ© dicht")


@way
def a_formula_for_a_name(book):
    put(book, CALLS, row_of(book, "GM0344"), "Gemeente", '="Utrecht"')


@way
def line_breaks_in_remarks(book):
    put(book, ANSWERS, 2, "Opmerkingen (geen namen)", "regel 1\nregel 2_x000D_\n regel 3")


@way
def line_breaks_in_a_new_party(book):
    for heading, value in {
        "Gemeente": "Gemeente\nUtrecht",
        "Categorie": "Koppeling werkt niet",
        "Soort partij": "leverancier",
        "Naam partij (organisatie)": "Fabriek\nIJssel\u200b",
        "Opmerkingen (geen namen)": "a\u2028b",
    }.items():
        put(book, NEW, 2, heading, value)


@way
def a_heading_on_two_lines(book):
    sheet = book[CALLS]
    sheet.cell(row=1, column=column(sheet, "Datum gesprek")).value = "Datum\ngesprek"


@way
def decomposed_names(book):
    put(book, CALLS, row_of(book, "GM1900"), "Gemeente", "Su\u0301dwest-Frysla\u0302n")


@way
def codes_without_zeros(book):
    put(book, CALLS, row_of(book, "GM0344"), "Code", 344)


@way
def rows_hidden(book):
    book[CALLS].row_dimensions[row_of(book, "GM0344")].hidden = True


@way
def sheets_hidden(book):
    book[ANSWERS].sheet_state = "hidden"


@way
def filtered(book):
    sheet = book[CALLS]
    sheet.auto_filter.ref = sheet.dimensions
    sheet.auto_filter.add_filter_column(0, ["GM9999"])
    for row in range(2, sheet.max_row + 1):
        sheet.row_dimensions[row].hidden = True


@way
def epoch_of_1904(book):
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904


@way
def a_column_inserted(book):
    sheet = book[CALLS]
    sheet.insert_cols(3)
    sheet.cell(row=1, column=3).value = "Actie"
    sheet.cell(row=2, column=3).value = "terugbellen"


@way
def text_right_of_the_form(book):
    sheet = book[NEW]
    sheet.cell(row=2, column=12).value = "vergeten te vragen"


@way
def a_row_inserted_above_the_headings(book):
    book[CALLS].insert_rows(1)
    book[CALLS].cell(row=1, column=1).value = "Ronde juni"


@way
def a_row_inserted_between(book):
    book[CALLS].insert_rows(3)


@way
def a_column_twice(book):
    sheet = book[ANSWERS]
    sheet.insert_cols(3)
    sheet.cell(row=1, column=3).value = "Antwoord"


@way
def a_column_removed(book):
    sheet = book[ANSWERS]
    sheet.delete_cols(column(sheet, "Antwoord"))


def rows_of(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


@way
def sorted_whole(book):
    sheet = book[CALLS]
    for row, values in enumerate(sorted(rows_of(sheet), key=lambda values: str(values[0]), reverse=True), 2):
        for place, value in enumerate(values, 1):
            sheet.cell(row=row, column=place).value = value


@way
def sorted_by_one_column(book):
    sheet = book[CALLS]
    names = sorted((values[1] for values in rows_of(sheet)), key=str, reverse=True)
    for row, name in enumerate(names, 2):
        sheet.cell(row=row, column=2).value = name


@way
def dates_as_text(book):
    put(book, CALLS, row_of(book, "GM0344"), "Datum gesprek", "10-6-2013")


@way
def dates_as_american_text(book):
    put(book, CALLS, row_of(book, "GM0344"), "Datum gesprek", "06/10/2013")


@way
def dates_as_numbers(book):
    sheet, row = book[CALLS], row_of(book, "GM0344")
    cell = sheet.cell(row=row, column=column(sheet, "Datum gesprek"))
    cell.value, cell.number_format = 41435, "General"


@way
def comments_on_cells(book):
    book[ANSWERS]["J2"].comment = openpyxl.comments.Comment("bellen", "coach")


@way
def coloured_and_a_table(book):
    sheet = book[NEW]
    for cell in sheet[2]:
        cell.fill = PatternFill("solid", fgColor="FFFF00")
    sheet.add_table(Table(displayName="Tabel1", ref="A1:H5"))


@way
def an_error_in_a_cell(book):
    put(book, ANSWERS, 2, "Antwoord", "#N/A")


@way
def the_stamp_changed(book):
    sheet = book[ANSWERS]
    cell = sheet.cell(row=1, column=sheet.max_column)
    cell.value = cell.value.replace("2013-06", "2013-07")


def packed(data, change):
    """Packs the parts of a workbook again, each as `change` returns it."""
    to = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, change(name, before.read(name)))
    return to.getvalue()


def formula_of_another_program(name, part):
    """XlsxWriter and its like store 0 for a formula, and ask to calculate all."""
    if name == "xl/worksheets/sheet2.xml":
        part = part.replace(b'<f>DATE(2013,6,10)</f><v></v>', b'<f>DATE(2013,6,10)</f><v>0</v>')
        part = part.replace(b'<f>DATE(2013,6,10)</f><v />', b'<f>DATE(2013,6,10)</f><v>0</v>')
        part = part.replace(b'<f>DATE(2013,6,10)</f><v/>', b'<f>DATE(2013,6,10)</f><v>0</v>')
    return part


def files(data):
    """Ways that change the file itself: name, ending and bytes."""
    yield "truncated", ".xlsx", data[: len(data) // 2]
    yield "truncated_at_the_end", ".xlsx", data[:-30]
    yield "empty", ".xlsx", b""
    yield "a_page_to_log_in", ".xlsx", b"<!DOCTYPE html><html><title>Inloggen</title>"
    yield "protected_with_a_password", ".xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le")
    yield "an_old_xls", ".xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "Workbook".encode("utf-16-le")
    yield "a_pdf", ".xlsx", b"%PDF-1.7\n"
    yield "a_table_named_as_a_workbook", ".xlsx", b"Code;Gemeente\r\nGM0344;Utrecht\r\n"
    yield "without_its_parts", ".xlsx", packed(data, lambda name, part: b"" if name.endswith("workbook.xml") else part)
    yield "named_as_a_macro_workbook", ".xlsm", data


def main(path, folder, soffice):
    folder, made = pathlib.Path(folder), {}
    for function in WAYS:
        book = filled(path)
        function(book)
        to = folder / f"{function.__name__}.xlsx"
        book.save(to)
        made[function.__name__] = [to.name, "openpyxl"]
    for name, ending, data in files((folder / "unchanged.xlsx").read_bytes()):
        (folder / f"{name}{ending}").write_bytes(data)
        made[name] = [f"{name}{ending}", "bytes"]
    calculated = packed((folder / "formulas_without_results.xlsx").read_bytes(), formula_of_another_program)
    (folder / "formulas_with_zeros.xlsx").write_bytes(calculated)
    made["formulas_with_zeros"] = ["formulas_with_zeros.xlsx", "bytes"]
    if soffice:
        more = ["formulas_without_results", "merged_rows", "sorted_whole", "line_breaks_in_remarks"]
        for ending, names in {"ods": more, "xlsx": more, "xls": [], "fods": []}.items():
            names, to = ["unchanged", *names], folder / "office" / ending
            command = [soffice, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", ending]
            command += ["--outdir", to, *(folder / f"{name}.xlsx" for name in names)]
            subprocess.run(command, check=True, capture_output=True)
            for name in names:
                made[f"{name}_by_libreoffice_as_{ending}"] = [f"office/{ending}/{name}.{ending}", "LibreOffice"]
    print(json.dumps(made))


if __name__ == "__main__":
    main(*sys.argv[1:])
