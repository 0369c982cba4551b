//! What every request and response passes through: the host check, the byte budget, problem documents and pages, the
//! security headers, the metrics; and around it compression, so that a body counts as long as it is.
//!
//! Of `tower-http` only compression: its `set-header` would set the headers with the same five lines (a fold over
//! `HEADERS`), as seven more services around each request, and its limits are for each body, not for all of them together
//! (`byte_budget`). It has neither problem documents nor a check of `Host`.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    body::Body,
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tower_http::{
    CompressionLevel,
    compression::{
        CompressionLayer, Predicate,
        predicate::{NotForContentType, SizeAbove},
    },
};

use crate::{
    AllowedOrigin, MediaType, Problem, ProblemPage, RequestMetrics, accept,
    byte_budget::{BudgetExceeded, ByteBudget, ByteLease},
    host,
};

/// The headers of every response. No HSTS: it means nothing over HTTP and would break other servers on localhost.
const HEADERS: [(HeaderName, &str); 7] = [
    (HeaderName::from_static("api-version"), api::VERSION),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    // Not `no-referrer`: without Referer the form guard could not see that a form was sent from our own page.
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

/// What pages of any site may read.
const PUBLIC: [&str; 3] = ["/v1/openapi.json", "/v1/asyncapi.json", "/v1/changelog"];
/// What scripts of other sites may read of a response besides its body.
const EXPOSED: &str = "API-Version, Content-Disposition, ETag, Link, Retry-After";

/// Below this nothing is saved: a response fits into one packet.
const SMALLEST_COMPRESSED_BYTES: u16 = 1_024;
/// The level of both codings.
const COMPRESSION_LEVEL: i32 = 4;

/// Cancelled when the server stops, in the extensions of every request: a response without end must end then, or the
/// server would wait for it.
#[derive(Debug, Clone)]
pub struct ServerStop(pub CancellationToken);

/// What all requests share.
pub(crate) struct Pipeline {
    pub(crate) metrics: Arc<RequestMetrics>,
    pub(crate) page: Option<ProblemPage>,
    /// From which other sites pages may read the API.
    pub(crate) allowed_origin: Option<AllowedOrigin>,
    /// The value of `Allow` for each path.
    pub(crate) allow: BTreeMap<&'static str, &'static str>,
    pub(crate) budget: ByteBudget,
    pub(crate) stop: CancellationToken,
}

/// Handles one request from the host check to the metrics.
pub(crate) async fn handle(
    State(pipeline): State<Arc<Pipeline>>,
    mut request: Request,
    next: Next,
) -> Response {
    let stop = ServerStop(pipeline.stop.clone());
    request.extensions_mut().insert(stop);
    // tokio's clock, not the wall clock: it never goes back, and tests can pause it.
    let started = Instant::now();
    let context = RequestContext::new(&request);
    let mut response = match host::check(request.uri(), request.headers()) {
        Ok(()) => {
            // Dropped when the response exists: until then the request body counts against the budget.
            let lease = ByteLease::default();
            let metered = request.map(|body| pipeline.budget.meter_request(body, &lease));
            next.run(metered).await
        }
        Err(problem) => problem.into_response(),
    };
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        pipeline.render_problem(&problem, &context, &mut response);
    }
    let mut response = pipeline.meter(response, &context);
    for (name, value) in HEADERS {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    if context.is_for_programs() {
        let vary = response.headers_mut().entry(header::VARY);
        vary.or_insert(HeaderValue::from_static("Accept"));
        pipeline.allow_other_sites(&context, response.headers_mut());
    }
    // What has no validator shows a state, or is for one person: nobody stores it.
    let caching = response.headers_mut().entry(header::CACHE_CONTROL);
    caching.or_insert(HeaderValue::from_static("no-store"));
    let status = response.status().as_u16();
    pipeline
        .metrics
        .record(&context.route, status, started.elapsed());
    response
}

/// Returns what compresses responses, by gzip or Brotli: not changes, which arrive one by one, nor files that are
/// compressed already.
pub(crate) fn compression() -> CompressionLayer<impl Predicate> {
    let compressed = |media: MediaType| NotForContentType::const_new(media.content_type());
    let worthwhile = SizeAbove::new(SMALLEST_COMPRESSED_BYTES)
        .and(compressed(MediaType::EventStream))
        .and(compressed(MediaType::Xlsx))
        .and(compressed(MediaType::Parquet));
    CompressionLayer::new()
        .quality(CompressionLevel::Precise(COMPRESSION_LEVEL))
        .compress_when(worthwhile)
}

/// What is needed of a request after its handler consumed it.
struct RequestContext {
    address: Uri,
    route: String,
    headers: HeaderMap,
}

impl RequestContext {
    fn new(request: &Request) -> Self {
        let matched = request.extensions().get::<MatchedPath>();
        Self {
            address: request.uri().clone(),
            // The route, never the path: clients can make up paths without end, and each would be a time series.
            route: matched.map_or("none", MatchedPath::as_str).to_owned(),
            headers: request.headers().clone(),
        }
    }

    /// Returns whether the path is one of the API.
    fn is_for_programs(&self) -> bool {
        let for_programs = ["/v1", "/health", "/metrics"];
        for_programs
            .iter()
            .any(|start| self.address.path().starts_with(start))
    }

    /// Returns whether a problem is shown as a page. The API always returns documents.
    fn wants_page(&self, problem: &Problem) -> bool {
        !self.is_for_programs()
            && problem.status != StatusCode::MISDIRECTED_REQUEST
            && accept::choose(&self.headers, &[MediaType::Json, MediaType::Html])
                == Some(MediaType::Html)
    }
}

impl Pipeline {
    /// Charges a response to the budget until it is sent; one that does not fit becomes a 503.
    fn meter(&self, response: Response, context: &RequestContext) -> Response {
        let (parts, body) = response.into_parts();
        if let Ok(body) = self.budget.meter_response(body) {
            return Response::from_parts(parts, body);
        }
        let problem = BudgetExceeded::problem();
        let mut response = problem.clone().into_response();
        self.render_problem(&problem, context, &mut response);
        response
    }

    /// Lets pages of other sites read a response: descriptions always, the rest if that is set. Without credentials, and
    /// without a preflight, so that they cannot publish.
    fn allow_other_sites(&self, context: &RequestContext, headers: &mut HeaderMap) {
        let is_public = PUBLIC.contains(&context.address.path());
        let any = is_public.then_some(AllowedOrigin::ANY);
        if let Some(origin) = any.or_else(|| self.allowed_origin.clone()) {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.header());
            headers.insert(
                header::ACCESS_CONTROL_EXPOSE_HEADERS,
                HeaderValue::from_static(EXPOSED),
            );
        }
    }

    fn render_problem(&self, problem: &Problem, context: &RequestContext, response: &mut Response) {
        let page = self.page.as_ref();
        let page = page.filter(|_| context.wants_page(problem));
        let (content_type, body) = match page {
            Some(page) => (
                MediaType::Html.content_type(),
                page(problem, &context.address, &context.headers),
            ),
            None => (
                "application/problem+json",
                problem.document(context.address.path()).to_string(),
            ),
        };
        *response.body_mut() = Body::from(body);
        let headers = response.headers_mut();
        // It was set for the empty body that the problem travelled in.
        headers.remove(header::CONTENT_LENGTH);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        // A page is in the language that a cookie remembers.
        let vary = if page.is_some() {
            "Accept, Cookie"
        } else {
            "Accept"
        };
        headers.insert(header::VARY, HeaderValue::from_static(vary));
        if let Some(seconds) = problem.retry_after_seconds {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if problem.status == StatusCode::METHOD_NOT_ALLOWED {
            let allowed = self.allow.get(context.route.as_str()).copied();
            let allowed = HeaderValue::from_static(allowed.unwrap_or("GET, HEAD"));
            headers.insert(header::ALLOW, allowed);
        }
    }
}
