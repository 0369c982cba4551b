//! The forms: a knelpunt reported, confirmed, resolved, merged or withdrawn by somebody at a page, in Dutch and without
//! script. They make the data of an event and hand them to the `emitter`, which judges them as every reader of the log
//! will; what is wrong comes back at its field, and nothing that was typed is lost.
//!
//! In reading order: `guard` (whose forms are taken, and under which key), `fields` (what was typed), `about` (what the
//! views say of the place or the knelpunt), `saying` (the data), `faults` (what is wrong, in Dutch), `alike` and `warning`
//! (is it this one?), `filled` (all of that together), `filling`, `controls`, `page` and `choosing` (how it is shown),
//! `sent` (what became of it).

mod about;
mod alike;
mod choosing;
mod controls;
mod faults;
mod fields;
mod filled;
mod filling;
mod guard;
mod page;
#[cfg(test)]
mod samples;
mod saying;
mod sent;
mod warning;

use std::time::Duration;

use axum::{
    extract::{Path, RawQuery, Request, State, rejection::PathRejection},
    http::{HeaderMap, StatusCode},
    response::Response,
    routing::{MethodRouter, get},
};
use emitter::{EarlierEntry, Emitter};
use httpd::{MediaType, PagingParameters, Route, accept, write};

use self::{
    fields::Fields,
    filled::{Filled, Judged},
    guard::FormKey,
    saying::Saying,
};
use crate::{api, app::WebApp, pages, problem::WebProblem};

pub use guard::Secret;

/// The largest form, in bytes: the longest texts that an event takes, each character written as three or more.
const BODY_LIMIT_BYTES: usize = 128 * 1024;
/// How long a browser may take to send one.
const BODY_PATIENCE: Duration = Duration::from_secs(10);

/// What forms need: who says what is sent, and what they are sealed with.
#[derive(Debug, Clone)]
pub struct Forms {
    /// Who says it, and where it waits.
    pub emitter: Emitter,
    /// Chance of this process.
    pub secret: Secret,
}

/// The five forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A knelpunt is reported in a municipality.
    Report,
    /// It is reported once more.
    Confirm,
    /// It is gone.
    Resolve,
    /// It is another one.
    Merge,
    /// One of its events is taken back.
    Withdraw,
}

impl Form {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Report, "/gemeenten/{code}/melden"),
        (Self::Confirm, "/knelpunten/{id}/bevestigen"),
        (Self::Resolve, "/knelpunten/{id}/oplossen"),
        (Self::Merge, "/knelpunten/{id}/samenvoegen"),
        (Self::Withdraw, "/knelpunten/{id}/intrekken"),
    ];

    /// Gives the last part of its path.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Report => "melden",
            Self::Confirm => "bevestigen",
            Self::Resolve => "oplossen",
            Self::Merge => "samenvoegen",
            Self::Withdraw => "intrekken",
        }
    }
}

impl Forms {
    /// Makes a key for a form that nobody has filled in.
    fn fresh(&self) -> Result<FormKey, WebProblem> {
        FormKey::parse(&(self.emitter.new_id)()).ok_or_else(WebProblem::internal)
    }
}

/// Gives what is answered where somebody says what is sent.
pub(crate) fn routes(app: &WebApp, forms: &Forms) -> Vec<Route> {
    let state = (app.clone(), forms.clone());
    let of = |form: Form| -> MethodRouter<(WebApp, Forms)> {
        get(
            async move |State((app, forms)): State<(WebApp, Forms)>,
                        place: Result<Path<String>, PathRejection>,
                        RawQuery(query): RawQuery,
                        headers: HeaderMap| {
                show(app, forms, form, (place, query, headers)).await
            },
        )
        .post(
            async move |State((app, forms)): State<(WebApp, Forms)>,
                        place: Result<Path<String>, PathRejection>,
                        request: Request| {
                take(app, forms, form, place, request).await
            },
        )
    };
    let all = Form::ALL.map(|(form, path)| Route::form(path, of(form).with_state(state.clone())));
    let sent = get(sent::sent).with_state(state.clone());
    let sent = Route::get("/verstuurd/{key}", sent);
    all.into_iter().chain([sent]).collect()
}

/// Shows a form, empty.
async fn show(
    app: WebApp,
    forms: Forms,
    form: Form,
    (place, query, headers): (
        Result<Path<String>, PathRejection>,
        Option<String>,
        HeaderMap,
    ),
) -> Result<Response, WebProblem> {
    accept::require(&headers, &[MediaType::Html])?;
    let mut pairs = api::pairs(query.as_deref())?;
    let known: &[&str] = match form {
        Form::Withdraw => &["source", "event"],
        Form::Report | Form::Confirm | Form::Resolve | Form::Merge => &[],
    };
    pages::known_only(&pairs, known)?;
    let place = named(place)?;
    app.run_limited(move |app| {
        pairs.push(("observedAt".to_owned(), app.now().day().to_string()));
        let fields = Fields::of(pairs);
        let chosen = !fields.typed("event").is_empty();
        let filled = Filled::of(app, forms, form, (&place, ""), fields)?;
        let wrong = if chosen {
            // A link may be old.
            Saying::of(form, &filled.about, &filled.fields).wrong
        } else {
            Vec::new()
        };
        filled.again(StatusCode::OK, &wrong, None)
    })
    .await
}

/// Takes a form, filled in: says it, or shows it again with everything that is wrong.
async fn take(
    app: WebApp,
    forms: Forms,
    form: Form,
    place: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, WebProblem> {
    let headers = request.headers();
    accept::require(headers, &[MediaType::Html])?;
    write::require_form(headers)?;
    PagingParameters::parse(request.uri().query(), &[])?;
    let place = named(place)?;
    let path = request.uri().path().to_owned();
    let body = write::read_body(request.into_body(), BODY_LIMIT_BYTES, BODY_PATIENCE).await?;
    let fields = Fields::parse(&body)?;
    let (filled, judged) = app
        .run_queued(move |app| {
            let filled = Filled::of(app, forms, form, (&place, &path), fields)?;
            let judged = filled.judge(app)?;
            Ok((filled, judged))
        })
        .await?;
    // Only now: what was sent twice at once is judged by what the first may have changed, and found here all the same.
    let earlier = sent::earlier(&filled.forms, filled.sent).await;
    let body = match (judged, earlier) {
        (Judged::Again(_), Ok(Some(earlier))) => {
            return Ok(sent::lead_there(&earlier, filled.sent));
        }
        (Judged::Again(page), _) => return Ok(page),
        (Judged::Fit(body), _) => body,
    };
    let (emitter, key) = (&filled.forms.emitter, filled.sent.of_event());
    match emitter.submit(form.event_type(), &body, Some(&key)).await {
        Ok(mut said) => {
            let settled = emitter.wait_for_delivery(&mut said).await;
            let said = EarlierEntry {
                event_id: said.id,
                subject: said.subject.to_string(),
                delivery: settled,
            };
            Ok(sent::lead_there(&said, filled.sent))
        }
        Err(refused) => {
            // The same form may have been taken in between, and have changed what this one would say.
            if let Ok(Some(earlier)) = sent::earlier(&filled.forms, filled.sent).await {
                return Ok(sent::lead_there(&earlier, filled.sent));
            }
            app.run_blocking(move |_| filled.refused(&refused)).await
        }
    }
}

fn named(place: Result<Path<String>, PathRejection>) -> Result<String, WebProblem> {
    let nowhere = |_| WebProblem::not_found("There is nothing here.");
    place.map(|Path(place)| place).map_err(nowhere)
}
