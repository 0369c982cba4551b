//! The page on which a file is read in: a table of reports, or a filled-in workbook of a round. First a trial run, which
//! publishes nothing and shows what would be added and every error; then the same file again, with the seal of its trial.
//!
//! Between the two the file is in the page itself, in a hidden field. Nothing is kept here: no memory that many uploads
//! could use up, no time after which a trial is lost, and any server of the organisation with the same secret could take
//! the second step. The price is that a page is a third larger than its file, within [`FILE_LIMIT_BYTES`].
//!
//! In reading order: `request` (the file and its options), `trial` (what it comes to, with `sheet_trial` and
//! `table_trial`), `publish`, `page`.

pub(crate) mod call_sheet;
mod columns;
mod page;
mod publish;
mod request;
#[cfg(test)]
mod samples;
mod sheet_trial;
mod table_trial;
mod trial;

use std::time::Duration;

use axum::{
    extract::{RawQuery, Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::get,
};
use httpd::{MediaType, Route, UploadedForm, accept, query, write};

use self::{
    page::{ImportPage, ImportState},
    publish::ImportReceipt,
    request::ImportRequest,
    trial::Trial,
};
use crate::{Forms, app::WebApp, language::ChosenLanguage, pages, problem::WebProblem};

/// The path of the page.
pub(crate) const PATH: &str = "/inlezen";

/// The largest file: thousands of filled-in rows are less than a tenth of it.
const FILE_LIMIT_BYTES: usize = 4 * 1024 * 1024;
/// The largest form: such a file in base64, with its options. A larger file fits too, so that the page can refuse it.
const BODY_LIMIT_BYTES: usize = 8 * 1024 * 1024;
/// The time for a browser to send it, over a slow line.
const BODY_TIMEOUT: Duration = Duration::from_mins(1);

/// Returns the routes of the page, and of the workbook that is filled in.
pub(crate) fn routes(app: &WebApp, forms: &Forms) -> Vec<Route> {
    let state = (app.clone(), forms.clone());
    let page = get(show).post(submit).with_state(state.clone());
    let sheet = get(call_sheet::call_sheet).with_state(state);
    vec![
        Route::form(PATH, page),
        Route::page(call_sheet::PATH, sheet),
    ]
}

/// Shows the page without a file, and what came of the last one.
async fn show(
    State((app, _)): State<(WebApp, Forms)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, WebProblem> {
    accept::require(&headers, &[MediaType::Html])?;
    let mut pairs = query::pairs(query.as_deref()).map_err(WebProblem::keys)?;
    let language = ChosenLanguage::take(&mut pairs, &headers)?;
    pages::check_keys(&pairs, &ImportReceipt::KEYS)?;
    let state = ImportReceipt::parse(&pairs).map_or(ImportState::Empty, ImportState::Done);
    let page = ImportPage::new(&app, language, state);
    Ok(language.finish(pages::html(&page)?))
}

/// Tries a file, or publishes one that was tried.
async fn submit(
    State((app, forms)): State<(WebApp, Forms)>,
    request: Request,
) -> Result<Response, WebProblem> {
    let headers = request.headers().clone();
    accept::require(&headers, &[MediaType::Html])?;
    write::require_upload(&headers)?;
    let mut pairs = query::pairs(request.uri().query()).map_err(WebProblem::keys)?;
    let language = ChosenLanguage::take(&mut pairs, &headers)?;
    pages::check_keys(&pairs, &[])?;
    let body = write::read_body(request.into_body(), BODY_LIMIT_BYTES, BODY_TIMEOUT).await?;
    let form = UploadedForm::parse(&headers, body).await?;
    let source = forms.emitter.source.clone();
    let tried = app.run_queued(move |app| {
        let request = match ImportRequest::new(&form, app.now()) {
            Ok(request) => request,
            Err(refused) => return Ok(Err(refused)),
        };
        let trial = Trial::new(app, language.messages(), &source, &request)?;
        Ok(Ok((request, trial)))
    });
    let (request, trial) = match tried.await? {
        Ok(tried) => tried,
        Err(refused) => {
            return refuse(&app, language, ImportState::Refused(refused));
        }
    };
    let key = trial.key(&request);
    let is_confirmed = request.is_confirmed();
    if is_confirmed && forms.secret.has_sealed(key, &request.seal) && !trial.drafts.is_empty() {
        return match publish::publish(forms, trial).await {
            Ok(published) => {
                let to = published.link(language.link_key());
                Ok((StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response())
            }
            Err(unpublished) => refuse(&app, language, ImportState::Unpublished(unpublished)),
        };
    }
    let status = if trial.is_wrong() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else if is_confirmed {
        StatusCode::CONFLICT
    } else {
        StatusCode::OK
    };
    let seal = forms.secret.seal(key);
    let page = app.run_blocking(move |app| {
        let state = ImportState::Tried(Box::new(trial), request, seal);
        pages::html(&ImportPage::new(app, language, state))
    });
    let mut response = page.await?;
    *response.status_mut() = status;
    Ok(language.finish(response))
}

/// Shows the page with the reason for which nothing, or not all, was published.
fn refuse(
    app: &WebApp,
    language: ChosenLanguage,
    state: ImportState,
) -> Result<Response, WebProblem> {
    let status = state.status();
    let page = ImportPage::new(app, language, state);
    let mut response = pages::html(&page)?;
    *response.status_mut() = status;
    Ok(language.finish(response))
}
