//! From which other sites pages may read the API (CORS).

use std::str::FromStr;

use axum::http::HeaderValue;

/// A site whose pages may read the API, or any site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedOrigin(HeaderValue);

/// A text that is no origin.
#[derive(Debug, thiserror::Error)]
#[error(
    "is no origin: give scheme and host without a path, such as https://dashboard.example, or *"
)]
pub struct InvalidOrigin;

impl AllowedOrigin {
    /// Any site.
    pub(crate) const ANY: Self = Self(HeaderValue::from_static("*"));

    /// Returns the value of `Access-Control-Allow-Origin`.
    pub(crate) fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl FromStr for AllowedOrigin {
    type Err = InvalidOrigin;

    fn from_str(text: &str) -> Result<Self, InvalidOrigin> {
        let host = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"));
        let may_have = |letter: char| letter.is_ascii_alphanumeric() || "-.:[]".contains(letter);
        let is_host = |host: &str| !host.is_empty() && host.chars().all(may_have);
        if text != "*" && !host.is_some_and(is_host) {
            return Err(InvalidOrigin);
        }
        let value = HeaderValue::from_str(text).map_err(|_| InvalidOrigin)?;
        Ok(Self(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_scheme_and_host_or_any() {
        for valid in [
            "*",
            "https://dashboard.example",
            "http://127.0.0.1:8080",
            "http://[::1]:80",
        ] {
            assert!(valid.parse::<AllowedOrigin>().is_ok(), "{valid}");
        }
        for invalid in [
            "",
            "dashboard.example",
            "https://",
            "https://a.example/",
            "https://a b",
            "null",
        ] {
            assert!(invalid.parse::<AllowedOrigin>().is_err(), "{invalid}");
        }
    }
}
