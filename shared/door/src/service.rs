//! What a service puts behind a door: its paths, what it says of itself, and how it tells people what went wrong.
//! Services that share a door share its paths, so that one place says which methods each takes.

use std::{collections::BTreeMap, fmt, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::Request,
    http::{HeaderMap, header},
    middleware,
    response::{IntoResponse as _, Response},
    routing::{MethodRouter, get},
};
use serde_json::json;
use tokio::task;
use tracing::error;

use crate::{
    Counts, Media, Problem, Text, accept, body,
    description::{OWN, describe},
    finish,
    held::Held,
    write,
};

/// What a door answers itself, whatever is behind it.
pub const OWN_PATHS: [&str; 3] = [DESCRIPTION, LIVE, METRICS];
const DESCRIPTION: &str = "/v1/openapi.json";
const LIVE: &str = "/health/live";
const METRICS: &str = "/metrics";

/// How much of what is not taken is read, and for how long.
const REFUSED_BYTES: usize = 64 * 1024;
const REFUSED_WITHIN: Duration = Duration::from_millis(500);

/// Renders a problem for a person.
pub type Page = fn(&Problem) -> String;

/// A path and who answers it.
#[derive(Debug)]
pub struct Route {
    path: &'static str,
    allow: &'static str,
    answer: MethodRouter,
}

/// Writes what is counted; may take its time.
pub type Measure = Arc<dyn Fn(&mut Text) + Send + Sync>;

/// What one service answers.
pub struct Service {
    /// Its paths.
    pub routes: Vec<Route>,
    /// Its description, `OpenAPI` 3.1: what the door itself answers is described there.
    pub descriptions: Vec<&'static str>,
    /// What it counts.
    pub metrics: Vec<Measure>,
    /// How it tells people what went wrong, if people visit it.
    pub page: Option<Page>,
}

/// A service behind a door.
#[derive(Clone)]
pub(crate) struct Answering {
    /// What is answered.
    pub(crate) usual: Router,
    /// What is answered where there is no place for a connection.
    pub(crate) crowded: Router,
}

impl Route {
    /// Makes one that is got.
    pub fn get(path: &'static str, answer: MethodRouter) -> Self {
        Self {
            path,
            allow: "GET, HEAD",
            answer,
        }
    }

    /// Makes one that is posted to.
    pub fn post(path: &'static str, answer: MethodRouter) -> Self {
        Self {
            path,
            allow: "POST",
            answer,
        }
    }

    /// Makes one of a form: it is got empty, and posted filled in.
    pub fn form(path: &'static str, answer: MethodRouter) -> Self {
        Self {
            path,
            allow: "GET, HEAD, POST",
            answer,
        }
    }

    /// Gives the path.
    pub fn path(&self) -> &'static str {
        self.path
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Service");
        shown.field("routes", &self.routes).finish_non_exhaustive()
    }
}

impl Service {
    /// Puts another service behind the same door; no two answer one path.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.routes.extend(other.routes);
        self.descriptions.extend(other.descriptions);
        self.metrics.extend(other.metrics);
        self.page = self.page.or(other.page);
        self
    }

    /// Puts it behind a door, with what the door answers itself.
    pub(crate) fn into_answering(mut self, held_bytes: usize) -> Answering {
        let counts = Arc::new(Counts::default());
        self.routes.extend(own_routes(
            description(&self.descriptions).into(),
            Arc::new(self.metrics),
            Arc::clone(&counts),
        ));
        let allow: BTreeMap<&str, &str> = self
            .routes
            .iter()
            .map(|route| (route.path, route.allow))
            .collect();
        let through = Arc::new(finish::Through {
            counts,
            page: self.page,
            allow,
            held: Held::new(held_bytes),
        });
        let layer = middleware::from_fn_with_state(through, finish::finish);
        let usual = self
            .routes
            .into_iter()
            .fold(Router::new(), |router, route| {
                router.route(route.path, route.answer)
            })
            .fallback(async || Problem::not_found("There is nothing here."))
            .method_not_allowed_fallback(async || Problem::method_not_allowed())
            .layer(layer.clone());
        let crowded = Router::new().fallback(refuse).layer(layer);
        Answering { usual, crowded }
    }
}

/// Gives what the door answers itself.
fn own_routes(
    description: Arc<str>,
    metrics: Arc<Vec<Measure>>,
    counts: Arc<Counts>,
) -> [Route; OWN_PATHS.len()] {
    [
        Route::get(
            DESCRIPTION,
            get(async move |headers| described(&headers, &description)),
        ),
        Route::get(LIVE, get(live)),
        Route::get(
            METRICS,
            get(async move |headers| measured(&headers, metrics, counts).await),
        ),
    ]
}

/// Answers everything where there is no place for a connection.
async fn refuse(request: Request) -> Problem {
    // What is left unread when a connection ends may cost the client the answer.
    let _ = write::read(request.into_body(), REFUSED_BYTES, REFUSED_WITHIN).await;
    Problem::later("As many connections as may be are open. Come again later.")
}

/// Writes the description down once: it does not change while the door is open.
fn description(descriptions: &[&str]) -> String {
    let whole = describe(descriptions).and_then(|whole| serde_json::to_string_pretty(&whole));
    whole.unwrap_or_else(|cause| {
        error!(
            error = &cause as &dyn std::error::Error,
            "failed to describe the API"
        );
        OWN.to_owned()
    })
}

/// Answers with the description of the API, for everybody.
fn described(headers: &HeaderMap, description: &str) -> Result<Response, Problem> {
    let media = accept::require(headers, &[Media::Json])?;
    let text = description.to_owned();
    Ok(([(header::CONTENT_TYPE, media.content_type())], text).into_response())
}

/// Answers that the server runs.
async fn live(headers: HeaderMap) -> Result<Response, Problem> {
    accept::require(&headers, &[Media::Json])?;
    body::json(&json!({"status": "live"}))
}

/// Answers with everything that is counted.
async fn measured(
    headers: &HeaderMap,
    metrics: Arc<Vec<Measure>>,
    counts: Arc<Counts>,
) -> Result<Response, Problem> {
    let media = accept::require(headers, &[Media::Text])?;
    let writing = task::spawn_blocking(move || {
        let mut text = Text::default();
        for measure in metrics.iter() {
            measure(&mut text);
        }
        counts.write(&mut text);
        text.into_string()
    });
    let text = writing.await.map_err(|cause| {
        error!(
            error = &cause as &dyn std::error::Error,
            "failed to write out what is counted"
        );
        Problem::failed()
    })?;
    Ok(([(header::CONTENT_TYPE, media.content_type())], text).into_response())
}
