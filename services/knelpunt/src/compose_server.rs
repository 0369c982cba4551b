//! The server of `up`, `serve` and `intake`: projector, API and pages on one folder of views, and the intake.

pub(crate) mod open_files;

use std::net::SocketAddr;

use httpd::{AllowedOrigin, HttpLimits, HttpService};
use journal::Journal;
use register::Register;
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::CancellationToken;
use views::{Reader, Views, ViewsAdmin};

use crate::{
    clock, event_intake::EventIntake, lifecycle::Lifecycle, log_replay::new_views,
    settings::DataArgs,
};

/// Binds the address of the pages and the API.
///
/// # Errors
///
/// When it is in use or not allowed.
pub(crate) fn bind(listen: SocketAddr) -> anyhow::Result<TcpListener> {
    httpd::listen(listen).map_err(|error| {
        anyhow::anyhow!("cannot listen on {listen}: {error}; choose another address with --listen (port 0 takes a free one), or stop the process that uses it")
    })
}

/// Opens the views; logs it when unusable ones had to be moved aside.
///
/// # Errors
///
/// When the folder is in use or unusable.
pub(crate) fn open_views(data: &DataArgs, register: &'static Register) -> anyhow::Result<Views> {
    let (views, archived) = Views::open(&data.views(), register)?;
    if let Some(archived) = archived {
        let to = archived.path.display();
        tracing::warn!(%to, why = archived.reason, "the views were unusable ({}): moved aside to {to}; rebuilding them from the log", archived.reason);
    }
    Ok(views)
}

/// What a server is composed of.
pub(crate) struct ServerParts<'a> {
    pub(crate) journal: &'a Journal,
    pub(crate) views: Views,
    pub(crate) register: &'static Register,
    pub(crate) listener: TcpListener,
    pub(crate) data: &'a DataArgs,
    pub(crate) intake: Option<EventIntake>,
    /// The style sheet of the organisation.
    pub(crate) theme: Option<String>,
    /// From which other sites pages may read the API.
    pub(crate) allowed_origin: Option<AllowedOrigin>,
}

/// Starts to follow the log and to serve requests; the tasks end when the lifecycle does.
///
/// # Errors
///
/// When the system has no random numbers for the secret of the forms.
pub(crate) fn start(
    parts: ServerParts<'_>,
    lifecycle: &Lifecycle,
) -> anyhow::Result<(Reader, Vec<JoinHandle<anyhow::Result<()>>>)> {
    let ServerParts {
        journal,
        views,
        register,
        listener,
        data,
        intake,
        theme,
        allowed_origin,
    } = parts;
    let reader = views.reader();
    let forms = intake.as_ref().map(EventIntake::forms).transpose()?;
    let (following, stop) = (journal.clone(), lifecycle.stop());
    let (admin, requests) = ViewsAdmin::new(new_views(data));
    let follow = lifecycle.run("the projector", async move {
        projector::follow(&following, views, register, requests, stop).await
    });
    let limits = open_files::limits();
    let usual = web::WebLimits::default();
    let settings = web::WebSettings {
        admin,
        forms,
        theme,
        allowed_origin,
        arrivals: Some(arrivals(journal.clone())),
        build: env!("KNELPUNT_BUILD").to_owned(),
        limits: web::WebLimits {
            // Readers of changes stay: half of the connections are left for everybody else.
            max_change_readers: usual.max_change_readers.min(limits.max_connections / 2),
            ..usual
        },
        ..web::WebSettings::new(register, clock::now, env!("CARGO_PKG_VERSION"))
    };
    let questions = web::service(reader.clone(), settings);
    let mut tasks = serve_http(
        journal,
        (listener, limits),
        Some(questions),
        intake,
        lifecycle,
    );
    tasks.push(follow);
    Ok((reader, tasks))
}

/// Returns what finds in the log what had arrived by an instant.
fn arrivals(journal: Journal) -> web::Arrivals {
    web::Arrivals::new(move |instant: model::Instant| {
        let journal = journal.clone();
        async move {
            let found = journal.last_arrived_by(instant.timestamp()).await;
            found.map_err(|cause| cause.to_string())
        }
    })
}

/// Serves questions, events or both. The outbox is published for as long as the server runs: requests under way when it
/// stops may still wait for their events to be published.
pub(crate) fn serve_http(
    journal: &Journal,
    (listener, limits): (TcpListener, HttpLimits),
    questions: Option<HttpService>,
    intake: Option<EventIntake>,
    lifecycle: &Lifecycle,
) -> Vec<JoinHandle<anyhow::Result<()>>> {
    let server_ended = CancellationToken::new();
    let publishing = intake
        .as_ref()
        .map(|intake| intake.publish(journal, lifecycle, server_ended.clone()));
    let service = match (questions, intake) {
        (Some(questions), Some(intake)) => questions.and(intake.service_beside_questions()),
        (Some(questions), None) => questions,
        (None, Some(intake)) => intake.service_alone(),
        (None, None) => return Vec::new(),
    };
    let stop = lifecycle.stop();
    let server = lifecycle.run("the web service", async move {
        let ended = httpd::run(listener, service, limits, stop).await;
        // Only now: see above.
        server_ended.cancel();
        ended
    });
    publishing.into_iter().chain([server]).collect()
}
