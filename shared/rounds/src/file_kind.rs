//! What a file is by its bytes, whatever its name is: people rename, protect, download and copy files.

use crate::InputProblem;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// Nothing in it.
    Empty,
    /// A zip archive, as every .xlsx and .ods is.
    Zip,
    /// A workbook with a password.
    Protected,
    /// A file of an old Office program, such as .xls.
    OldOffice,
    /// A page of a website.
    Page,
    /// A workbook as one XML text.
    FlatXml,
    /// A PDF.
    Pdf,
    /// A text in UTF-16.
    Utf16,
    /// Bytes that are no text.
    Binary,
    /// A text.
    Text,
}

impl FileKind {
    /// Detects the kind from the bytes of a file, or from its first ones.
    pub(crate) fn detect(bytes: &[u8]) -> Self {
        let start = &bytes[..bytes.len().min(4096)];
        let text = String::from_utf8_lossy(start).to_lowercase();
        let text = text.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']);
        match bytes {
            [] => Self::Empty,
            [b'P', b'K', 1..=8, 1..=8, ..] => Self::Zip,
            [0xD0, 0xCF, 0x11, 0xE0, ..] if has_encrypted_package(bytes) => Self::Protected,
            [0xD0, 0xCF, 0x11, 0xE0, ..] => Self::OldOffice,
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Self::Utf16,
            [b'%', b'P', b'D', b'F', ..] => Self::Pdf,
            _ if start.contains(&0) && is_utf_16(start) => Self::Utf16,
            _ if start.contains(&0) => Self::Binary,
            _ if text.starts_with("<!doctype html") || text.starts_with("<html") => Self::Page,
            _ if text.starts_with("<?xml") && text.contains("<html") => Self::Page,
            _ if text.starts_with("<?xml") || text.starts_with("<office:") => Self::FlatXml,
            _ if text.starts_with("<table") || text.starts_with("<head") => Self::Page,
            _ => Self::Text,
        }
    }

    /// Returns why it is not a workbook, and what to do.
    pub(crate) const fn not_a_workbook(self) -> InputProblem {
        InputProblem::new(match self {
            Self::Empty => "sheet-file-empty",
            Self::Zip => "sheet-file-cut-off",
            Self::Protected => "sheet-file-protected",
            Self::OldOffice => "sheet-file-old",
            Self::Page => "sheet-file-web-page",
            Self::FlatXml => "sheet-file-flat-xml",
            Self::Pdf => "sheet-file-pdf",
            Self::Utf16 | Self::Text => "sheet-file-text",
            Self::Binary => "sheet-file-no-workbook",
        })
    }

    /// Returns why it is not a table, and what to do; `None` if it may be one.
    pub(crate) const fn not_a_table(self) -> Option<InputProblem> {
        let id = match self {
            Self::Text | Self::Empty => return None,
            Self::Zip => "sheet-file-workbook",
            Self::Utf16 => "sheet-file-utf-16",
            Self::Binary => "sheet-file-no-text",
            Self::Protected | Self::OldOffice => "sheet-file-old-table",
            Self::Page | Self::FlatXml | Self::Pdf => return Some(self.not_a_workbook()),
        };
        Some(InputProblem::new(id))
    }
}

/// Returns whether a compound file has the stream of a workbook with a password; names are in UTF-16.
fn has_encrypted_package(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage"
        .bytes()
        .flat_map(|byte| [byte, 0])
        .collect();
    bytes.windows(name.len()).any(|part| part == name)
}

/// Returns whether every other byte of a start is zero, as in letters of UTF-16 without a byte order mark.
fn is_utf_16(start: &[u8]) -> bool {
    let zeros = |from: usize| {
        start
            .iter()
            .skip(from)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let half = start.len() / 2;
    half > 1 && (zeros(0) * 10 > half * 8 || zeros(1) * 10 > half * 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_first_bytes() {
        let mut protected = b"\xD0\xCF\x11\xE0".to_vec();
        protected.extend("EncryptedPackage".bytes().flat_map(|byte| [byte, 0]));
        let utf_16: Vec<u8> = "Gemeente;Soort"
            .bytes()
            .flat_map(|byte| [byte, 0])
            .collect();
        for (bytes, kind) in [
            (&b""[..], FileKind::Empty),
            (b"PK\x03\x04rest", FileKind::Zip),
            (b"PK;Soort", FileKind::Text),
            (&protected, FileKind::Protected),
            (b"\xD0\xCF\x11\xE0rest", FileKind::OldOffice),
            (b"\r\n<!DOCTYPE HTML><p>", FileKind::Page),
            (
                b"\xEF\xBB\xBF<?xml version=\"1.0\"?><office:document>",
                FileKind::FlatXml,
            ),
            (b"%PDF-1.7", FileKind::Pdf),
            (b"\xFF\xFEG\0", FileKind::Utf16),
            (&utf_16, FileKind::Utf16),
            (b"GIF89a\0\x01", FileKind::Binary),
            (b"Gemeente;Soort", FileKind::Text),
        ] {
            assert_eq!(FileKind::detect(bytes), kind, "{bytes:?}");
        }
    }
}
