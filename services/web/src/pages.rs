//! The pages: in Dutch and English, without script, and every figure with its definition.

mod compare;
mod country;
mod definitions;
mod failure;
mod feed;
mod figure;
mod frame;
mod group;
mod group_kind;
mod groups;
mod knelpunt;
mod knelpunt_rows;
mod knelpunten;
mod linked_text;
mod map;
mod matrix;
mod monthly_report;
mod monthly_reports;
mod municipalities;
mod municipality;
pub(crate) mod names;
mod navigation;
pub(crate) mod operations;
mod other_day;
mod outlook;
mod overview;
mod page_query;
mod paging;
mod parties;
mod provenance;
mod remedy;
mod report_history;
mod round;
mod rounds;
#[cfg(test)]
pub(crate) mod samples;
mod search;
mod statement;
mod support;
pub(crate) mod table;
mod timeline;
mod workbook;

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use bytes::Bytes;
use httpd::MediaType;
use register::CodeKind;
use tracing::error;

use self::{
    compare::ComparePage,
    definitions::DefinitionsPage,
    figure::PageFigure,
    group::{GroupPage, PageGroup, canonical_party},
    group_kind::GroupKind,
    groups::{CatalogueList, GroupsPage},
    knelpunt::KnelpuntPage,
    knelpunten::KnelpuntenPage,
    map::MapPage,
    matrix::MatrixPage,
    monthly_report::{Month, MonthlyReportPage},
    monthly_reports::MonthlyReportsPage,
    municipalities::MunicipalitiesPage,
    municipality::MunicipalityPage,
    operations::OperationsPage,
    outlook::OutlookPage,
    overview::OverviewPage,
    parties::PartiesPage,
    remedy::RemedyPage,
    round::RoundPage,
    rounds::RoundsPage,
    search::SearchPage,
    support::SupportPage,
};
use crate::{
    app::WebApp,
    problem::WebProblem,
    query::{self, Pair},
    read_request::{PageFormat, ReadRequest},
};

pub(crate) use self::{
    failure::failure,
    feed::feed,
    frame::{Link, PageFrame},
    knelpunt::event_line,
    municipality::present,
    page_query::{PageQuery, check_keys},
    statement::{accessibility, privacy},
};

/// Shows what persists, where, and the trend.
pub(crate) async fn overview(request: ReadRequest) -> Result<Response, WebProblem> {
    page(request, "/".to_owned(), OverviewPage::new).await
}

/// Shows all municipalities.
pub(crate) async fn municipalities(request: ReadRequest) -> Result<Response, WebProblem> {
    page(
        request,
        municipalities::PATH.to_owned(),
        MunicipalitiesPage::new,
    )
    .await
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

/// Shows all categories.
pub(crate) async fn categories(request: ReadRequest) -> Result<Response, WebProblem> {
    groups(request, CatalogueList::Categories).await
}

/// Shows all building blocks.
pub(crate) async fn building_blocks(request: ReadRequest) -> Result<Response, WebProblem> {
    groups(request, CatalogueList::BuildingBlocks).await
}

/// Shows one category.
pub(crate) async fn category(request: ReadRequest) -> Result<Response, WebProblem> {
    group(request, CatalogueList::Categories).await
}

/// Shows one building block.
pub(crate) async fn building_block(request: ReadRequest) -> Result<Response, WebProblem> {
    group(request, CatalogueList::BuildingBlocks).await
}

/// Shows on whom knelpunten wait.
pub(crate) async fn parties(request: ReadRequest) -> Result<Response, WebProblem> {
    page(
        request,
        GroupKind::Party.path().to_owned(),
        PartiesPage::new,
    )
    .await
}

/// Shows one party.
pub(crate) async fn party(request: ReadRequest) -> Result<Response, WebProblem> {
    let text = request.parameter.clone().unwrap_or_default();
    let code = canonical_party(&text).unwrap_or(text);
    let path = GroupKind::Party.path_of(&code);
    page(request, path, move |query| {
        let group = PageGroup::party(code, query)?;
        GroupPage::new(&group, query)
    })
    .await
}

async fn group(request: ReadRequest, list: CatalogueList) -> Result<Response, WebProblem> {
    let register = request.app.register();
    // People type names into the address.
    let text = request.parameter.as_deref().unwrap_or_default();
    let found = register.find_code(list.code_kind(), text);
    let code = found
        .map_err(|unknown| WebProblem::no_such_code(&unknown, |code| list.kind().path_of(code)))?;
    let (kind, code) = (list.kind(), code.to_owned());
    let path = kind.path_of(&code);
    page(request, path, move |query| {
        let group = PageGroup::of_catalogue(kind, code, query);
        GroupPage::new(&group, query)
    })
    .await
}

async fn groups(request: ReadRequest, list: CatalogueList) -> Result<Response, WebProblem> {
    let path = list.kind().path().to_owned();
    page(request, path, move |query| GroupsPage::new(list, query)).await
}

/// Shows the list of all knelpunten.
pub(crate) async fn knelpunten(request: ReadRequest) -> Result<Response, WebProblem> {
    page(request, knelpunten::PATH.to_owned(), KnelpuntenPage::new).await
}

/// Shows one knelpunt with its history.
pub(crate) async fn knelpunt(request: ReadRequest) -> Result<Response, WebProblem> {
    let id = request.knelpunt_id()?;
    let path = format!("/knelpunten/{id}");
    page(request, path, move |query| KnelpuntPage::new(id, query)).await
}

/// Shows which open knelpunten will not be resolved by themselves.
pub(crate) async fn outlook(request: ReadRequest) -> Result<Response, WebProblem> {
    page(request, outlook::PATH.to_owned(), OutlookPage::new).await
}

/// Shows whether support helped.
pub(crate) async fn support(request: ReadRequest) -> Result<Response, WebProblem> {
    page(request, support::PATH.to_owned(), SupportPage::new).await
}

/// Shows whether one kind of support helped.
pub(crate) async fn remedy(request: ReadRequest) -> Result<Response, WebProblem> {
    let register = request.app.register();
    // People type names into the address.
    let text = request.parameter.as_deref().unwrap_or_default();
    let found = register.find_code(CodeKind::Remedy, text);
    let code = found.map_err(|unknown| WebProblem::no_such_code(&unknown, remedy::path_of))?;
    let code = code.to_owned();
    let path = remedy::path_of(&code);
    page(request, path, move |query| RemedyPage::new(&code, query)).await
}

/// Compares groups.
pub(crate) async fn compare(request: ReadRequest) -> Result<Response, WebProblem> {
    page(request, compare::PATH.to_owned(), ComparePage::new).await
}

/// Shows a large map, of one day or two.
pub(crate) async fn map(request: ReadRequest) -> Result<Response, WebProblem> {
    page(request, map::PATH.to_owned(), MapPage::new).await
}

/// Shows what is open by municipality and category.
pub(crate) async fn matrix(request: ReadRequest) -> Result<Response, WebProblem> {
    page(request, matrix::PATH.to_owned(), MatrixPage::new).await
}

/// Shows all rounds.
pub(crate) async fn rounds(request: ReadRequest) -> Result<Response, WebProblem> {
    page(request, rounds::PATH.to_owned(), RoundsPage::new).await
}

/// Shows one round.
pub(crate) async fn round(request: ReadRequest) -> Result<Response, WebProblem> {
    let round = request.round()?;
    let path = format!("/rondes/{round}");
    page(request, path, move |query| RoundPage::new(&round, query)).await
}

/// Shows all monthly reports.
pub(crate) async fn monthly_reports(request: ReadRequest) -> Result<Response, WebProblem> {
    let path = monthly_reports::PATH.to_owned();
    page(request, path, MonthlyReportsPage::new).await
}

/// Shows the report of one month.
pub(crate) async fn monthly_report(request: ReadRequest) -> Result<Response, WebProblem> {
    let month: Option<Month> = request
        .parameter
        .as_deref()
        .and_then(|month| month.parse().ok());
    let month = month.ok_or_else(|| {
        WebProblem::not_found("The address of a monthly report ends in its month, such as 2026-10.")
    })?;
    let path = monthly_report::path(month);
    page(request, path, move |query| {
        MonthlyReportPage::new(month, query)
    })
    .await
}

/// Shows operators whether all is well.
pub(crate) async fn operations(request: ReadRequest) -> Result<Response, WebProblem> {
    page(request, operations::PATH.to_owned(), OperationsPage::new).await
}

/// Shows what the terms mean.
pub(crate) async fn definitions(request: ReadRequest) -> Result<Response, WebProblem> {
    page(request, "/begrippen".to_owned(), |query| {
        DefinitionsPage::new(query)
    })
    .await
}

/// Searches; words that name one municipality lead to its page.
pub(crate) async fn search(request: ReadRequest) -> Result<Response, WebProblem> {
    let (mut pairs, language) = request.page_pairs()?;
    let register = request.app.register();
    let named = search::searched_text(&pairs)
        .and_then(|name| register.find_municipality_by_name(&name).ok());
    if let Some(id) = named {
        pairs.retain(|(key, _)| key != "q");
        let keys = pairs.iter().map(|(key, value)| (&**key, &**value));
        let path = format!("/gemeenten/{}", register.municipality(id).code);
        let to = query::link(&path, keys.chain(language.link_key()));
        return Ok((StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response());
    }
    page(request, "/zoeken".to_owned(), SearchPage::new).await
}

/// A page, and the figures on it.
trait Page: Template {
    /// Whether the page depends on nothing but its address and the state of the views.
    const CAN_BE_CACHED: bool = true;

    /// Returns the figures, which have files.
    fn figures(&self) -> Vec<&PageFigure> {
        Vec::new()
    }
}

/// Queries and renders a page, or the file of one of its figures, all of it as of one position.
async fn page<T: Page>(
    request: ReadRequest,
    path: String,
    create: impl FnOnce(&mut PageQuery<'_>) -> Result<T, WebProblem> + Send + 'static,
) -> Result<Response, WebProblem> {
    let format = request.format;
    request.accept(&[format.media_type()])?;
    let (mut pairs, language) = request.page_pairs()?;
    let figure = (format != PageFormat::Page).then(|| take_figure(&mut pairs));
    let (now, origin) = (request.app.now(), request.origin());
    let (common, page_keys) = page_query::split(pairs);
    let at_least = request.app.parse_scope(&common)?.at_least;
    let answer = move |app: &WebApp| {
        // Before the page: it may be of a newer state, and never of an older.
        let state = app.page_state().filter(|_| T::CAN_BE_CACHED);
        let address = format!("{path} {language:?} {common:?} {page_keys:?}");
        let cached = state.as_ref().filter(|_| format == PageFormat::Page);
        let cached = cached.and_then(|state| app.page_cache.get(&address, state, now));
        if let Some(html) = cached {
            return Ok(html_response(html));
        }
        let mut query = PageQuery::new(app, (path, format), common, page_keys, language, now)?;
        let page = create(&mut query)?;
        if let Some(id) = figure {
            return file(&page.figures(), id.as_deref(), &query, &origin);
        }
        let html = Bytes::from(render(&page)?);
        if let Some(state) = state {
            app.page_cache.insert(address, state, now, &html);
        }
        Ok(html_response(html))
    };
    Ok(language.finish(request.answer(at_least, answer).await?))
}

/// Removes the key that names a figure.
fn take_figure(pairs: &mut Vec<Pair>) -> Option<String> {
    let index = pairs.iter().rposition(|(key, _)| key == "figure")?;
    Some(pairs.remove(index).1)
}

/// Returns the file of a figure, of the first if none is named.
fn file(
    figures: &[&PageFigure],
    id: Option<&str>,
    query: &PageQuery<'_>,
    origin: &str,
) -> Result<Response, WebProblem> {
    let figure = figures
        .iter()
        .find(|figure| id.is_none_or(|id| figure.id == id));
    let figure = figure.ok_or_else(|| {
        let known: Vec<&str> = figures.iter().map(|figure| figure.id).collect();
        let known = known.join(", ");
        WebProblem::not_found(format!("The page has no such figure; it has: {known}."))
    })?;
    let body = match query.format {
        PageFormat::Page | PageFormat::Table => {
            table::csv(&figure.table, query.language.language).into_bytes()
        }
        PageFormat::Workbook => workbook::xlsx(figure, query, origin).map_err(|cause| {
            error!(
                error = &cause as &dyn std::error::Error,
                "cannot make a workbook"
            );
            WebProblem::internal()
        })?,
        PageFormat::Picture => {
            let picture = figure.file.clone().ok_or_else(|| {
                WebProblem::not_found("The figure is a table without a chart; its .csv has it.")
            })?;
            picture.into_bytes()
        }
    };
    let suffix = query.format.suffix();
    let name = format!("attachment; filename=\"{}{suffix}\"", figure.id);
    let headers = [
        (
            header::CONTENT_TYPE,
            query.format.media_type().content_type().to_owned(),
        ),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, body).into_response())
}

/// Renders a page.
pub(crate) fn html(page: &impl Template) -> Result<Response, WebProblem> {
    Ok(html_response(render(page)?.into()))
}

fn html_response(html: Bytes) -> Response {
    let content_type = HeaderValue::from_static(MediaType::Html.content_type());
    ([(header::CONTENT_TYPE, content_type)], html).into_response()
}

fn render(page: &impl Template) -> Result<String, WebProblem> {
    page.render().map_err(|cause| {
        error!(
            error = &cause as &dyn std::error::Error,
            "failed to render a page"
        );
        WebProblem::internal()
    })
}
