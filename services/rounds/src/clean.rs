//! The one way in which the text of a cell is cleaned before it is used.

use unicode_general_category::{GeneralCategory, get_general_category};

/// Returns a text on one line: invisible characters (general category Cf) are left out, and line breaks and runs of
/// spaces become one space. Events cannot have line breaks, and names that look the same must be the same.
pub fn one_line(text: &str) -> String {
    let seen = visible(&text.replace("_x000D_", " "));
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a text without invisible characters.
pub(crate) fn visible(text: &str) -> String {
    text.chars()
        .filter(|letter| !is_invisible(*letter))
        .collect()
}

/// Returns whether a text has a character that nobody sees.
pub(crate) fn has_invisible(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(is_invisible)
}

fn is_invisible(letter: char) -> bool {
    !letter.is_ascii() && get_general_category(letter) == GeneralCategory::Format
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
