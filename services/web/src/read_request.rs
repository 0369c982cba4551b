//! A request to read: what is common to the handlers of questions, of the state and of pages.

use std::{convert::Infallible, mem};

use axum::{
    extract::{FromRequestParts, Path},
    http::{HeaderMap, request::Parts},
    response::Response,
};
use httpd::{MediaType, PagingParameters, accept, query};
use model::KnelpuntId;
use uuid::Uuid;

use crate::{app::WebApp, problem::WebProblem, query::Pair};

/// A request, before anything in it is validated.
pub(crate) struct ReadRequest {
    pub(crate) app: WebApp,
    /// What the path names, if its route has a parameter.
    pub(crate) parameter: Option<String>,
    query: Option<String>,
    headers: HeaderMap,
}

impl FromRequestParts<WebApp> for ReadRequest {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &WebApp) -> Result<Self, Infallible> {
        let parameter = Path::<String>::from_request_parts(parts, app).await;
        Ok(Self {
            app: app.clone(),
            parameter: parameter.ok().map(|Path(parameter)| parameter),
            query: parts.uri.query().map(str::to_owned),
            headers: mem::take(&mut parts.headers),
        })
    }
}

impl ReadRequest {
    /// Returns the media type to answer in.
    ///
    /// # Errors
    ///
    /// 406 if the client accepts none of those offered.
    pub(crate) fn accept(&self, offered: &[MediaType]) -> Result<MediaType, WebProblem> {
        Ok(accept::require(&self.headers, offered)?)
    }

    /// Returns the parameters of the link.
    ///
    /// # Errors
    ///
    /// 400 with every violation in them, as for the other parts of a link.
    pub(crate) fn pairs(&self) -> Result<Vec<Pair>, WebProblem> {
        query::pairs(self.query.as_deref()).map_err(WebProblem::keys)
    }

    /// Parses the parameters of a link that asks no question.
    pub(crate) fn paging(&self, known: &[String]) -> Result<PagingParameters, WebProblem> {
        Ok(PagingParameters::parse(self.query.as_deref(), known)?)
    }

    /// Parses the knelpunt id in the path, in any spelling of a UUID.
    pub(crate) fn knelpunt_id(&self) -> Result<KnelpuntId, WebProblem> {
        let id = self.parameter.as_deref();
        let id = id.and_then(|text| Uuid::try_parse(text).ok());
        id.map(|id| KnelpuntId::from_bytes(id.into_bytes()))
            .ok_or_else(|| WebProblem::key("id", "is not a knelpunt id: give a UUID"))
    }

    /// Parses the slug of a round in the path; 404 if no event could name it.
    pub(crate) fn round(&self) -> Result<String, WebProblem> {
        let slug = self.parameter.clone();
        slug.filter(|slug| model::is_round(slug))
            .ok_or_else(WebProblem::no_such_round)
    }

    /// Answers on a blocking thread, once the views have reached a position.
    ///
    /// # Errors
    ///
    /// 503 if they do not reach it in time, or too many answers are in progress; any error of the work.
    pub(crate) async fn answer(
        self,
        at_least: Option<u64>,
        work: impl FnOnce(&WebApp) -> Result<Response, WebProblem> + Send + 'static,
    ) -> Result<Response, WebProblem> {
        self.app.wait_for_position(at_least).await?;
        self.app.run_limited(work).await
    }
}
