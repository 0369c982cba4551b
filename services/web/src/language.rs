//! The language of a page: chosen in its address, remembered in a cookie, otherwise Dutch.

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use texts::messages::{Language, Messages};

use crate::{problem::WebProblem, query::Pair};

/// The key in addresses, and the name of the cookie.
const LANG: &str = "lang";

/// The language that a reader chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct ChosenLanguage {
    pub(crate) language: Language,
    /// Whether the address has it: then the links of the page have it too.
    pub(crate) in_address: bool,
}

impl ChosenLanguage {
    /// Removes the language from the keys of an address, or else from the cookie.
    ///
    /// # Errors
    ///
    /// 400 if the address names a language that the pages do not have.
    pub(crate) fn take(pairs: &mut Vec<Pair>, headers: &HeaderMap) -> Result<Self, WebProblem> {
        let (own, others): (Vec<Pair>, Vec<Pair>) =
            pairs.drain(..).partition(|(key, _)| key == LANG);
        *pairs = others;
        let Some((_, code)) = own.last().filter(|(_, code)| !code.is_empty()) else {
            return Ok(Self::remembered(headers));
        };
        let language = Language::parse(code).ok_or_else(|| {
            WebProblem::key(LANG, "is not a language of the pages: give nl or en")
        })?;
        Ok(Self {
            language,
            in_address: true,
        })
    }

    /// Returns the language of a request that may be wrong in every other way.
    pub(crate) fn from_request(query: Option<&str>, headers: &HeaderMap) -> Self {
        let mut pairs = crate::query::pairs(query).unwrap_or_default();
        Self::take(&mut pairs, headers).unwrap_or_else(|_| Self::remembered(headers))
    }

    /// Returns the language that the cookie names.
    pub(crate) fn remembered(headers: &HeaderMap) -> Self {
        let cookies = headers.get_all(header::COOKIE).iter();
        let cookies = cookies.filter_map(|value| value.to_str().ok());
        let mut cookies = cookies.flat_map(|line| line.split(';'));
        let code = cookies.find_map(|cookie| cookie.trim().strip_prefix("lang="));
        Self {
            language: code.and_then(Language::parse).unwrap_or_default(),
            in_address: false,
        }
    }

    /// Returns the texts in this language.
    pub(crate) const fn messages(self) -> Messages {
        Messages::new(self.language)
    }

    /// Returns the key of the language for links, if they have it.
    pub(crate) fn link_key(self) -> Option<(&'static str, &'static str)> {
        self.in_address.then(|| (LANG, self.language.code()))
    }

    /// Returns the key that chooses the other language.
    pub(crate) const fn other_key(self) -> (&'static str, &'static str) {
        (LANG, self.language.other().code())
    }

    /// Asks the browser to remember a language that the address chose, and caches keep the languages apart.
    pub(crate) fn finish(self, mut response: Response) -> Response {
        let headers = response.headers_mut();
        headers.append(header::VARY, HeaderValue::from_static("Cookie"));
        if self.in_address {
            headers.append(
                header::SET_COOKIE,
                HeaderValue::from_static(match self.language {
                    Language::Dutch => "lang=nl; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly",
                    Language::English => {
                        "lang=en; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly"
                    }
                }),
            );
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(cookie: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_static(cookie))])
    }

    #[track_caller]
    fn check(query: &str, cookie: &'static str, expected: (Language, bool)) {
        let chosen = ChosenLanguage::from_request(Some(query), &headers(cookie));
        assert_eq!(
            (chosen.language, chosen.in_address),
            expected,
            "{query} {cookie}"
        );
    }

    #[test]
    fn the_address_decides_then_the_cookie() {
        check("", "", (Language::Dutch, false));
        check("", "a=b; lang=en", (Language::English, false));
        check("lang=nl&asOf=x", "lang=en", (Language::Dutch, true));
        check("lang=en", "", (Language::English, true));
        check("lang=fr", "lang=en", (Language::English, false));
        check("lang=", "lang=fr", (Language::Dutch, false));
    }
}
