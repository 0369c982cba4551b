//! What every request and every response goes through: the host check, the headers, problems made into documents
//! or pages, the count.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    body::Body,
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use tokio::time::Instant;

use crate::{
    API_VERSION, Counts, Media, Page, Problem, accept,
    held::{Came, Full, Held},
    host,
};

/// The headers of every response. No HSTS: it means nothing over HTTP and would break other servers on localhost.
const HEADERS: [(HeaderName, &str); 8] = [
    (HeaderName::from_static("api-version"), API_VERSION),
    (header::CACHE_CONTROL, "no-store"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    // Nothing is told to other sites. With `no-referrer` a browser would not tell us either where a form comes from.
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

/// What is known of the door.
pub(crate) struct Through {
    pub(crate) counts: Arc<Counts>,
    pub(crate) page: Option<Page>,
    /// The methods that each path takes.
    pub(crate) allow: BTreeMap<&'static str, &'static str>,
    /// What is held for clients.
    pub(crate) held: Held,
}

/// Answers a request whole.
pub(crate) async fn finish(
    State(through): State<Arc<Through>>,
    request: Request,
    next: Next,
) -> Response {
    // How long it took is no matter of what time it is: the clock of timeouts never goes back.
    let started = Instant::now();
    let about = About::of(&request);
    let mut response = match host::check(request.uri(), request.headers()) {
        Ok(()) => {
            let came = Came::default();
            next.run(request.map(|body| through.held.coming(body, &came)))
                .await
        }
        Err(problem) => problem.into_response(),
    };
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        write_problem(&through, &problem, &about, &mut response);
    }
    let mut response = hold(&through, response, &about);
    for (name, value) in HEADERS {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    through
        .counts
        .count(&about.route, response.status().as_u16(), started.elapsed());
    response
}

/// What is remembered of a request while it is answered.
struct About {
    path: String,
    route: String,
    headers: HeaderMap,
}

impl About {
    fn of(request: &Request) -> Self {
        let matched = request.extensions().get::<MatchedPath>();
        Self {
            path: request.uri().path().to_owned(),
            // Never the path itself, of which there are as many as anybody likes.
            route: matched.map_or("none", MatchedPath::as_str).to_owned(),
            headers: request.headers().clone(),
        }
    }

    /// Says whether a failure is shown to a person: the API always answers programs.
    fn takes_page(&self, problem: &Problem) -> bool {
        let for_programs = ["/v1", "/health", "/metrics"];
        !for_programs
            .iter()
            .any(|start| self.path.starts_with(start))
            && problem.status != StatusCode::MISDIRECTED_REQUEST
            && accept::choose(&self.headers, &[Media::Json, Media::Html]) == Some(Media::Html)
    }
}

/// Counts an answer as held until it was sent; one that is too much is not sent.
fn hold(through: &Through, response: Response, about: &About) -> Response {
    let (parts, body) = response.into_parts();
    if let Ok(body) = through.held.going(body) {
        return Response::from_parts(parts, body);
    }
    let problem = Full::problem();
    let mut response = problem.clone().into_response();
    write_problem(through, &problem, about, &mut response);
    response
}

fn write_problem(through: &Through, problem: &Problem, about: &About, response: &mut Response) {
    let page = through.page.filter(|_| about.takes_page(problem));
    let (content_type, body) = match page {
        Some(page) => (Media::Html.content_type(), page(problem)),
        None => (
            "application/problem+json",
            problem.document(&about.path).to_string(),
        ),
    };
    *response.body_mut() = Body::from(body);
    let headers = response.headers_mut();
    // That of the empty body.
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::VARY, HeaderValue::from_static("Accept"));
    if let Some(seconds) = problem.retry_after_seconds {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if problem.status == StatusCode::METHOD_NOT_ALLOWED {
        let allowed = through.allow.get(about.route.as_str()).copied();
        let allowed = HeaderValue::from_static(allowed.unwrap_or("GET, HEAD"));
        headers.insert(header::ALLOW, allowed);
    }
}
