//! The form with which an operator has the quarantine validated again.

use axum::{
    extract::{Request, State},
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use httpd::{MediaType, PagingParameters, accept, write};

use super::{
    BODY_LIMIT_BYTES, BODY_TIMEOUT, Forms,
    fields::Fields,
    form_key::FormKey,
    page::{KEY, SEAL},
};
use crate::{
    app::WebApp,
    pages::operations::{FOLDED, LEFT, PATH},
    problem::WebProblem,
    query::{self, Pair},
};

/// The path that the form is sent to.
pub(super) const RETRY: &str = "/beheer/opnieuw";

impl Forms {
    /// Returns the hidden fields of a form that this process shows: its key and its seal.
    ///
    /// # Errors
    ///
    /// 500 if no key can be made.
    pub(crate) fn sealed_key(&self) -> Result<Vec<Pair>, WebProblem> {
        let key = self.new_key()?;
        let seal = self.secret.seal(key);
        Ok(vec![
            (KEY.to_owned(), key.to_string()),
            (SEAL.to_owned(), seal),
        ])
    }
}

/// Validates the quarantine again, and leads to the page that says what came of it.
pub(super) async fn retry(
    State((app, forms)): State<(WebApp, Forms)>,
    request: Request,
) -> Result<Response, WebProblem> {
    let headers = request.headers();
    accept::require(headers, &[MediaType::Html])?;
    write::require_form(headers)?;
    PagingParameters::parse(request.uri().query(), &[])?;
    let body = write::read_body(request.into_body(), BODY_LIMIT_BYTES, BODY_TIMEOUT).await?;
    let fields = Fields::parse(&body)?;
    let key = FormKey::parse(fields.typed(KEY));
    let is_ours = key.is_some_and(|key| forms.secret.has_sealed(key, fields.typed(SEAL)));
    if !is_ours {
        let detail = "The form was not shown by this server, or before it was last started. Open /beheer and send it again.";
        return Err(WebProblem::new(StatusCode::FORBIDDEN, detail));
    }
    let retried = app.settings.admin.begin()?.retry_quarantine().await?;
    let left = retried.still_invalid + retried.erased;
    let (folded, left) = (retried.folded.to_string(), left.to_string());
    let to = query::link(PATH, [(FOLDED, &*folded), (LEFT, &*left)]);
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response())
}
