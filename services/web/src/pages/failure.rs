//! A failure as a page: what happened, and what to do.

use askama::Template;
use axum::http::{HeaderMap, StatusCode, Uri};
use httpd::Problem;
use serde_json::Value;
use texts::messages::Messages;

use super::frame::{Link, PageFrame};
use crate::{app::WebApp, language::ChosenLanguage};

#[derive(Template)]
#[template(path = "failure.html")]
struct FailurePage<'a> {
    frame: PageFrame,
    advice: String,
    problem: &'a Problem,
    /// What may have been meant.
    nearest: Vec<Link>,
}

/// Renders a problem as a page.
pub(crate) fn failure(
    app: &WebApp,
    problem: &Problem,
    address: &Uri,
    headers: &HeaderMap,
) -> String {
    let language = ChosenLanguage::from_request(address.query(), headers);
    let t = language.messages();
    let (heading, advice) = texts(t, problem);
    let page = FailurePage {
        frame: PageFrame::without_figures(app, language, address.path(), heading, Vec::new()),
        advice,
        problem,
        nearest: nearest(problem, address),
    };
    page.render().unwrap_or_else(|_| {
        let (code, heading) = (t.language().code(), &page.frame.title);
        format!("<!doctype html><html lang=\"{code}\"><title>{heading}</title><h1>{heading}</h1>")
    })
}

/// Returns links to what may have been meant, with the parameters of the address.
fn nearest(problem: &Problem, address: &Uri) -> Vec<Link> {
    let items = problem.member("nearest").and_then(Value::as_array);
    let query = address
        .query()
        .map_or_else(String::new, |query| format!("?{query}"));
    let link = |item: &Value| {
        let (name, href) = (item["name"].as_str()?, item["href"].as_str()?);
        Some(Link::new(name, format!("{href}{query}")))
    };
    items.into_iter().flatten().filter_map(link).collect()
}

/// Returns the heading and the advice.
fn texts(t: Messages, problem: &Problem) -> (String, String) {
    let (heading, advice) = match problem.status {
        StatusCode::BAD_REQUEST => ("failure-bad-link", "failure-bad-link-advice"),
        StatusCode::NOT_FOUND => ("failure-not-found", "failure-not-found-advice"),
        StatusCode::FORBIDDEN => ("failure-foreign", "failure-foreign-advice"),
        StatusCode::PAYLOAD_TOO_LARGE => ("failure-too-large", "failure-too-large-advice"),
        StatusCode::REQUEST_TIMEOUT => ("failure-too-slow", "failure-too-slow-advice"),
        StatusCode::METHOD_NOT_ALLOWED => ("failure-wrong-method", "failure-wrong-method-advice"),
        StatusCode::TOO_MANY_REQUESTS => {
            let seconds = problem.retry_after_seconds.unwrap_or(1);
            let advice = t.with("failure-too-many-advice", "seconds", seconds);
            return (t.text("failure-too-many"), advice);
        }
        StatusCode::SERVICE_UNAVAILABLE => ("failure-busy", "failure-busy-advice"),
        _ => ("failure-other", "failure-other-advice"),
    };
    (t.text(heading), t.text(advice))
}
