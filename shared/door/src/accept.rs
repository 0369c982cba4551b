//! What a client takes (`Accept`, RFC 9110 section 12.5.1), against what there is to give.

use axum::http::{HeaderMap, StatusCode, header};

use crate::Problem;

/// A kind of content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
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
    /// What Prometheus reads.
    Text,
}

impl Media {
    /// Gives type and subtype.
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

    /// Gives the value of `Content-Type`.
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

/// Chooses what the client likes best, of equals the one offered first; none when it takes none of them.
pub fn choose(headers: &HeaderMap, offered: &[Media]) -> Option<Media> {
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
    let liked = |media: Media| {
        let fitting = ranges.iter().filter(|range| range.takes(media));
        fitting
            .max_by_key(|range| range.precision)
            .map_or(0, |range| range.thousandths)
    };
    // Of equals `max_by_key` gives the last.
    let best = offered
        .iter()
        .rev()
        .copied()
        .max_by_key(|media| liked(*media));
    best.filter(|media| liked(*media) > 0)
}

/// Chooses as [`choose`] does.
///
/// # Errors
///
/// 406 when the client takes none of them.
pub fn require(headers: &HeaderMap, offered: &[Media]) -> Result<Media, Problem> {
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
                "There is {}, and Accept takes none of it.",
                all.join(" and ")
            ),
        )
    })
}

/// One range of `Accept`.
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

    fn takes(&self, media: Media) -> bool {
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
    fn check(accept: &[&str], offered: &[Media], expected: Option<Media>) {
        let mut headers = HeaderMap::new();
        for value in accept {
            headers.append(header::ACCEPT, value.parse().unwrap());
        }
        assert_eq!(choose(&headers, offered), expected, "{accept:?}");
    }

    #[test]
    fn who_does_not_say_takes_what_comes_first() {
        check(&[], &[Media::Json, Media::Csv], Some(Media::Json));
        check(&["*/*"], &[Media::Json, Media::Csv], Some(Media::Json));
        check(&[BROWSER], &[Media::Json, Media::Csv], Some(Media::Json));
    }

    #[test]
    fn who_says_gets_what_it_likes_best() {
        let both = [Media::Json, Media::Csv];
        check(&["text/csv"], &both, Some(Media::Csv));
        check(&["TEXT/CSV; header=present"], &both, Some(Media::Csv));
        check(
            &["application/json;q=0.5, text/*;q=0.6"],
            &both,
            Some(Media::Csv),
        );
        check(
            &["application/json;q=0.5", "text/csv;q=0.4"],
            &both,
            Some(Media::Json),
        );
        check(&[BROWSER], &[Media::Json, Media::Html], Some(Media::Html));
    }

    #[test]
    fn the_most_precise_range_decides() {
        check(&["*/*, application/json;q=0"], &[Media::Json], None);
        check(
            &["text/*;q=0, text/csv;q=0.1"],
            &[Media::Csv],
            Some(Media::Csv),
        );
    }

    #[test]
    fn who_takes_nothing_of_it_gets_nothing() {
        check(&["text/csv"], &[Media::Json], None);
        check(&["*/html"], &[Media::Html], None);
        check(&["application/json;q=0"], &[Media::Json], None);
    }
}
