//! The pages: Dutch, whole without script, every figure with what explains it.

mod chart;
pub(crate) mod dutch;
mod failure;
mod figures;
mod frame;
mod inquiry;
mod knelpunt;
mod municipality;
mod overview;
mod round;
mod rounds;
#[cfg(test)]
pub(crate) mod samples;

use askama::Template;
use axum::{
    extract::{Path, RawQuery, State, rejection::PathRejection},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use httpd::{MediaType, accept};
use tracing::error;

use self::{
    knelpunt::KnelpuntPage, municipality::MunicipalityPage, overview::OverviewPage,
    round::RoundPage, rounds::RoundsPage,
};
use crate::{api, app::WebApp, problem::WebProblem, query::Pair};

pub(crate) use self::{
    failure::failure,
    frame::Link,
    inquiry::{Inquiry, known_only},
    knelpunt::event_line,
};

/// Shows what persists, where, and whether it gets better.
pub(crate) async fn overview(
    State(app): State<WebApp>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, WebProblem> {
    page(&app, &headers, query, "/".to_owned(), OverviewPage::of).await
}

/// Shows one municipality.
pub(crate) async fn municipality(
    State(app): State<WebApp>,
    code: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, WebProblem> {
    let found = code
        .ok()
        .and_then(|Path(code)| app.register().find_municipality(&code));
    let id = found
        .ok_or_else(|| WebProblem::not_found("There never was a municipality with this code."))?;
    let path = format!("/gemeenten/{}", app.register().municipality(id).code);
    page(&app, &headers, query, path, move |inquiry| {
        MunicipalityPage::of(id, inquiry)
    })
    .await
}

/// Shows one knelpunt with its history.
pub(crate) async fn knelpunt(
    State(app): State<WebApp>,
    id: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, WebProblem> {
    let id = api::knelpunt_id(id)?;
    let path = format!("/knelpunten/{id}");
    page(&app, &headers, query, path, move |inquiry| {
        KnelpuntPage::of(id, inquiry)
    })
    .await
}

/// Shows how far each round came.
pub(crate) async fn rounds(
    State(app): State<WebApp>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, WebProblem> {
    let path = "/rondes".to_owned();
    page(&app, &headers, query, path, RoundsPage::of).await
}

/// Shows how far one round came.
pub(crate) async fn round(
    State(app): State<WebApp>,
    round: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, WebProblem> {
    let round = api::slug(round)?;
    let path = format!("/rondes/{round}");
    page(&app, &headers, query, path, move |inquiry| {
        RoundPage::of(&round, inquiry)
    })
    .await
}

/// Makes a page, all of it as of one position.
async fn page<T: Template>(
    app: &WebApp,
    headers: &HeaderMap,
    query: Option<String>,
    path: String,
    make: impl FnOnce(&mut Inquiry<'_>) -> Result<T, WebProblem> + Send + 'static,
) -> Result<Response, WebProblem> {
    accept::require(headers, &[MediaType::Html])?;
    let mut pairs = api::pairs(query.as_deref())?;
    // A form sends the fields that were left empty too.
    pairs.retain(|(_, value): &Pair| !value.is_empty());
    let now = app.now();
    let (common, own) = inquiry::split(pairs);
    let asked = app.parse_query("knelpunten", &common)?;
    app.wait_for_position(asked.at_least).await?;
    app.run_limited(move |app| {
        let mut inquiry = Inquiry::new(app, path, common, own, now)?;
        html(&make(&mut inquiry)?)
    })
    .await
}

/// Renders a page.
pub(crate) fn html(page: &impl Template) -> Result<Response, WebProblem> {
    let text = page.render().map_err(|cause| {
        error!(
            error = &cause as &dyn std::error::Error,
            "failed to render a page"
        );
        WebProblem::internal()
    })?;
    let content_type = HeaderValue::from_static(MediaType::Html.content_type());
    Ok(([(header::CONTENT_TYPE, content_type)], text).into_response())
}
