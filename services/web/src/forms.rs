//! The forms: report, confirm, resolve, merge, withdraw or record support on a page, in Dutch and without script. A form makes the data of
//! an event and submits it to the `emitter`, which validates it as every reader of the log does. Violations are shown at
//! their fields, and no typed value is lost.
//!
//! In reading order: `form_key` (which forms are accepted, under which key), `fields` (the values), `context` (the
//! municipality or the knelpunt), `form_data` (the event), `violations` (in Dutch), `duplicates` and `duplicate_warning`
//! (is it this one?), `submission` (all of that together), `control`, `controls`, `page` and `event_picker` (how it is
//! shown), `receipt` (the page after it was sent).

mod context;
mod control;
mod controls;
mod duplicate_warning;
mod duplicates;
mod event_picker;
mod fields;
mod form_data;
mod form_key;
pub(crate) mod municipality_choice;
mod page;
mod quarantine_retry;
mod receipt;
#[cfg(test)]
mod samples;
mod submission;
mod violations;

use std::time::Duration;

use axum::{
    extract::{Path, RawQuery, Request, State, rejection::PathRejection},
    http::{HeaderMap, StatusCode},
    response::Response,
    routing::{MethodRouter, get, post},
};
use emitter::{EarlierEntry, Emitter};
use httpd::{MediaType, PagingParameters, Route, accept, query, write};

use self::{
    fields::Fields,
    form_data::FormData,
    submission::{FormOutcome, Submission},
};
use crate::{app::WebApp, language::ChosenLanguage, pages, problem::WebProblem};

pub(crate) use form_key::FormKey;
pub use form_key::Secret;

/// The largest form, in bytes: the longest texts of an event, with percent-encoding.
const BODY_LIMIT_BYTES: usize = 128 * 1024;
/// The time for a browser to send it.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// What forms need: the emitter of their events, and the secret that seals them.
#[derive(Debug, Clone)]
pub struct Forms {
    /// Submits the events.
    pub emitter: Emitter,
    /// Seals the forms of this process.
    pub secret: Secret,
}

/// The six forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Reports a knelpunt of a municipality.
    Report,
    /// Reports it again.
    Confirm,
    /// Resolves it.
    Resolve,
    /// Merges it into another one.
    Merge,
    /// Withdraws one of its events.
    Withdraw,
    /// Records support of a municipality.
    Support,
}

impl Form {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Report, "/gemeenten/{code}/melden"),
        (Self::Confirm, "/knelpunten/{id}/bevestigen"),
        (Self::Resolve, "/knelpunten/{id}/oplossen"),
        (Self::Merge, "/knelpunten/{id}/samenvoegen"),
        (Self::Withdraw, "/knelpunten/{id}/intrekken"),
        (Self::Support, "/gemeenten/{code}/ondersteuning"),
    ];

    /// Returns the last part of its path.
    pub(crate) const fn slug(self) -> &'static str {
        match self {
            Self::Report => "melden",
            Self::Confirm => "bevestigen",
            Self::Resolve => "oplossen",
            Self::Merge => "samenvoegen",
            Self::Withdraw => "intrekken",
            Self::Support => "ondersteuning",
        }
    }
}

impl Forms {
    /// Creates the key of an empty form.
    fn new_key(&self) -> Result<FormKey, WebProblem> {
        FormKey::parse(&(self.emitter.new_id)()).ok_or_else(WebProblem::internal)
    }
}

/// Returns the routes of the forms.
pub(crate) fn routes(app: &WebApp, forms: &Forms) -> Vec<Route> {
    let state = (app.clone(), forms.clone());
    let methods = |form: Form| -> MethodRouter<(WebApp, Forms)> {
        get(
            async move |State((app, forms)): State<(WebApp, Forms)>,
                        about: Result<Path<String>, PathRejection>,
                        RawQuery(query): RawQuery,
                        headers: HeaderMap| {
                show(app, forms, form, (about, query, headers)).await
            },
        )
        .post(
            async move |State((app, forms)): State<(WebApp, Forms)>,
                        about: Result<Path<String>, PathRejection>,
                        request: Request| {
                submit(app, forms, form, about, request).await
            },
        )
    };
    let all =
        Form::ALL.map(|(form, path)| Route::form(path, methods(form).with_state(state.clone())));
    let receipt = get(receipt::receipt).with_state(state.clone());
    let receipt = Route::page("/verstuurd/{key}", receipt);
    let choice = get(municipality_choice::choose_municipality).with_state(app.clone());
    let choice = Route::page(municipality_choice::PATH, choice);
    let retry = post(quarantine_retry::retry).with_state(state.clone());
    let retry = Route::form(quarantine_retry::RETRY, retry);
    all.into_iter().chain([receipt, choice, retry]).collect()
}

/// Shows an empty form.
async fn show(
    app: WebApp,
    forms: Forms,
    form: Form,
    (about, query, headers): (
        Result<Path<String>, PathRejection>,
        Option<String>,
        HeaderMap,
    ),
) -> Result<Response, WebProblem> {
    accept::require(&headers, &[MediaType::Html])?;
    let mut pairs = query::pairs(query.as_deref()).map_err(WebProblem::keys)?;
    let language = ChosenLanguage::take(&mut pairs, &headers)?;
    let known: &[&str] = match form {
        Form::Withdraw => &["source", "event"],
        Form::Report | Form::Confirm | Form::Resolve | Form::Merge | Form::Support => &[],
    };
    pages::check_keys(&pairs, known)?;
    let about = path_parameter(about)?;
    let shown = app.run_limited(move |app| {
        pairs.push(("observedAt".to_owned(), app.now().day().to_string()));
        let fields = Fields::new(pairs);
        let chosen = !fields.typed("event").is_empty();
        let empty = Submission::new((app, language), forms, form, (&about, ""), fields)?;
        let violations = if chosen {
            // The link to withdraw an event may be old.
            FormData::new(form, &empty.context, &empty.fields).violations
        } else {
            Vec::new()
        };
        empty.show(StatusCode::OK, &violations, None)
    });
    Ok(language.finish(shown.await?))
}

/// Submits a form, or shows it again with its violations.
async fn submit(
    app: WebApp,
    forms: Forms,
    form: Form,
    about: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, WebProblem> {
    let headers = request.headers();
    accept::require(headers, &[MediaType::Html])?;
    write::require_form(headers)?;
    PagingParameters::parse(request.uri().query(), &[])?;
    let language = ChosenLanguage::remembered(headers);
    let about = path_parameter(about)?;
    let path = request.uri().path().to_owned();
    let body = write::read_body(request.into_body(), BODY_LIMIT_BYTES, BODY_TIMEOUT).await?;
    let fields = Fields::parse(&body)?;
    let (submission, outcome) = app
        .run_queued(move |app| {
            let submission =
                Submission::new((app, language), forms, form, (&about, &path), fields)?;
            let outcome = submission.validate(app)?;
            Ok((submission, outcome))
        })
        .await?;
    // After validation, not before: of two submissions at once the second may find its knelpunt changed by the first,
    // and must still lead to the event of the first.
    let (forms, key) = (&submission.forms, submission.key);
    let earlier = receipt::find_earlier(forms, key).await;
    let body = match (outcome, earlier) {
        (FormOutcome::ShowAgain(_), Ok(Some(earlier))) => {
            return Ok(receipt::redirect(&earlier, key));
        }
        (FormOutcome::ShowAgain(page), _) => return Ok(page),
        (FormOutcome::Accept(body), _) => body,
    };
    let (emitter, event_key) = (&forms.emitter, key.idempotency_key());
    let submitted = emitter.submit(form.event_type(), &body, Some(&event_key));
    match submitted.await {
        Ok(mut submitted) => {
            let delivery = emitter.wait_for_delivery(&mut submitted).await;
            let entry = EarlierEntry {
                event_id: submitted.id,
                subject: submitted.subject.to_string(),
                delivery,
            };
            Ok(receipt::redirect(&entry, key))
        }
        Err(error) => {
            // The same form may have been accepted in between, and have changed what this one is about.
            if let Ok(Some(earlier)) = receipt::find_earlier(forms, key).await {
                return Ok(receipt::redirect(&earlier, key));
            }
            app.run_blocking(move |_| submission.show_error(&error))
                .await
        }
    }
}

fn path_parameter(about: Result<Path<String>, PathRejection>) -> Result<String, WebProblem> {
    let not_found = |_| {
        WebProblem::not_found("Nothing is served at this path; /v1/openapi.json describes the API.")
    };
    about.map(|Path(about)| about).map_err(not_found)
}
