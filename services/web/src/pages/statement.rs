//! Statements about the pages: how accessible they are, and what they keep about readers and reporters.

use askama::Template;
use axum::response::Response;
use httpd::MediaType;

use super::{check_keys, frame::PageFrame, html};
use crate::{problem::WebProblem, read_request::ReadRequest};

/// The path of the statement about accessibility.
pub(super) const ACCESSIBILITY: &str = "/toegankelijkheid";
/// The path of the statement about privacy.
pub(super) const PRIVACY: &str = "/privacy";

#[derive(Template)]
#[template(path = "statement.html")]
pub(crate) struct StatementPage {
    pub(crate) frame: PageFrame,
    pub(crate) lead: String,
    pub(crate) parts: Vec<StatementPart>,
}

/// A part of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StatementPart {
    pub(crate) heading: String,
    pub(crate) paragraphs: Vec<String>,
}

/// The ids of the texts of a statement: its title, its lead, and the heading and paragraphs of each part.
struct StatementTexts {
    path: &'static str,
    title: &'static str,
    lead: &'static str,
    parts: &'static [(&'static str, &'static [&'static str])],
}

const ACCESSIBILITY_TEXTS: StatementTexts = StatementTexts {
    path: ACCESSIBILITY,
    title: "accessibility-title",
    lead: "accessibility-lead",
    parts: &[
        (
            "accessibility-how",
            &[
                "accessibility-how-script",
                "accessibility-how-charts",
                "accessibility-how-forms",
            ],
        ),
        ("accessibility-tested", &["accessibility-tested-how"]),
        (
            "accessibility-limits",
            &["accessibility-limits-names", "accessibility-limits-map"],
        ),
        ("accessibility-contact", &["accessibility-contact-how"]),
    ],
};

const PRIVACY_TEXTS: StatementTexts = StatementTexts {
    path: PRIVACY,
    title: "privacy-title",
    lead: "privacy-lead",
    parts: &[
        (
            "privacy-readers",
            &["privacy-readers-cookie", "privacy-readers-log"],
        ),
        (
            "privacy-reports",
            &["privacy-reports-people", "privacy-reports-role"],
        ),
        ("privacy-redaction", &["privacy-redaction-how"]),
    ],
};

/// Shows how accessible the pages are.
pub(crate) async fn accessibility(request: ReadRequest) -> Result<Response, WebProblem> {
    statement(&request, &ACCESSIBILITY_TEXTS)
}

/// Shows what is kept about readers and reporters.
pub(crate) async fn privacy(request: ReadRequest) -> Result<Response, WebProblem> {
    statement(&request, &PRIVACY_TEXTS)
}

fn statement(request: &ReadRequest, texts: &StatementTexts) -> Result<Response, WebProblem> {
    request.accept(&[MediaType::Html])?;
    let (pairs, language) = request.page_pairs()?;
    check_keys(&pairs, &[])?;
    let t = language.messages();
    let part = |(heading, paragraphs): &(&str, &[&str])| StatementPart {
        heading: t.text(heading),
        paragraphs: paragraphs.iter().map(|id| t.text(id)).collect(),
    };
    let title = t.text(texts.title);
    let page = StatementPage {
        frame: PageFrame::without_figures(&request.app, language, texts.path, title, Vec::new()),
        lead: t.text(texts.lead),
        parts: texts.parts.iter().map(part).collect(),
    };
    Ok(language.finish(html(&page)?))
}
