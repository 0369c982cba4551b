//! What a service puts behind a door: its paths, what it says of itself, and how it tells people what went wrong.

use std::{collections::BTreeMap, fmt, sync::Arc};

use axum::{
    Router,
    http::{HeaderMap, header},
    middleware,
    response::{IntoResponse as _, Response},
    routing::{MethodRouter, get},
};
use tokio::task;
use tracing::error;

use crate::{Counts, Media, Problem, Text, accept, finish};

/// What a door answers itself, whatever is behind it.
pub const OWN_PATHS: [&str; 2] = [DESCRIPTION, METRICS];
const DESCRIPTION: &str = "/v1/openapi.json";
const METRICS: &str = "/metrics";

/// Renders a problem for a person.
pub type Page = fn(&Problem) -> String;

/// A path and who answers it.
#[derive(Debug)]
pub struct Route {
    path: &'static str,
    allow: &'static str,
    answer: MethodRouter,
}

/// What one service answers.
pub struct Service {
    /// Its paths.
    pub routes: Vec<Route>,
    /// Its description, `OpenAPI` 3.1: also of what the door itself answers.
    pub description: &'static str,
    /// Writes what it counts; may take its time.
    pub metrics: Arc<dyn Fn(&mut Text) + Send + Sync>,
    /// How it tells people what went wrong, if people visit it.
    pub page: Option<Page>,
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
    /// Puts it behind a door, with what the door answers itself.
    pub(crate) fn into_router(mut self) -> Router {
        let counts = Arc::new(Counts::default());
        let (description, metrics) = (self.description, Arc::clone(&self.metrics));
        let counted = Arc::clone(&counts);
        self.routes.extend([
            Route::get(
                DESCRIPTION,
                get(async move |headers| described(&headers, description)),
            ),
            Route::get(
                METRICS,
                get(async move |headers| measured(&headers, metrics, counted).await),
            ),
        ]);
        let allow: BTreeMap<&str, &str> = self
            .routes
            .iter()
            .map(|route| (route.path, route.allow))
            .collect();
        let through = Arc::new(finish::Through {
            counts,
            page: self.page,
            allow,
        });
        self.routes
            .into_iter()
            .fold(Router::new(), |router, route| {
                router.route(route.path, route.answer)
            })
            .fallback(async || Problem::not_found("There is nothing here."))
            .method_not_allowed_fallback(async || Problem::method_not_allowed())
            .layer(middleware::from_fn_with_state(through, finish::finish))
    }
}

/// Answers with the description of the API, for everybody.
fn described(headers: &HeaderMap, description: &'static str) -> Result<Response, Problem> {
    let media = accept::require(headers, &[Media::Json])?;
    Ok(([(header::CONTENT_TYPE, media.content_type())], description).into_response())
}

/// Answers with everything that is counted.
async fn measured(
    headers: &HeaderMap,
    metrics: Arc<dyn Fn(&mut Text) + Send + Sync>,
    counts: Arc<Counts>,
) -> Result<Response, Problem> {
    let media = accept::require(headers, &[Media::Text])?;
    let writing = task::spawn_blocking(move || {
        let mut text = Text::default();
        metrics(&mut text);
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
