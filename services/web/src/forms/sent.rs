//! What became of what was sent: in the log, kept until the log is there, or kept because it cannot be published.

use askama::Template;
use axum::{
    extract::{Path, RawQuery, State, rejection::PathRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use emitter::{DeliveryState, EarlierEntry};
use httpd::{MediaType, accept};
use tracing::error;

use super::{Forms, guard::SentKey};
use crate::{app::WebApp, pages, problem::WebProblem, query};

#[derive(Template)]
#[template(path = "sent.html")]
pub(crate) struct SentPage {
    /// Why it cannot be published as things are; none while it waits.
    pub(crate) dead: Option<String>,
    pub(crate) event_id: String,
    /// The knelpunt that it is about.
    pub(crate) id: String,
}

/// Leads to where what was sent can be seen.
pub(crate) fn lead_there(sent: &EarlierEntry, key: SentKey) -> Response {
    let to = match &sent.delivery {
        DeliveryState::Published { position, .. } => {
            let position = position.to_string();
            let shown = [("atLeast", &*position), ("said", &*sent.event_id)];
            query::link(&format!("/knelpunten/{}", sent.subject), shown)
        }
        DeliveryState::Waiting | DeliveryState::Dead { .. } => format!("/verstuurd/{key}"),
    };
    (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
}

/// Looks up what was sent with a form as it was filled in, if it was.
///
/// # Errors
///
/// 500 when the outbox cannot be read.
pub(crate) async fn earlier(
    forms: &Forms,
    key: SentKey,
) -> Result<Option<EarlierEntry>, WebProblem> {
    let earlier = forms.emitter.find_by_key(&key.of_event()).await;
    earlier.map_err(|cause| {
        error!(
            error = &cause as &dyn std::error::Error,
            "failed to look up what was sent"
        );
        WebProblem::internal()
    })
}

/// Shows what became of what was sent with one form.
pub(crate) async fn sent(
    State((app, forms)): State<(WebApp, Forms)>,
    key: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, WebProblem> {
    accept::require(&headers, &[MediaType::Html])?;
    httpd::PagingParameters::parse(query.as_deref(), &[])?;
    let unknown = || WebProblem::not_found("Nothing is known of such a form.");
    let key = key.ok().and_then(|Path(text)| SentKey::parse(&text));
    let key = key.ok_or_else(unknown)?;
    let earlier = earlier(&forms, key).await?.ok_or_else(unknown)?;
    let dead = match earlier.delivery.clone() {
        DeliveryState::Published { .. } => return Ok(lead_there(&earlier, key)),
        DeliveryState::Waiting => None,
        DeliveryState::Dead { reason } => Some(reason),
    };
    let page = SentPage {
        dead,
        event_id: earlier.event_id,
        id: earlier.subject,
    };
    app.run_blocking(move |_| pages::html(&page)).await
}
