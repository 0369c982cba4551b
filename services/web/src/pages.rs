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
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use httpd::MediaType;
use tracing::error;

use self::{
    knelpunt::KnelpuntPage, municipality::MunicipalityPage, overview::OverviewPage,
    round::RoundPage, rounds::RoundsPage,
};
use crate::{app::WebApp, problem::WebProblem, query::Pair, read_request::ReadRequest};

pub(crate) use self::{
    failure::failure,
    frame::Link,
    knelpunt::event_line,
    municipality::present,
    page_query::{PageQuery, check_keys},
};

/// Shows what persists, where, and the trend.
pub(crate) async fn overview(request: ReadRequest) -> Result<Response, WebProblem> {
    page(request, "/".to_owned(), OverviewPage::new).await
}

/// Shows one municipality.
pub(crate) async fn municipality(request: ReadRequest) -> Result<Response, WebProblem> {
    let (register, code) = (request.app.register(), request.parameter.as_deref());
    // People type the name of a municipality into the address.
    let id = code.and_then(|code| register.find_municipality_by_name(code).ok());
    let id = id.ok_or_else(WebProblem::no_such_municipality)?;
    let path = format!("/gemeenten/{}", register.municipality(id).code);
    page(request, path, move |query| MunicipalityPage::new(id, query)).await
}

/// Shows one knelpunt with its history.
pub(crate) async fn knelpunt(request: ReadRequest) -> Result<Response, WebProblem> {
    let id = request.knelpunt_id()?;
    let path = format!("/knelpunten/{id}");
    page(request, path, move |query| KnelpuntPage::new(id, query)).await
}

/// Shows all rounds.
pub(crate) async fn rounds(request: ReadRequest) -> Result<Response, WebProblem> {
    page(request, "/rondes".to_owned(), RoundsPage::new).await
}

/// Shows one round.
pub(crate) async fn round(request: ReadRequest) -> Result<Response, WebProblem> {
    let round = request.round()?;
    let path = format!("/rondes/{round}");
    page(request, path, move |query| RoundPage::new(&round, query)).await
}

/// Queries and renders a page, all of it as of one position.
async fn page<T: Template>(
    request: ReadRequest,
    path: String,
    create: impl FnOnce(&mut PageQuery<'_>) -> Result<T, WebProblem> + Send + 'static,
) -> Result<Response, WebProblem> {
    request.accept(&[MediaType::Html])?;
    let mut pairs = request.pairs()?;
    // Browsers send empty fields of a form too.
    pairs.retain(|(_, value): &Pair| !value.is_empty());
    let now = request.app.now();
    let (common, page_keys) = page_query::split(pairs);
    let at_least = request.app.parse_scope(&common)?.at_least;
    let answer = move |app: &WebApp| {
        let mut query = PageQuery::new(app, path, common, page_keys, now)?;
        html(&create(&mut query)?)
    };
    request.answer(at_least, answer).await
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
