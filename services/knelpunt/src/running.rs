//! What `up` and `serve` have in common: projector, API and pages on one folder of views.

mod operating;

use std::net::SocketAddr;

use anyhow::Context as _;
use journal::Journal;
use register::Register;
use tokio::{net::TcpListener, task::JoinHandle};
use views::{Reader, Views};

use crate::{clock, lifecycle::Lifecycle, replaying::new_views, settings::DataArgs};

/// Binds the address of pages and API.
///
/// # Errors
///
/// When it is taken, or may not be used.
pub(crate) async fn bind(listen: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(listen).await.with_context(|| {
        format!("listen on {listen}: stop what listens there, or choose another address with --listen (port 0 takes a free one)")
    })
}

/// Opens the views, and says so when what was there had to be put aside.
///
/// # Errors
///
/// When the folder is in use, or may not be used.
pub(crate) fn open_views(data: &DataArgs, register: &'static Register) -> anyhow::Result<Views> {
    let (views, put_aside) = Views::open(&data.views(), register)?;
    if let Some(aside) = put_aside {
        let to = aside.to.display();
        tracing::warn!(%to, why = aside.why, "the views could not be used ({}): put aside in {to}; they are built anew from the log", aside.why);
    }
    Ok(views)
}

/// Starts to follow the log and to answer; the tasks end when the lifecycle does.
pub(crate) fn start(
    journal: &Journal,
    views: Views,
    register: &'static Register,
    listener: TcpListener,
    data: &DataArgs,
    lifecycle: &Lifecycle,
) -> (Reader, Vec<JoinHandle<anyhow::Result<()>>>) {
    let reader = views.reader();
    let (journal, stop) = (journal.clone(), lifecycle.stop());
    let (control, requests) = projector::control();
    let follow = lifecycle.run("the projector", async move {
        projector::follow(&journal, views, register, requests, stop).await
    });
    let (operations, incoming) = web::operations();
    let settings = web::Settings {
        operations,
        ..web::Settings::new(register, clock::now, env!("CARGO_PKG_VERSION"))
    };
    let answer = lifecycle.run(
        "the web service",
        door::run(
            listener,
            web::service(reader.clone(), settings),
            door::Limits::default(),
            lifecycle.stop(),
        ),
    );
    let operating = operating::operate(incoming, control, new_views(data), lifecycle.stop());
    let operate = lifecycle.run("doing what operators ask for", operating);
    (reader, vec![follow, answer, operate])
}
