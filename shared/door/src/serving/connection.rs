//! One connection: served, or told that there is no place for it.

use std::{
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::Router;
use hyper::{
    Request,
    body::Incoming,
    server::conn::http1,
    service::{Service as _, service_fn},
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{net::TcpStream, sync::Notify};
use tokio_util::sync::CancellationToken;
use tracing::debug;

use super::{Limits, patient::Patient};

/// What every connection goes by.
#[derive(Clone)]
pub(super) struct Connection {
    pub(super) limits: Limits,
    /// Asks connections to end after the answer in progress.
    pub(super) stop: CancellationToken,
    /// Ends connections at once.
    pub(super) cut: CancellationToken,
    /// Somebody looks for a place in vain.
    pub(super) crowded: Arc<Notify>,
}

impl Connection {
    /// Serves requests until the client ends it, takes too long, or others need the place between two of them.
    pub(super) async fn serve(self, stream: TcpStream, router: Router) {
        let patience = self.limits.head;
        self.answer(stream, router, patience, true).await;
    }

    /// Answers one request, for which the client has little time.
    pub(super) async fn refuse(self, stream: TcpStream, router: Router) {
        let patience = self.limits.refusal;
        self.answer(stream, router, patience, false).await;
    }

    async fn answer(self, stream: TcpStream, router: Router, patience: Duration, keep_alive: bool) {
        // Answers are sent whole; what this fails to set, it does without.
        let _ = stream.set_nodelay(true);
        let io = TokioIo::new(Patient::new(stream, self.limits.stall));
        let was_heard = Arc::new(AtomicBool::new(false));
        let (hearing, answering) = (Arc::clone(&was_heard), TowerToHyperService::new(router));
        let service = service_fn(move |request: Request<Incoming>| {
            hearing.store(true, Ordering::Relaxed);
            answering.call(request)
        });
        let serving = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(patience)
            .max_buf_size(self.limits.head_bytes)
            .keep_alive(keep_alive)
            .serve_connection(io, service);
        let mut serving = pin!(serving);
        let ended = tokio::select! {
            ended = serving.as_mut() => ended,
            () = self.ending(&was_heard) => {
                serving.as_mut().graceful_shutdown();
                self.cut.run_until_cancelled(serving).await.unwrap_or(Ok(()))
            }
        };
        if let Err(error) = ended {
            debug!(%error, "a connection ended early");
        }
    }

    /// Waits until it is to end. Who was not heard yet is not sent away because others wait.
    async fn ending(&self, was_heard: &AtomicBool) {
        let crowded = async {
            loop {
                self.crowded.notified().await;
                if was_heard.load(Ordering::Relaxed) {
                    return;
                }
            }
        };
        tokio::select! {
            () = self.stop.cancelled() => {}
            () = crowded => {}
        }
    }
}
