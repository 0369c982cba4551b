//! The receipt of a form: in the log, stored until the log is available, or stored because the log rejects it.

use askama::Template;
use axum::{
    extract::{Path, RawQuery, State, rejection::PathRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use emitter::{DeliveryState, EarlierEntry};
use httpd::{MediaType, accept};
use tracing::error;

use super::{Forms, form_key::SubmissionKey};
use crate::{
    app::WebApp,
    language::ChosenLanguage,
    pages::{self, PageFrame},
    problem::WebProblem,
    query,
};

#[derive(Template)]
#[template(path = "receipt.html")]
pub(crate) struct ReceiptPage {
    pub(crate) frame: PageFrame,
    /// Why the log rejects it; `None` while it waits.
    pub(crate) rejected: Option<String>,
    pub(crate) event_id: String,
    /// What it is about: the knelpunt, or the municipality and its support.
    pub(crate) id: String,
    /// Which of the two.
    pub(crate) label: &'static str,
}

/// Redirects to the page that shows what was sent.
pub(crate) fn redirect(entry: &EarlierEntry, key: SubmissionKey) -> Response {
    let to = match &entry.delivery {
        DeliveryState::Published { position, .. } => {
            let position = position.to_string();
            if let Some((municipality, _)) = entry.subject.split_once('/') {
                // Its page lists the support.
                let page = format!("/gemeenten/{municipality}");
                query::link(&page, [("atLeast", &*position)])
            } else {
                let keys = [("atLeast", &*position), ("said", &*entry.event_id)];
                query::link(&format!("/knelpunten/{}", entry.subject), keys)
            }
        }
        DeliveryState::Waiting | DeliveryState::Dead { .. } => format!("/verstuurd/{key}"),
    };
    (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
}

/// Returns the event that an earlier submission with the same key caused, if any.
///
/// # Errors
///
/// 500 if the outbox cannot be read.
pub(crate) async fn find_earlier(
    forms: &Forms,
    key: SubmissionKey,
) -> Result<Option<EarlierEntry>, WebProblem> {
    let earlier = forms.emitter.find_by_key(&key.idempotency_key()).await;
    earlier.map_err(|cause| {
        error!(
            error = &cause as &dyn std::error::Error,
            "cannot look up an earlier submission of a form in the outbox"
        );
        WebProblem::internal()
    })
}

/// Shows the receipt of a form.
pub(crate) async fn receipt(
    State((app, forms)): State<(WebApp, Forms)>,
    key: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, WebProblem> {
    accept::require(&headers, &[MediaType::Html])?;
    let mut pairs = query::pairs(query.as_deref()).map_err(WebProblem::keys)?;
    let language = ChosenLanguage::take(&mut pairs, &headers)?;
    pages::check_keys(&pairs, &[])?;
    let unknown = || WebProblem::not_found("There is no receipt of such a form.");
    let key = key.ok().and_then(|Path(text)| SubmissionKey::parse(&text));
    let key = key.ok_or_else(unknown)?;
    let earlier = find_earlier(&forms, key).await?.ok_or_else(unknown)?;
    let rejected = match earlier.delivery.clone() {
        DeliveryState::Published { .. } => return Ok(redirect(&earlier, key)),
        DeliveryState::Waiting => None,
        DeliveryState::Dead { reason } => Some(reason),
    };
    let title = match rejected {
        Some(_) => texts::receipt::REJECTED,
        None => texts::receipt::STORED,
    };
    let path = format!("/verstuurd/{key}");
    let page = ReceiptPage {
        frame: PageFrame::without_figures(&app, language, &path, title.to_owned(), Vec::new()),
        rejected,
        event_id: earlier.event_id,
        label: if earlier.subject.contains('/') {
            texts::receipt::SUPPORT
        } else {
            texts::receipt::KNELPUNT
        },
        id: earlier.subject,
    };
    let response = app.run_blocking(move |_| pages::html(&page)).await?;
    Ok(language.finish(response))
}
