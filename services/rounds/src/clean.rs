//! The one way in which the text of a cell is cleaned before it is used.

use model::{Violation, ViolationKind};

/// Returns a text on one line, as people see it; a spreadsheet may have written a line break as `_x000D_`.
pub fn one_line(text: &str) -> String {
    model::one_line(&text.replace("_x000D_", " "))
}

/// Returns whether a text has a character that nobody sees.
pub(crate) fn has_invisible(text: &str) -> bool {
    !text.is_ascii() && model::without_format_characters(text) != text
}

/// Returns a problem of an event in words for people who fill in tables and sheets, with what to do.
pub(crate) fn advised(violation: &Violation) -> String {
    let problem = &violation.problem;
    match violation.kind {
        ViolationKind::ControlCharacters => {
            "has characters that cannot be printed; remove them".to_owned()
        }
        ViolationKind::AheadOfClock => "is later than now; correct the date".to_owned(),
        ViolationKind::TooLong { .. } => format!("{problem}; shorten it"),
        _ => problem.clone(),
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
    fn a_problem_names_what_to_do() {
        let too_long = ViolationKind::TooLong {
            length: 4_001,
            limit: 4_000,
        };
        for (kind, part) in [
            (ViolationKind::ControlCharacters, "remove them"),
            (ViolationKind::AheadOfClock, "correct the date"),
            (too_long, "is too much; shorten it"),
            (ViolationKind::Other, "is too much"),
        ] {
            let violation = Violation {
                kind,
                ..Violation::other("/data/description", "is too much")
            };
            assert!(advised(&violation).ends_with(part), "{violation}");
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
