//! The one way in which the text of a cell is cleaned before it is used.

/// Returns a text on one line: invisible characters (general category Cf) are left out, and line breaks and runs of
/// spaces become one space. Events cannot have line breaks, and names that look the same must be the same.
pub fn one_line(text: &str) -> String {
    let seen = model::without_format_characters(&text.replace("_x000D_", " "));
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns whether a text has a character that nobody sees.
pub(crate) fn has_invisible(text: &str) -> bool {
    !text.is_ascii() && model::without_format_characters(text) != text
}

/// Returns a problem of an event in words for people who fill in tables and sheets, with what to do.
pub(crate) fn advised(problem: &str) -> String {
    if problem.contains("control characters") {
        return "has characters that cannot be printed; remove them".to_owned();
    }
    if problem.contains("ahead of the local clock") {
        return "is later than now; correct the date".to_owned();
    }
    if problem.contains(" characters, more than ") {
        return format!("{problem}; shorten it");
    }
    problem.to_owned()
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
        for (problem, part) in [
            (
                "has control characters (line breaks count as such)",
                "remove them",
            ),
            (
                "2999-01-01T00:00:00Z is more than 5 minutes ahead of the local clock (now)",
                "correct the date",
            ),
            (
                "has 4001 characters, more than 4000",
                "more than 4000; shorten it",
            ),
            ("is another problem", "is another problem"),
        ] {
            assert!(advised(problem).ends_with(part), "{problem}");
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
