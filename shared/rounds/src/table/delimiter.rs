//! The delimiter between the columns of a table.

/// The delimiters to look for, the likelier first.
const CANDIDATES: [u8; 3] = [b';', b',', b'\t'];

/// Detects the delimiter from the first line: the one that occurs most outside quotation marks.
pub(super) fn detect(header: &[u8]) -> u8 {
    let line = &header[..end_of_line(header).unwrap_or(header.len())];
    let mut counts = [0_usize; CANDIDATES.len()];
    for byte in outside_quotes(line) {
        for (count, candidate) in counts.iter_mut().zip(CANDIDATES) {
            *count += usize::from(byte == candidate);
        }
    }
    let most = counts.iter().max().copied().unwrap_or_default();
    let index = counts.iter().position(|count| *count == most);
    CANDIDATES[index.unwrap_or_default()]
}

/// Returns the end of the first line; `None` if it is not complete.
pub(super) fn end_of_line(text: &[u8]) -> Option<usize> {
    let mut quoted = false;
    text.iter().position(|byte| {
        quoted ^= *byte == b'"';
        !quoted && matches!(byte, b'\n' | b'\r')
    })
}

fn outside_quotes(line: &[u8]) -> impl Iterator<Item = u8> {
    let mut quoted = false;
    line.iter().copied().filter(move |byte| {
        quoted ^= *byte == b'"';
        !quoted
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(header: &str, expected: char) {
        assert_eq!(char::from(detect(header.as_bytes())), expected, "{header}");
    }

    #[test]
    fn the_first_line_decides_the_delimiter_outside_quotation_marks() {
        check("Gemeente;Soort;Datum\na,b,c,d,e", ';');
        check("Gemeente,Soort,Datum\r\na;b;c;d;e", ',');
        check("Gemeente\tSoort, of aard\tDatum", '\t');
        check("\"a,b,c,d\ne,f\";Soort\n", ';');
        check("Gemeente", ';');
        check("", ';');
    }

    #[test]
    fn a_line_ends_outside_quotation_marks() {
        assert_eq!(end_of_line(b"\"a\nb\";c\r\nd"), Some(7));
        assert_eq!(end_of_line(b"\"a\nb"), None);
    }
}
