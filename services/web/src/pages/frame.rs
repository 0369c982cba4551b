//! The frame around the content of a page: notices, choice of a date, footer.

use texts::{dates, numbers, site};
use views::Health;

use super::page_query::PageQuery;
use crate::query::Pair;

/// The frame of a page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PageFrame {
    pub(crate) title: String,
    pub(crate) notices: Vec<Notice>,
    pub(crate) home: String,
    /// The path of the page.
    pub(crate) action: String,
    /// The as-of day, as a date field has it.
    pub(crate) day: String,
    /// The last day that a date field accepts: nothing has been observed after it.
    pub(crate) today: String,
    /// The keys that the form of the date repeats.
    pub(crate) hidden: Vec<Pair>,
    /// The page as of now; `None` if that is this page.
    pub(crate) now: Option<String>,
    pub(crate) as_of: String,
    pub(crate) division: String,
    pub(crate) position: String,
    pub(crate) digest: Option<String>,
    pub(crate) permanent_link: String,
    /// Links to the same figures as JSON.
    pub(crate) data: Vec<Link>,
}

/// A link with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) text: String,
    pub(crate) href: String,
}

impl Link {
    /// Creates a permanent link to data of the page.
    pub(crate) fn to_data(
        query: &PageQuery<'_>,
        text: &str,
        path: &str,
        more: &[(&str, &str)],
    ) -> Self {
        Self {
            text: text.to_owned(),
            href: query.permanent_link(path, more),
        }
    }
}

/// Something to know before reading on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    /// Whether something is wrong.
    pub(crate) urgent: bool,
    pub(crate) heading: &'static str,
    pub(crate) text: String,
    pub(crate) link: Option<Link>,
}

impl Notice {
    /// Creates a notice that is not urgent.
    pub(crate) const fn new(heading: &'static str, text: String) -> Self {
        Self {
            urgent: false,
            heading,
            text,
            link: None,
        }
    }
}

impl PageFrame {
    /// Creates the frame. Call it after all questions were answered: their position is in the links.
    pub(crate) fn new(
        query: &PageQuery<'_>,
        title: String,
        more_notices: Vec<Notice>,
        data: Vec<Link>,
    ) -> Self {
        let keys = query.link_keys_except(&[]);
        Self {
            title,
            notices: health_notice(query)
                .into_iter()
                .chain(more_notices)
                .collect(),
            home: query.link("/"),
            action: query.path.clone(),
            day: query.as_of.day().to_string(),
            today: query.now.day().to_string(),
            hidden: query.link_keys_except(&["asOf"]),
            now: (!keys.is_empty()).then(|| query.path.clone()),
            as_of: dates::instant(query.as_of),
            division: dates::date(query.division),
            position: numbers::number(query.position.unwrap_or_default()),
            digest: query.digest.clone(),
            permanent_link: query.permanent_link(&query.path, &[]),
            data,
        }
    }
}

fn health_notice(query: &PageQuery<'_>) -> Option<Notice> {
    let urgent = |heading, text, link| Notice {
        urgent: true,
        link,
        ..Notice::new(heading, text)
    };
    match query.health() {
        Health::Ready | Health::Rebuilding => None,
        Health::Degraded => {
            let link = Link {
                text: site::INCOMPLETE_LINK.to_owned(),
                href: "/v1/quarantine".to_owned(),
            };
            let text = site::INCOMPLETE_TEXT.to_owned();
            Some(urgent(site::INCOMPLETE, text, Some(link)))
        }
        Health::Stale => {
            let reason = query.log_state().unavailable;
            let position = query.position.unwrap_or_default();
            let text = site::outdated(reason.as_deref(), position);
            Some(urgent(site::OUTDATED, text, None))
        }
    }
}
