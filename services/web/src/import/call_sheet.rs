//! The workbook of a round as a file: filled in, it comes back through the page on which a file is read in.

use api::{Filter, answers::PersistingItem};
use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, header},
    response::{IntoResponse as _, Response},
};
use httpd::{MediaType, accept, query};
use questions::{KnelpuntenQuestion, Paging};
use rounds::{CallSheet, SheetMunicipality, WorkbookInfo};

use crate::{
    Forms,
    app::WebApp,
    pages::{self, PageQuery},
    problem::WebProblem,
};

/// The path of the file.
pub(crate) const PATH: &str = "/bellijst.xlsx";
/// The key that names the round.
pub(crate) const ROUND: &str = "round";
/// The most rows: more than a sheet of a workbook that can be read in.
const ROWS_LIMIT: usize = 50_000;

/// Returns the workbook of a round, with all municipalities of today and what is open there.
pub(super) async fn call_sheet(
    State((app, forms)): State<(WebApp, Forms)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, WebProblem> {
    accept::require(&headers, &[MediaType::Xlsx])?;
    let pairs = query::pairs(query.as_deref()).map_err(WebProblem::keys)?;
    pages::check_keys(&pairs, &[ROUND])?;
    let round = pairs.into_iter().last().map(|(_, round)| round);
    let round = round.unwrap_or_default().trim().to_lowercase();
    if !model::is_round(&round) {
        let problem = "is not a round: use lower-case letters, digits and hyphens, such as 2013-06";
        return Err(WebProblem::key(ROUND, problem));
    }
    let name = format!("attachment; filename=\"bellijst-{round}.xlsx\"");
    let source = forms.emitter.source;
    let workbook = app.run_limited(move |app| {
        let day = app.now().day();
        let info = WorkbookInfo {
            round,
            source,
            as_of: day,
            coach_organisation: None,
        };
        let municipalities = SheetMunicipality::of_day(app.register(), day);
        let sheet = CallSheet::new(info, municipalities, open(app)?);
        rounds::write_workbook(&sheet, app.register()).map_err(|cause| {
            let error = &cause as &dyn std::error::Error;
            tracing::error!(error, "cannot write a call sheet");
            WebProblem::internal()
        })
    });
    let headers = [
        (
            header::CONTENT_TYPE,
            MediaType::Xlsx.content_type().to_owned(),
        ),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, workbook.await?).into_response())
}

/// Returns what is open now, the oldest first.
fn open(app: &WebApp) -> Result<Vec<PersistingItem>, WebProblem> {
    let question = KnelpuntenQuestion {
        paging: Paging::first(ROWS_LIMIT),
        ..KnelpuntenQuestion::default()
    };
    let answer = PageQuery::now(app)?.ask(Filter::default(), question)?;
    Ok(answer.items)
}
