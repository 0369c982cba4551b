//! The forms of a name or a reference: as it was written, and as it is compared.

use unicode_general_category::{GeneralCategory, get_general_category};
use unicode_normalization::UnicodeNormalization as _;

/// Returns the canonical form of a party's name or a reference, in which names are compared.
///
/// Without format characters (general category Cf), NFC, runs of Unicode `White_Space` to one space, trimmed, full
/// lower-casing, NFC again.
pub fn canonical_name(name: &str) -> String {
    // ASCII is in NFC, and has no format characters.
    if name.is_ascii() {
        let mut canonical = single_spaced(name);
        canonical.make_ascii_lowercase();
        return canonical;
    }
    let composed: String = visible(name).nfc().collect();
    single_spaced(&composed).to_lowercase().nfc().collect()
}

/// Returns a party's name or a reference as people see it: as it was written, in NFC, trimmed, with single spaces.
pub fn written_name(name: &str) -> String {
    if name.is_ascii() {
        return single_spaced(name);
    }
    single_spaced(&name.nfc().collect::<String>())
}

/// Returns a text without its format characters (general category Cf): nobody sees them, but they make two texts differ.
///
/// They come along with what is copied from web pages and chats: zero-width spaces, byte order marks, soft hyphens.
pub fn without_format_characters(text: &str) -> String {
    visible(text).collect()
}

/// Returns a text as people see it on one line: without format characters, with line breaks and runs of white space as
/// one space, trimmed. Events cannot have line breaks, and texts that look the same should be the same.
pub fn one_line(text: &str) -> String {
    single_spaced(&without_format_characters(text))
}

/// Whether a text shows nothing: it is empty, or has white space and format characters only.
pub(crate) fn is_blank(text: &str) -> bool {
    visible(text).all(char::is_whitespace)
}

fn visible(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|char| char.is_ascii() || get_general_category(*char) != GeneralCategory::Format)
}

fn single_spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    for part in text.split_whitespace() {
        let separator = if spaced.is_empty() { "" } else { " " };
        spaced.extend([separator, part]);
    }
    spaced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_name_keeps_its_spelling() {
        assert_eq!(written_name("  Café  Zuid\u{a0}B.V. "), "Café Zuid B.V.");
        assert_eq!(written_name("Cafe\u{301} Zuid"), "Café Zuid");
        assert_eq!(written_name("INC0012345"), "INC0012345");
    }

    #[test]
    fn a_text_that_shows_nothing_is_blank() {
        for blank in ["", " ", "\u{200b}", " \u{feff}\u{a0}\u{2060}"] {
            assert!(is_blank(blank), "{blank:?}");
        }
        assert!(!is_blank("\u{200b}a"));
    }

    #[test]
    fn format_characters_are_removed_and_nothing_else() {
        let text = "ge\u{ad}meente\u{200b} \u{feff}Súdwest";
        assert_eq!(without_format_characters(text), "gemeente Súdwest");
    }
}
