//! What a service contributes to the server: its paths, its description, its metrics, and its page for problems.
//! Services that share a server share one router, so that `Allow` names every method of a path.
//!
//! A second router answers the connections beyond the limit: a 503 with the same headers, problem document and metrics,
//! instead of none (`serving` has the figures). It costs 12 lines.

use std::{collections::BTreeMap, fmt, sync::Arc, time::Duration};

use api::{Changelog, HttpMethod, Liveness, Operation, operations};
use axum::{
    Router,
    extract::{RawQuery, Request},
    http::{HeaderMap, Uri, header},
    middleware,
    response::{IntoResponse as _, Response},
    routing::{MethodRouter, get},
};
use register::Register;
use tokio::task;
use tokio_util::sync::CancellationToken;
use tracing::error;

use crate::{
    AllowedOrigin, MediaType, PagingParameters, Problem, RequestMetrics, Text, accept, body,
    byte_budget::ByteBudget,
    pipeline::{self, Pipeline},
    process_metrics, validator, write,
};

/// How much of a rejected request is read, and for how long.
const REJECTED_BODY_LIMIT_BYTES: usize = 64 * 1024;
const REJECTED_BODY_TIMEOUT: Duration = Duration::from_millis(500);

/// Renders a problem as a page, from the problem and the address and headers of the request.
pub type ProblemPage = Arc<dyn Fn(&Problem, &Uri, &HeaderMap) -> String + Send + Sync>;

/// A path with its handler.
#[derive(Debug)]
pub struct Route {
    path: &'static str,
    allow: &'static str,
    handler: MethodRouter,
    /// The operation of the API, if it is one.
    operation: Option<Operation>,
}

/// Writes metrics; may block.
pub type Measure = Arc<dyn Fn(&mut Text) + Send + Sync>;

/// What one service contributes to the server.
pub struct HttpService {
    /// Its paths.
    pub routes: Vec<Route>,
    /// The register whose codes the description of the API lists.
    pub register: &'static Register,
    /// Its metrics.
    pub metrics: Vec<Measure>,
    /// Renders problems for people, if the service has pages.
    pub page: Option<ProblemPage>,
    /// From which other sites pages may read the API: `*`, or one origin. Its description they always may.
    pub allowed_origin: Option<AllowedOrigin>,
}

/// The routers of a server.
#[derive(Clone)]
pub(crate) struct Routers {
    /// For connections that have a permit.
    pub(crate) normal: Router,
    /// For connections beyond the limit: 503 for everything.
    pub(crate) overloaded: Router,
}

impl Route {
    /// Creates the route of an operation of the API.
    pub fn new(operation: Operation, handler: MethodRouter) -> Self {
        Self {
            path: operation.path(),
            allow: match operation.method() {
                HttpMethod::Get => "GET, HEAD",
                HttpMethod::Post => "POST",
            },
            handler,
            operation: Some(operation),
        }
    }

    /// Creates the route of a page or a file.
    pub fn page(path: &'static str, handler: MethodRouter) -> Self {
        Self {
            path,
            allow: "GET, HEAD",
            handler,
            operation: None,
        }
    }

    /// Creates the route of a form: `GET` shows it, `POST` submits it.
    pub fn form(path: &'static str, handler: MethodRouter) -> Self {
        Self {
            allow: "GET, HEAD, POST",
            ..Self::page(path, handler)
        }
    }

    /// Returns the path.
    pub fn path(&self) -> &'static str {
        self.path
    }
}

impl fmt::Debug for HttpService {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("HttpService");
        shown.field("routes", &self.routes).finish_non_exhaustive()
    }
}

impl HttpService {
    /// Adds another service to the same server; they have no path in common.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.routes.extend(other.routes);
        self.metrics.extend(other.metrics);
        self.page = self.page.or(other.page);
        self.allowed_origin = self.allowed_origin.or(other.allowed_origin);
        self
    }

    /// Builds the routers, with the server's own paths and the pipeline around everything.
    pub(crate) fn into_routers(
        mut self,
        max_buffered_bytes: usize,
        stop: CancellationToken,
    ) -> Routers {
        let metrics = Arc::new(RequestMetrics::default());
        let operations = self
            .routes
            .iter()
            .filter_map(|route| route.operation.clone());
        let operations: Vec<Operation> = operations.chain(operations::server()).collect();
        // Once: it does not change while the server runs.
        let description = api::openapi(&operations, self.register);
        self.routes.extend(own_routes(
            format!("{description:#}").into(),
            Arc::new(self.metrics),
            Arc::clone(&metrics),
        ));
        let allow: BTreeMap<&str, &str> = self
            .routes
            .iter()
            .map(|route| (route.path, route.allow))
            .collect();
        let pipeline = Arc::new(Pipeline {
            metrics,
            page: self.page.clone(),
            allowed_origin: self.allowed_origin.clone(),
            allow,
            budget: ByteBudget::new(max_buffered_bytes),
            stop,
        });
        let layer = middleware::from_fn_with_state(pipeline, pipeline::handle);
        let normal = self
            .routes
            .into_iter()
            .fold(Router::new(), |router, route| {
                router.route(route.path, route.handler)
            })
            .fallback(async || {
                Problem::not_found(
                    "Nothing is served at this path; /v1/openapi.json describes the API.",
                )
            })
            .method_not_allowed_fallback(async || Problem::method_not_allowed())
            .layer(layer.clone())
            .layer(pipeline::compression())
            .layer(middleware::map_response(async |response| {
                validator::name_coding(response)
            }));
        let overloaded = Router::new().fallback(reject).layer(layer);
        Routers { normal, overloaded }
    }
}

/// Returns the server's own routes.
fn own_routes(
    description: Arc<str>,
    service_metrics: Arc<Vec<Measure>>,
    request_metrics: Arc<RequestMetrics>,
) -> [Route; 4] {
    [
        Route::new(
            operations::openapi(),
            get(async move |RawQuery(query), headers| {
                describe_api(query.as_deref(), &headers, &description).await
            }),
        ),
        Route::new(operations::changelog(), get(changelog)),
        Route::new(operations::live(), get(live)),
        Route::new(
            operations::metrics(),
            get(async move |headers| {
                export_metrics(&headers, service_metrics, request_metrics).await
            }),
        ),
    ]
}

/// Answers every request on a connection beyond the limit.
async fn reject(request: Request) -> Problem {
    // Closing a connection with unread data resets it, and the client may lose the response.
    let body = request.into_body();
    let _ = write::read_body(body, REJECTED_BODY_LIMIT_BYTES, REJECTED_BODY_TIMEOUT).await;
    Problem::unavailable("All connections of the server are in use. Try again later.")
}

/// Returns the description of the API.
async fn describe_api(
    query: Option<&str>,
    headers: &HeaderMap,
    description: &str,
) -> Result<Response, Problem> {
    PagingParameters::parse(query, &[])?;
    let media = accept::require(headers, &[MediaType::Json])?;
    let text = description.to_owned();
    let response = ([(header::CONTENT_TYPE, media.content_type())], text).into_response();
    Ok(validator::unless_known(headers, response).await)
}

/// Returns what changed in the versions of the API.
async fn changelog(RawQuery(query): RawQuery, headers: HeaderMap) -> Result<Response, Problem> {
    PagingParameters::parse(query.as_deref(), &[])?;
    accept::require(&headers, &[MediaType::Json])?;
    let response = body::json(&Changelog::current())?;
    Ok(validator::unless_known(&headers, response).await)
}

/// Returns that the server runs.
async fn live(headers: HeaderMap) -> Result<Response, Problem> {
    accept::require(&headers, &[MediaType::Json])?;
    body::json(&Liveness::Live)
}

/// Returns all metrics.
async fn export_metrics(
    headers: &HeaderMap,
    service_metrics: Arc<Vec<Measure>>,
    request_metrics: Arc<RequestMetrics>,
) -> Result<Response, Problem> {
    let media = accept::require(headers, &[MediaType::Text])?;
    let writing = task::spawn_blocking(move || {
        let mut text = Text::default();
        for measure in service_metrics.iter() {
            measure(&mut text);
        }
        request_metrics.write(&mut text);
        process_metrics::write(&mut text);
        text.into_string()
    });
    let text = writing.await.map_err(|cause| {
        error!(
            error = &cause as &dyn std::error::Error,
            "cannot write the metrics"
        );
        Problem::internal()
    })?;
    Ok(([(header::CONTENT_TYPE, media.content_type())], text).into_response())
}
