//! A request to read: what is common to the handlers of questions, of the state and of pages.

use std::{convert::Infallible, mem};

use axum::{
    extract::{FromRequestParts, Path},
    http::{HeaderMap, HeaderName, header, request::Parts},
    response::Response,
};
use httpd::{MediaType, PagingParameters, ServerStop, accept, query};
use model::KnelpuntId;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    api::Freshness, app::WebApp, known_at, language::ChosenLanguage, problem::WebProblem,
    query::Pair,
};

/// In what format a page is asked for, by the end of its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PageFormat {
    /// As a page.
    Page,
    /// The table of one of its figures, as a file: `.csv`.
    Table,
    /// The table of one of its figures, as a workbook: `.xlsx`.
    Workbook,
    /// The chart of one of its figures, as a file: `.svg`.
    Picture,
}

impl PageFormat {
    fn from_path(path: &str) -> Self {
        let is_page = !path.starts_with("/v1/");
        let files = [Self::Table, Self::Workbook, Self::Picture].into_iter();
        let mut files = files.filter(|format| is_page && path.ends_with(format.suffix()));
        files.next().unwrap_or(Self::Page)
    }

    /// Returns the end of its paths.
    pub(crate) const fn suffix(self) -> &'static str {
        match self {
            Self::Page => "",
            Self::Table => ".csv",
            Self::Workbook => ".xlsx",
            Self::Picture => ".svg",
        }
    }

    fn without_suffix(self, text: &str) -> String {
        text.strip_suffix(self.suffix()).unwrap_or(text).to_owned()
    }

    /// Returns its media type.
    pub(crate) const fn media_type(self) -> MediaType {
        match self {
            Self::Page => MediaType::Html,
            Self::Table => MediaType::Csv,
            Self::Workbook => MediaType::Xlsx,
            Self::Picture => MediaType::Svg,
        }
    }
}

/// A request, before anything in it is validated.
pub(crate) struct ReadRequest {
    pub(crate) app: WebApp,
    /// In what format a page is asked for.
    pub(crate) format: PageFormat,
    /// What the path names, if its route has a parameter.
    pub(crate) parameter: Option<String>,
    path: String,
    /// The query, with the sequence in place of a moment in `knownAt`, if it could be found.
    query: Result<Option<String>, WebProblem>,
    /// Whether a moment in `knownAt` was replaced.
    had_moment: bool,
    headers: HeaderMap,
    stop: CancellationToken,
}

impl FromRequestParts<WebApp> for ReadRequest {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &WebApp) -> Result<Self, Infallible> {
        let parameter = Path::<String>::from_request_parts(parts, app).await;
        let format = PageFormat::from_path(parts.uri.path());
        let parameter = parameter
            .ok()
            .map(|Path(parameter)| format.without_suffix(&parameter));
        let stop = parts.extensions.get::<ServerStop>();
        let query = known_at::with_sequence(app, parts.uri.query()).await;
        let had_moment = matches!(&query, Ok(query) if query.as_deref() != parts.uri.query());
        Ok(Self {
            app: app.clone(),
            format,
            parameter,
            path: parts.uri.path().to_owned(),
            query,
            had_moment,
            headers: mem::take(&mut parts.headers),
            stop: stop.map_or_else(CancellationToken::new, |stop| stop.0.clone()),
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

    /// Returns the value of a header, if it is text.
    pub(crate) fn header(&self, name: &HeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Returns what is cancelled when the server stops.
    pub(crate) fn stop(&self) -> CancellationToken {
        self.stop.clone()
    }

    /// Returns the parameters of the link.
    ///
    /// # Errors
    ///
    /// 400 with every violation in them, as for the other parts of a link.
    pub(crate) fn pairs(&self) -> Result<Vec<Pair>, WebProblem> {
        query::pairs(self.query()?).map_err(WebProblem::keys)
    }

    /// Returns whether the link names its as-of instant, and a sequence where it names what was known. A moment in
    /// `knownAt` stands for more than one sequence: those of today still arrive.
    pub(crate) fn is_pinned(&self) -> bool {
        let pairs = self.pairs().unwrap_or_default();
        !self.had_moment && pairs.iter().any(|(key, _)| key == "asOf")
    }

    fn query(&self) -> Result<Option<&str>, WebProblem> {
        let query = self.query.as_ref().map_err(Clone::clone)?;
        Ok(query.as_deref())
    }

    /// Returns the parameters of the link to a page, without the language, and the language.
    ///
    /// # Errors
    ///
    /// 400 with every violation in them.
    pub(crate) fn page_pairs(&self) -> Result<(Vec<Pair>, ChosenLanguage), WebProblem> {
        let mut pairs = self.pairs()?;
        let language = ChosenLanguage::take(&mut pairs, &self.headers)?;
        // Browsers send empty fields of a form too.
        pairs.retain(|(_, value)| !value.is_empty());
        Ok((pairs, language))
    }

    /// Returns where the server is, as the client knows it.
    pub(crate) fn origin(&self) -> String {
        let host = self.headers.get(header::HOST);
        let host = host.and_then(|host| host.to_str().ok()).unwrap_or_default();
        format!("http://{host}")
    }

    /// Returns the link, as a client can open it again.
    pub(crate) fn link(&self) -> String {
        let query = self.query().unwrap_or_default();
        let query = query.map_or_else(String::new, |query| format!("?{query}"));
        format!("{}{}{query}", self.origin(), self.path)
    }

    /// Parses the parameters of a link that asks no question.
    pub(crate) fn paging(&self, known: &[String]) -> Result<PagingParameters, WebProblem> {
        Ok(PagingParameters::parse(self.query()?, known)?)
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

    /// Answers as [`ReadRequest::answer`] does; 304, without computing the answer, if the client has it already.
    ///
    /// # Errors
    ///
    /// As [`ReadRequest::answer`].
    pub(crate) async fn answer_unless_known(
        self,
        at_least: Option<u64>,
        freshness: Freshness,
        work: impl FnOnce(&WebApp) -> Result<Response, WebProblem> + Send + 'static,
    ) -> Result<Response, WebProblem> {
        self.app.wait_for_position(at_least).await?;
        let (app, headers) = (self.app, self.headers);
        let answer = move |app: &WebApp| {
            // Before the answer: a tag may be older than what it stands for, and never newer.
            let validator = freshness.validator(app)?;
            match validator.not_modified(&headers) {
                Some(known) => Ok(known),
                None => Ok(validator.applied(work(app)?)),
            }
        };
        app.run_limited(answer).await
    }

    /// Returns a response that was made at once; 304 if the client has it already.
    pub(crate) async fn unless_known(&self, response: Response) -> Response {
        httpd::unless_known(&self.headers, response).await
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
