//! What is in a zip archive: a workbook, or something else that programs pack.

use std::io::{Read, Seek};

use zip::ZipArchive;

use crate::InputProblem;

/// A kind of workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WorkbookKind {
    /// `OpenDocument`.
    Ods,
    /// Office Open XML.
    Xlsx {
        /// Whether the results of its formulas count. A program that calculates nothing asks in the file to calculate all
        /// when it is opened.
        is_calculated: bool,
    },
}

/// Detects the kind of a workbook.
///
/// # Errors
///
/// If it is none that can be read, with what to do.
pub(super) fn detect(
    archive: &mut ZipArchive<impl Read + Seek>,
) -> Result<WorkbookKind, InputProblem> {
    let names: Vec<String> = archive
        .file_names()
        .filter_map(|name| Some(name.ok()?.to_lowercase()))
        .collect();
    let has = |name: &str| names.iter().any(|other| other == name);
    if has("content.xml") {
        let manifest = text(archive, "META-INF/manifest.xml");
        if manifest.contains("encryption-data") {
            return Err(InputProblem::new("sheet-file-protected"));
        }
        let mimetype = text(archive, "mimetype");
        return if mimetype.is_empty() || mimetype.contains("spreadsheet") {
            Ok(WorkbookKind::Ods)
        } else {
            Err(InputProblem::new("sheet-file-document"))
        };
    }
    if has("xl/workbook.bin") {
        return Err(InputProblem::new("sheet-file-xlsb"));
    }
    if names.iter().any(|name| name.starts_with("index/")) {
        return Err(InputProblem::new("sheet-file-numbers"));
    }
    if names.iter().any(|name| name.starts_with("xl/")) {
        let workbook = text(archive, "xl/workbook.xml");
        let asks = |value: &str| workbook.contains(&format!("fullCalcOnLoad=\"{value}\""));
        return Ok(WorkbookKind::Xlsx {
            is_calculated: !asks("1") && !asks("true"),
        });
    }
    Err(InputProblem::new("sheet-file-zip"))
}

/// Returns the text of a part; empty if there is none.
fn text(archive: &mut ZipArchive<impl Read + Seek>, name: &str) -> String {
    let mut text = String::new();
    if let Ok(mut part) = archive.by_name(name) {
        // What is no text has none of the names that are looked for.
        let _ = part.read_to_string(&mut text);
    }
    text
}
