//! A failure as a page.

use askama::Template;
use axum::http::StatusCode;
use httpd::Problem;
use texts::failure::{self as text, FailureText};

#[derive(Template)]
#[template(path = "failure.html")]
struct FailurePage<'a> {
    heading: &'static str,
    advice: &'static str,
    problem: &'a Problem,
}

/// Renders a problem as a page.
pub(crate) fn failure(problem: &Problem) -> String {
    let FailureText { heading, advice } = failure_text(problem.status);
    let page = FailurePage {
        heading,
        advice,
        problem,
    };
    page.render().unwrap_or_else(|_| {
        format!("<!doctype html><html lang=\"nl\"><title>{heading}</title><h1>{heading}</h1>")
    })
}

fn failure_text(status: StatusCode) -> FailureText {
    match status {
        StatusCode::BAD_REQUEST => text::BAD_LINK,
        StatusCode::NOT_FOUND => text::NOT_FOUND,
        StatusCode::FORBIDDEN => text::FOREIGN,
        StatusCode::PAYLOAD_TOO_LARGE | StatusCode::REQUEST_TIMEOUT => text::NOT_RECEIVED,
        StatusCode::METHOD_NOT_ALLOWED => text::WRONG_METHOD,
        StatusCode::SERVICE_UNAVAILABLE => text::BUSY,
        _ => text::OTHER,
    }
}
