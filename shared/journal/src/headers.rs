//! Headers as pairs of name and value, from the map of async-nats and from the bytes that the server stores.
//!
//! async-nats drops the connection when it cannot parse a message's headers, and stops for good at a lone carriage
//! return in a value. The log can contain such a message, because a foreign client may send any bytes. It is then
//! fetched by a request (see `requests`) and parsed here: leniently, and like async-nats wherever async-nats can parse
//! it. Otherwise a message would have two fingerprints, and a log would look like another one.

use async_nats::HeaderMap;

/// Returns the headers of a map, ordered by name.
pub(crate) fn from_map(map: Option<&HeaderMap>) -> Vec<(String, String)> {
    let all = map.into_iter().flat_map(HeaderMap::iter);
    let pairs = all.flat_map(|(name, values)| {
        values
            .iter()
            .map(|value| (name.to_string(), value.as_str().to_owned()))
    });
    ordered(pairs.collect())
}

/// Parses headers from stored bytes, whatever they are; bytes that are not UTF-8 are percent-encoded, and stay invalid.
pub(crate) fn from_bytes(bytes: &[u8]) -> Vec<(String, String)> {
    let text = model::percent_encode_invalid(bytes);
    let mut lines = text.lines().skip(1).peekable();
    let mut pairs = Vec::new();
    while let Some(line) = lines.next() {
        if line.is_empty() {
            continue;
        }
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let mut value = value.trim_start().to_owned();
        while let Some(more) = lines.next_if(|line| line.starts_with(char::is_whitespace)) {
            value.push_str(more);
        }
        value.truncate(value.trim_end().len());
        pairs.push((name.to_owned(), value));
    }
    ordered(pairs)
}

/// Sorts by name, because the map has no order. The sort is stable: values of one name keep their order.
fn ordered(mut pairs: Vec<(String, String)>) -> Vec<(String, String)> {
    pairs.sort_by(|(a, _), (b, _)| a.cmp(b));
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: &[(&str, &str)]) {
        let expected: Vec<_> = expected
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        assert_eq!(from_bytes(bytes), expected);
    }

    #[test]
    fn headers_are_ordered_by_name_and_values_as_written() {
        check(
            b"NATS/1.0\r\nb: 2\r\na:x\r\nb:1 \r\n\r\n",
            &[("a", "x"), ("b", "2"), ("b", "1")],
        );
        check(b"NATS/1.0\r\na: x\r\n  y \r\n\r\n", &[("a", "x  y")]);
        check(b"NATS/1.0 100 Idle Heartbeat\r\n\r\n", &[]);
        check(b"", &[]);
    }

    #[test]
    fn malformed_headers_are_parsed_leniently() {
        check(b"NATS/1.0\r\nno colon\r\n\r\n", &[("no colon", "")]);
        check(b"NATS/1.0\r\na: \xff\r\n\r\n", &[("a", "%FF%FF")]);
        check(b"NATS/1.0\r\na: x\ry\r\n\r\n", &[("a", "x\ry")]);
    }

    #[test]
    fn a_map_and_stored_bytes_yield_the_same_headers() {
        let mut map = HeaderMap::new();
        map.append("Nats-Msg-Id", "1");
        map.append("ce-type", "nl.knelpunten");
        map.append("ce-type", "twice");
        let bytes =
            b"NATS/1.0\r\nce-type: nl.knelpunten\r\nNats-Msg-Id: 1\r\nce-type: twice\r\n\r\n";
        assert_eq!(from_map(Some(&map)), from_bytes(bytes));
        assert_eq!(from_map(None), Vec::new());
    }
}
