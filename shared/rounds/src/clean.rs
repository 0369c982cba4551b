//! The one way in which the text of a cell is cleaned before it is used.

use model::{Violation, ViolationKind};

use crate::InputProblem;

/// Returns a text on one line, as people see it; a spreadsheet may have written a line break as `_x000D_`.
pub fn one_line(text: &str) -> String {
    model::one_line(&text.replace("_x000D_", " "))
}

/// Returns whether a text has a character that nobody sees.
pub(crate) fn has_invisible(text: &str) -> bool {
    !text.is_ascii() && model::without_format_characters(text) != text
}

/// What is said about cells with damaged letters.
pub(crate) const DAMAGED_LETTERS: InputProblem = InputProblem::new("sheet-letters-damaged");

/// Returns whether letters of a text were lost or misread when the text was saved: it has the character that stands for a
/// lost one, or UTF-8 that was read as Windows-1252 (`Ã©` for `é`, `â€™` for `’`). Nobody writes these on purpose.
pub(crate) fn has_damaged_letters(text: &str) -> bool {
    // The second letter has one of the bytes 0x80 to 0xBF in Windows-1252.
    let continues = |letter: char| {
        matches!(letter, '\u{80}'..='\u{bf}') || "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ".contains(letter)
    };
    let mut pairs = text.chars().zip(text.chars().skip(1));
    text.contains('\u{fffd}')
        || ["â€", "â‚¬", "ï¿½", "ï»¿"]
            .iter()
            .any(|part| text.contains(part))
        || pairs.any(|(first, second)| matches!(first, 'Ã' | 'Â') && continues(second))
}

/// Returns a problem of an event in words for people who fill in tables and sheets, with what to do.
pub(crate) fn advised(violation: &Violation) -> InputProblem {
    match violation.kind {
        ViolationKind::ControlCharacters => InputProblem::new("sheet-control-characters"),
        ViolationKind::AheadOfClock => InputProblem::new("sheet-date-ahead"),
        ViolationKind::KnownLater => InputProblem::new("sheet-known-after"),
        ViolationKind::TooLong { length, limit } => InputProblem::new("sheet-too-long")
            .and("length", length)
            .and("limit", limit),
        _ => InputProblem::new("sheet-rule").and("problem", &*violation.problem),
    }
}

/// Returns a text without the apostrophe that our own CSV puts in front of what a spreadsheet would calculate: `'=x` is
/// `=x`, and `''=x` is `'=x`.
pub(crate) fn without_guard(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest)
            if rest
                .trim_start_matches('\'')
                .starts_with(['=', '+', '-', '@']) =>
        {
            rest
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_left_out_and_lines_become_one() {
        for (text, expected) in [
            (" regel 1\r\n regel 2 ", "regel 1 regel 2"),
            ("a_x000D_\nb", "a b"),
            ("Fabriek IJssel B.V.\u{200b}", "Fabriek IJssel B.V."),
            ("\u{feff}Fab\u{ad}riek\u{2060}", "Fabriek"),
            ("een\u{2028}twee\u{b}drie\u{a0}vier", "een twee drie vier"),
        ] {
            assert_eq!(one_line(text), expected);
        }
        assert!(has_invisible("a\u{200d}") && !has_invisible("é"));
    }

    #[test]
    fn letters_that_a_wrong_encoding_damaged_are_known() {
        for text in [
            "caf\u{fffd}",
            "CafÃ©",
            "itâ€™s",
            "â‚¬ 5",
            "Â§ 2",
            "EÃ‰N",
            "ï»¿a",
        ] {
            assert!(has_damaged_letters(text), "{text}");
        }
        for text in [
            "Café",
            "it’s",
            "€ 5",
            "§ 2",
            "SÃO PAULO",
            "Âge",
            "crâne",
            "",
            "Ã",
        ] {
            assert!(!has_damaged_letters(text), "{text}");
        }
        for letter in "éèëïöüáóúâêôçñÉËÄ’‘“”–…€".chars() {
            let text = letter.to_string();
            let (misread, ..) = encoding_rs::WINDOWS_1252.decode(text.as_bytes());
            assert!(has_damaged_letters(&misread), "{letter}: {misread}");
        }
    }

    #[test]
    fn a_problem_names_what_to_do() {
        let too_long = ViolationKind::TooLong {
            length: 4_001,
            limit: 4_000,
        };
        for (kind, part) in [
            (ViolationKind::ControlCharacters, "remove them"),
            (ViolationKind::AheadOfClock, "correct the date"),
            (too_long, "has 4001 characters, more than 4000; shorten it"),
            (ViolationKind::Other, "is too much"),
        ] {
            let violation = Violation {
                kind,
                ..Violation::other("/data/description", "is too much")
            };
            let advised = advised(&violation).to_string();
            assert!(advised.ends_with(part), "{advised}");
        }
    }

    #[test]
    fn one_apostrophe_in_front_of_a_formula_is_ours() {
        for (text, expected) in [
            ("'=x", "=x"),
            ("''=x", "'=x"),
            ("'-5", "-5"),
            ("=x", "=x"),
            ("'s-Gravenhage", "'s-Gravenhage"),
            ("'", "'"),
        ] {
            assert_eq!(without_guard(text), expected);
        }
    }
}
