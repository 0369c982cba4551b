//! How wide a text is, estimated: the fonts of readers differ, so the estimate is that of the widest usual one.

/// The size of labels, in px.
pub(crate) const LABEL: f64 = 13.0;
/// The size of the texts at axes, in px.
pub(crate) const AXIS: f64 = 12.0;
/// The height of a line of a label, in px.
pub(crate) const LINE: f64 = 16.0;

/// Returns the width of a text in px, at least as wide as common sans-serif fonts draw it.
pub(crate) fn text_width(text: &str, size: f64, bold: bool) -> f64 {
    let advances = text.chars().map(advance);
    let ems: f64 = if bold {
        // Narrow characters gain most.
        advances.map(|em| (em * 1.1).max(em + 0.065)).sum()
    } else {
        advances.sum()
    };
    ems * size
}

/// Returns the advance of a character in em: `DejaVu Sans`, the widest, rounded up.
fn advance(character: char) -> f64 {
    match character {
        'i' | 'j' | 'l' | 'I' | 'J' | '\'' | '’' => 0.32,
        '.' | ',' | ' ' | '\u{a0}' | ':' | ';' | '|' => 0.34,
        'f' | 'r' | 't' | '(' | ')' | '/' | '-' | '!' => 0.42,
        // Beyond Latin a character may be a full square.
        'm' | 'M' | 'W' | '%' | '@' | '…' | '—' | '\u{2e80}'.. => 1.0,
        'w' | 'G' | 'O' | 'Q' | 'D' | 'H' | 'N' | 'U' => 0.83,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' => 0.60,
        'A'..='Z' => 0.72,
        _ => 0.64,
    }
}

/// Returns the text in lines that are no wider than `width` px; a longer part is cut off.
pub(crate) fn wrap(text: &str, width: f64, size: f64, bold: bool) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in text.split_whitespace() {
        let joined = lines.last().map(|line| format!("{line} {part}"));
        match (joined, lines.last_mut()) {
            (Some(joined), Some(line)) if text_width(&joined, size, bold) <= width => {
                *line = joined;
            }
            _ => lines.push(fit(part, width, size, bold)),
        }
    }
    lines
}

/// Returns the text, cut off with an ellipsis where it is wider than `width` px.
pub(crate) fn fit(text: &str, width: f64, size: f64, bold: bool) -> String {
    if text_width(text, size, bold) <= width {
        return text.to_owned();
    }
    let mut cut = String::new();
    for character in text.chars() {
        let longer = format!("{cut}{character}…");
        if text_width(&longer, size, bold) > width {
            break;
        }
        cut.push(character);
    }
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_as_long_as_fits_and_a_long_one_is_cut_off() {
        let lines = wrap(
            "129 van de 393 een jaar niet bevestigd",
            100.0,
            LABEL,
            false,
        );
        assert_eq!(lines, ["129 van de", "393 een jaar", "niet bevestigd"]);
        assert_eq!(wrap("onwaarschijnlijk", 40.0, LABEL, false), ["on…"]);
        assert!(wrap("", 20.0, LABEL, false).is_empty());
    }

    #[test]
    fn a_text_that_is_too_wide_is_cut_off() {
        assert_eq!(fit("kort", 100.0, LABEL, false), "kort");
        let cut = fit(
            "Herindeling of ambtelijke samenwerking",
            100.0,
            LABEL,
            false,
        );
        assert!(
            cut.ends_with('…') && text_width(&cut, LABEL, false) <= 100.0,
            "{cut}"
        );
    }
}
