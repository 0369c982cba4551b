//! Content negotiation (`Accept`, RFC 9110 section 12.5.1).

use axum::http::{HeaderMap, StatusCode, header};

use crate::Problem;

/// A media type that a service offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaType {
    /// JSON.
    Json,
    /// Comma-separated values.
    Csv,
    /// A page.
    Html,
    /// A style sheet.
    Css,
    /// A drawing.
    Svg,
    /// Metrics for Prometheus.
    Text,
}

impl MediaType {
    /// Returns type and subtype.
    const fn essence(self) -> (&'static str, &'static str) {
        match self {
            Self::Json => ("application", "json"),
            Self::Csv => ("text", "csv"),
            Self::Html => ("text", "html"),
            Self::Css => ("text", "css"),
            Self::Svg => ("image", "svg+xml"),
            Self::Text => ("text", "plain"),
        }
    }

    /// Returns the value of `Content-Type`.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Html => "text/html; charset=utf-8",
            Self::Css => "text/css; charset=utf-8",
            Self::Svg => "image/svg+xml",
            // The version of the exposition format that Prometheus asks for.
            Self::Text => "text/plain; version=0.0.4; charset=utf-8",
        }
    }
}

/// Returns the media type that the client prefers, the first offered of equals; none if it accepts none of them.
pub fn choose(headers: &HeaderMap, offered: &[MediaType]) -> Option<MediaType> {
    let ranges: Vec<Range> = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(Range::parse)
        .collect();
    if ranges.is_empty() {
        return offered.first().copied();
    }
    let quality = |media: MediaType| {
        let matching = ranges.iter().filter(|range| range.matches(media));
        matching
            .max_by_key(|range| range.precision)
            .map_or(0, |range| range.thousandths)
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
            .map(|media| {
                let (kind, subtype) = media.essence();
                format!("{kind}/{subtype}")
            })
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

/// A media range of `Accept`.
struct Range {
    kind: String,
    subtype: String,
    precision: usize,
    thousandths: u16,
}

impl Range {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let (kind, subtype) = parts.next()?.split_once('/')?;
        let quality = parts.find_map(|part| {
            let (name, value) = part.split_once('=')?;
            name.trim()
                .eq_ignore_ascii_case("q")
                .then(|| value.trim().parse::<f32>().ok())?
        });
        let precision = usize::from(kind != "*") + usize::from(subtype != "*");
        Some(Self {
            kind: kind.to_ascii_lowercase(),
            subtype: subtype.to_ascii_lowercase(),
            precision,
            thousandths: thousandths(quality.unwrap_or(1.0)),
        })
    }

    fn matches(&self, media: MediaType) -> bool {
        let (kind, subtype) = media.essence();
        (self.kind == "*" && self.subtype == "*")
            || (self.kind == kind && (self.subtype == "*" || self.subtype == subtype))
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0 to 1000 before; NaN becomes 0"
)]
fn thousandths(quality: f32) -> u16 {
    (quality.clamp(0.0, 1.0) * 1_000.0).round() as u16
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
    fn a_client_that_accepts_none_gets_none() {
        check(&["text/csv"], &[MediaType::Json], None);
        check(&["*/html"], &[MediaType::Html], None);
        check(&["application/json;q=0"], &[MediaType::Json], None);
    }
}
