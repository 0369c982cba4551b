//! The pages: in Dutch, without script, and every figure with its definition.

mod chart;
mod failure;
mod figures;
mod frame;
mod knelpunt;
mod municipality;
mod overview;
mod page_query;
mod provenance;
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
    knelpunt::event_line,
    municipality::present,
    page_query::{PageQuery, check_keys},
};

/// Shows what persists, where, and the trend.
pub(crate) async fn overview(
    State(app): State<WebApp>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, WebProblem> {
    page(&app, &headers, query, "/".to_owned(), OverviewPage::new).await
}

/// Shows one municipality.
pub(crate) async fn municipality(
    State(app): State<WebApp>,
    code: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, WebProblem> {
    let code = code.ok();
    let id = code.and_then(|Path(code)| app.register().find_municipality(&code));
    let id = id.ok_or_else(no_such_municipality)?;
    let path = format!("/gemeenten/{}", app.register().municipality(id).code);
    page(&app, &headers, query, path, move |query| {
        MunicipalityPage::new(id, query)
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
    page(&app, &headers, query, path, move |query| {
        KnelpuntPage::new(id, query)
    })
    .await
}

/// Shows all rounds.
pub(crate) async fn rounds(
    State(app): State<WebApp>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, WebProblem> {
    let path = "/rondes".to_owned();
    page(&app, &headers, query, path, RoundsPage::new).await
}

/// Shows one round.
pub(crate) async fn round(
    State(app): State<WebApp>,
    round: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, WebProblem> {
    let round = api::slug(round)?;
    let path = format!("/rondes/{round}");
    page(&app, &headers, query, path, move |query| {
        RoundPage::new(&round, query)
    })
    .await
}

/// Queries and renders a page, all of it as of one position.
async fn page<T: Template>(
    app: &WebApp,
    headers: &HeaderMap,
    query: Option<String>,
    path: String,
    create: impl FnOnce(&mut PageQuery<'_>) -> Result<T, WebProblem> + Send + 'static,
) -> Result<Response, WebProblem> {
    accept::require(headers, &[MediaType::Html])?;
    let mut pairs = api::pairs(query.as_deref())?;
    // Browsers send empty fields of a form too.
    pairs.retain(|(_, value): &Pair| !value.is_empty());
    let now = app.now();
    let (common, page_keys) = page_query::split(pairs);
    let scope = app.parse_scope(&common)?;
    app.wait_for_position(scope.at_least).await?;
    app.run_limited(move |app| {
        let mut query = PageQuery::new(app, path, common, page_keys, now)?;
        html(&create(&mut query)?)
    })
    .await
}

/// The problem of a code that is not in the register.
pub(crate) fn no_such_municipality() -> WebProblem {
    WebProblem::not_found("There never was a municipality with this code.")
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
