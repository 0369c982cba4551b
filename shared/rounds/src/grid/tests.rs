//! Files that are not workbooks, and files that would fill the memory.

use std::io::{Cursor, Write};

use rust_xlsxwriter::Workbook;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;

#[track_caller]
fn check(bytes: &[u8], part: &str) {
    let problem = read_workbook(bytes).unwrap_err().to_string();
    assert!(problem.contains(part), "{problem}");
}

/// Packs parts into a workbook, each repeated so many times.
fn packed(parts: &[(&str, &str, usize)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text, times) in parts {
        let options = SimpleFileOptions::default().compression_level(Some(1));
        writer.start_file(*name, options).unwrap();
        let (chunk, rest) = (text.repeat(*times.min(&10_000)), times / 10_000);
        for _ in 0..rest.max(1) {
            writer.write_all(chunk.as_bytes()).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

fn ods(table: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>\
         </office:document-content>"
    );
    let mimetype = "application/vnd.oasis.opendocument.spreadsheet";
    packed(&[
        ("mimetype", mimetype, 1),
        ("META-INF/manifest.xml", "<manifest:manifest/>", 1),
        ("content.xml", &content, 1),
    ])
}

fn xlsx(cells: &[(u32, u16, &str)]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let worksheet = workbook.add_worksheet();
    for (row, column, text) in cells {
        worksheet.write(*row, *column, *text).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_file_that_is_not_a_workbook_is_an_error() {
    for (bytes, part) in [
        (&b""[..], "it is empty; copy or download it again"),
        (b"PK\x03\x04", "it is cut off or damaged; copy"),
        (b"Gemeente;Soort\n", "it is a text; if it is a table"),
        (
            b"\xD0\xCF\x11\xE0",
            "an old .xls file, or protected with a password",
        ),
        (b"<!DOCTYPE html><title>Inloggen", "a page of a website"),
        (
            b"<?xml version=\"1.0\"?><office:document/>",
            "one XML text (.fods",
        ),
    ] {
        check(bytes, part);
    }
    let whole = xlsx(&[(0, 0, "een")]);
    for length in [100, whole.len() / 2, whole.len() - 1] {
        check(
            &whole[..length],
            "it is cut off or damaged; copy or download it again",
        );
    }
}

#[test]
fn another_kind_of_archive_is_named() {
    check(
        &packed(&[("nothing", "", 1)]),
        "a zip archive without a workbook",
    );
    check(
        &packed(&[("word/document.xml", "", 1)]),
        "a zip archive without a workbook",
    );
    check(&packed(&[("xl/workbook.bin", "", 1)]), "it is an .xlsb");
    check(
        &packed(&[("Index/Tables/Tile.iwa", "", 1)]),
        "a file of Numbers",
    );
    let odt = ("mimetype", "application/vnd.oasis.opendocument.text", 1);
    check(
        &packed(&[odt, ("content.xml", "<a/>", 1)]),
        "a document or presentation",
    );
    let encrypted = ("META-INF/manifest.xml", "<manifest:encryption-data/>", 1);
    check(
        &packed(&[encrypted, ("content.xml", "x", 1)]),
        "protected with a password",
    );
    check(
        &packed(&[("xl/workbook.xml", "<a>", 1)]),
        "it is damaged, or not quite a workbook",
    );
}

#[test]
fn merged_cells_and_formulas_without_a_result_are_known_in_an_ods() {
    let table = "<table:table table:name=\"Nieuw\"><table:table-row><table:table-cell/>\
         <table:table-cell office:value-type=\"string\" table:number-rows-spanned=\"2\" \
         table:number-columns-spanned=\"1\"><text:p>een</text:p></table:table-cell>\
         <table:table-cell table:formula=\"of:=DATE(2013;5;1)\"/>\
         <table:table-cell table:formula=\"of:=&quot;&quot;\" office:value-type=\"string\"/></table:table-row>\
         <table:table-row><table:table-cell/><table:covered-table-cell/></table:table-row></table:table>";
    let grid = read_workbook(&ods(table)).unwrap().remove(0);
    let merged = MergedCells {
        rows: (0, 1),
        columns: (1, 1),
    };
    assert_eq!(grid.merged, [merged]);
    assert_eq!(grid.rows[0][2], SheetCell::Uncalculated);
    assert!(grid.rows[0].get(3).is_none_or(SheetCell::is_empty));
}

#[test]
fn cells_are_found_where_they_are_however_far_apart() {
    let grids = read_workbook(&xlsx(&[(1, 1, "een"), (39_999, 99, " twee ")])).unwrap();
    let rows = &grids[0].rows;
    assert_eq!((rows.len(), rows[0].len(), rows[1].len()), (40_000, 0, 2));
    assert_eq!(rows[39_999][99], SheetCell::Text("twee".to_owned()));

    let cell =
        "<table:table-cell office:value-type=\"string\"><text:p>een</text:p></table:table-cell>";
    let table = format!(
        "<table:table table:name=\"Nieuw\"><table:table-row table:number-rows-repeated=\"40000\"><table:table-cell/>\
         </table:table-row><table:table-row><table:table-cell table:number-columns-repeated=\"3\"/>{cell}\
         <table:table-cell table:number-columns-repeated=\"16380\"/></table:table-row>\
         <table:table-row table:number-rows-repeated=\"1008575\"><table:table-cell/></table:table-row></table:table>"
    );
    let grids = read_workbook(&ods(&table)).unwrap();
    let rows = &grids[0].rows;
    assert_eq!((rows.len(), rows[0].len()), (40_001, 0));
    assert_eq!(rows[40_000][3], SheetCell::Text("een".to_owned()));
}

#[test]
fn an_archive_that_unpacks_to_too_much_is_an_error() {
    let bomb = packed(&[
        ("xl/workbook.xml", "<a>", 1),
        (
            "xl/sharedStrings.xml",
            "<si><t>aaaaaaaaaaaaaaaaaa</t></si>",
            2_300_000,
        ),
    ]);
    assert!(bomb.len() < 4 << 20, "{} bytes", bomb.len());
    check(&bomb, "unpacks to more than 64 MiB");
}

#[test]
fn a_few_cells_far_apart_are_an_error() {
    check(&xlsx(&[(1_048_575, 0, "ver")]), "below row 50000");
    check(&xlsx(&[(0, 16_383, "ver")]), "right of column 100");
    let wide: Vec<(u32, u16, &str)> = (0..30_000).map(|row| (row, 99, "ver")).collect();
    check(&xlsx(&wide), "more than 2000000 cells");
}

#[test]
fn cells_that_are_repeated_a_million_times_are_an_error() {
    let cell = |columns: u64| {
        format!(
            "<table:table-cell office:value-type=\"float\" office:value=\"1\" \
             table:number-columns-repeated=\"{columns}\"/>"
        )
    };
    let row = |rows: u64, cells: &str| {
        format!("<table:table-row table:number-rows-repeated=\"{rows}\">{cells}</table:table-row>")
    };
    let table = |rows: &str| format!("<table:table table:name=\"Nieuw\">{rows}</table:table>");
    check(&ods(&table(&row(1_048_576, &cell(1)))), "below row 50000");
    check(&ods(&table(&row(u64::MAX, &cell(1)))), "below row 50000");
    check(&ods(&table(&row(1, &cell(16_384)))), "right of column 100");
    let far = [row(1_000_000, "<table:table-cell/>"), row(1, &cell(1))].concat();
    check(&ods(&table(&far)), "below row 50000");
    // Each of them has limit, but not all of them.
    let many = table(&row(49_999, &cell(10))).repeat(5);
    check(&ods(&many), "more than 2000000 cells");
    // A table within a cell does not restart the count of rows.
    let within = table(&row(1, "<table:table-cell/>"));
    let within =
        format!("<table:table-cell office:value-type=\"string\">{within}</table:table-cell>");
    let rows = [
        row(40_000, &cell(1)),
        row(1, &within),
        row(40_000, &cell(1)),
    ]
    .concat();
    check(&ods(&table(&rows)), "below row 50000");
    let blanks = "<table:table-cell office:value-type=\"string\"><text:p><text:s text:c=\"4000000000\"/></text:p>\
                  </table:table-cell>";
    check(&ods(&table(&row(1, blanks))), "unpacks to more than");
    check(
        &ods(&table(&row(1, &cell(1).replace("\"1\"/>", "\"veel\"/>")))),
        "not quite a workbook",
    );
}

#[test]
fn a_text_that_many_cells_share_counts_in_each() {
    let text = "x".repeat(30_000);
    let many: Vec<(u32, u16, &str)> = (0..2_300).map(|row| (row, 0, text.as_str())).collect();
    let shared = xlsx(&many);
    assert!(shared.len() < 1 << 20, "{} bytes", shared.len());
    check(&shared, "unpacks to more than 64 MiB");

    let cell = |inside: &str| {
        format!(
            "<table:table table:name=\"Nieuw\"><table:table-row table:number-rows-repeated=\"20000\">\
             <table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"100\"><text:p>{inside}\
             </text:p></table:table-cell></table:table-row></table:table>"
        )
    };
    check(&ods(&cell(&text)), "unpacks to more than 64 MiB");
    check(
        &ods(&cell("<text:s text:c=\"90000\"/>")),
        "unpacks to more than 64 MiB",
    );
}

#[test]
fn a_formula_that_failed_is_not_a_remark() {
    for failed in ["#N/B", "#N/A", "#DEEL/0!", "#NAAM?", " #REF! "] {
        let cell = SheetCell::from_text(failed);
        assert_eq!(cell, SheetCell::Broken(failed.trim().to_owned()));
    }
    for remark in ["#1 probleem!", "#", "#!", "#digid?", "N/B"] {
        assert_eq!(
            SheetCell::from_text(remark),
            SheetCell::Text(remark.to_owned())
        );
    }
}
