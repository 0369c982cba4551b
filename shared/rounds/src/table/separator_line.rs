//! The line `sep=;` that much software writes in front of a table for Excel, which hides it.

/// Returns what such a line says and its length in bytes with its end, if the text begins with one. The separator is
/// `None` if the line does not name one.
pub(super) fn read(text: &[u8]) -> Option<(Option<u8>, usize)> {
    let end = text
        .iter()
        .position(|byte| matches!(byte, b'\n' | b'\r'))
        .unwrap_or(text.len());
    let line = &text[..end];
    // A program that saved the table again put the line in quotation marks, and separators behind it.
    let line = line.strip_prefix(b"\"").unwrap_or(line);
    let (name, rest) = line.split_at_checked(4)?;
    if !name.eq_ignore_ascii_case(b"sep=") {
        return None;
    }
    let separator = match rest {
        [] | [b'"', ..] => None,
        [one, more @ ..]
            if more
                .iter()
                .all(|byte| matches!(byte, b'"' | b';' | b',' | b'\t' | b' ')) =>
        {
            Some(*one)
        }
        _ => return None,
    };
    let length = match &text[end..] {
        [b'\r', b'\n', ..] => end + 2,
        [] => end,
        _ => end + 1,
    };
    Some((separator, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_names_its_separator() {
        for (text, expected) in [
            ("sep=;\r\nGemeente;Soort", Some((Some(b';'), 7))),
            ("SEP=,\nGemeente", Some((Some(b','), 6))),
            ("\"sep=;\"\nGemeente", Some((Some(b';'), 8))),
            ("sep=\t\nGemeente", Some((Some(b'\t'), 6))),
            ("sep=|\rGemeente", Some((Some(b'|'), 6))),
            ("sep=;;;\nGemeente", Some((Some(b';'), 8))),
            ("sep=\nGemeente", Some((None, 5))),
            ("sep=;", Some((Some(b';'), 5))),
            ("sep=Gemeente;Soort\n", None),
            ("Gemeente;Soort\nsep=;", None),
            ("", None),
        ] {
            assert_eq!(read(text.as_bytes()), expected, "{text:?}");
        }
    }
}
