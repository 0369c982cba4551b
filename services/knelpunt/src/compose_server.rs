//! What `up` and `serve` have in common: projector, API and pages on one folder of views, and the intake beside them.

mod open_files;

use std::net::SocketAddr;

use anyhow::Context as _;
use httpd::HttpService;
use journal::Journal;
use register::Register;
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::CancellationToken;
use views::{Reader, Views, ViewsAdmin};

use crate::{
    clock, event_intake::EventIntake, lifecycle::Lifecycle, log_replay::new_views,
    settings::DataArgs,
};

/// Binds the address of pages and API.
///
/// # Errors
///
/// When it is taken, or may not be used.
pub(crate) fn bind(listen: SocketAddr) -> anyhow::Result<TcpListener> {
    httpd::listen(listen).with_context(|| {
        format!("listen on {listen}: stop what listens there, or choose another address with --listen (port 0 takes a free one)")
    })
}

/// Opens the views, and says so when what was there had to be put aside.
///
/// # Errors
///
/// When the folder is in use, or may not be used.
pub(crate) fn open_views(data: &DataArgs, register: &'static Register) -> anyhow::Result<Views> {
    let (views, archived) = Views::open(&data.views(), register)?;
    if let Some(archived) = archived {
        let to = archived.path.display();
        tracing::warn!(%to, why = archived.reason, "the views could not be used ({}): put aside in {to}; they are built anew from the log", archived.reason);
    }
    Ok(views)
}

/// What is started: a log to follow, views to fold it into, where to answer, and what events are taken with.
pub(crate) struct ServerParts<'a> {
    pub(crate) journal: &'a Journal,
    pub(crate) views: Views,
    pub(crate) register: &'static Register,
    pub(crate) listener: TcpListener,
    pub(crate) data: &'a DataArgs,
    pub(crate) taking: Option<EventIntake>,
}

/// Starts to follow the log and to answer; the tasks end when the lifecycle does.
///
/// # Errors
///
/// When there is no chance for a secret.
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
        taking,
    } = parts;
    let reader = views.reader();
    let forms = taking.as_ref().map(EventIntake::forms).transpose()?;
    let (following, stop) = (journal.clone(), lifecycle.stop());
    let (admin, requests) = ViewsAdmin::new(new_views(data));
    let follow = lifecycle.run("the projector", async move {
        projector::follow(&following, views, register, requests, stop).await
    });
    let settings = web::WebSettings {
        admin,
        forms,
        ..web::WebSettings::new(register, clock::now, env!("CARGO_PKG_VERSION"))
    };
    let questions = web::service(reader.clone(), settings);
    let mut tasks = answer(journal, listener, Some(questions), taking, lifecycle);
    tasks.push(follow);
    Ok((reader, tasks))
}

/// Opens the door to questions, to events, or to both. What is taken is published for as long as the door is open:
/// whoever was let in is answered.
pub(crate) fn answer(
    journal: &Journal,
    listener: TcpListener,
    questions: Option<HttpService>,
    taking: Option<EventIntake>,
    lifecycle: &Lifecycle,
) -> Vec<JoinHandle<anyhow::Result<()>>> {
    let closed = CancellationToken::new();
    let publishing = taking
        .as_ref()
        .map(|taking| taking.publish(journal, lifecycle, closed.clone()));
    let service = match (questions, taking) {
        (Some(questions), Some(taking)) => questions.and(taking.beside_questions()),
        (Some(questions), None) => questions,
        (None, Some(taking)) => taking.alone(),
        (None, None) => return Vec::new(),
    };
    let (limits, stop) = (open_files::limits(), lifecycle.stop());
    let open = lifecycle.run("the web service", async move {
        let ended = httpd::run(listener, service, limits, stop).await;
        closed.cancel();
        ended
    });
    publishing.into_iter().chain([open]).collect()
}
