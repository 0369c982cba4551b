//! One connection: served, or rejected because the server has no permit for it.

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

use super::{HttpLimits, write_timeout::WriteTimeout};

/// What all connections share.
#[derive(Clone)]
pub(super) struct Connection {
    pub(super) limits: HttpLimits,
    /// Closes connections after the response in progress.
    pub(super) stop: CancellationToken,
    /// Closes connections at once.
    pub(super) abort: CancellationToken,
    /// Notified when a new connection finds no permit.
    pub(super) overloaded: Arc<Notify>,
}

impl Connection {
    /// Serves requests until the client closes the connection or is too slow, or until the connection is idle and its
    /// permit is needed.
    pub(super) async fn serve(self, stream: TcpStream, router: Router) {
        let timeout = self.limits.header_timeout;
        self.run(stream, router, timeout, true).await;
    }

    /// Answers one request with 503.
    pub(super) async fn reject(self, stream: TcpStream, router: Router) {
        let timeout = self.limits.rejection_timeout;
        self.run(stream, router, timeout, false).await;
    }

    async fn run(
        self,
        stream: TcpStream,
        router: Router,
        header_timeout: Duration,
        keep_alive: bool,
    ) {
        // Responses are written whole, so there is nothing for Nagle's algorithm to collect; without it is only slower.
        let _ = stream.set_nodelay(true);
        let io = TokioIo::new(WriteTimeout::new(stream, self.limits.write_stall_timeout));
        let has_served = Arc::new(AtomicBool::new(false));
        let (started, router) = (Arc::clone(&has_served), TowerToHyperService::new(router));
        let service = service_fn(move |request: Request<Incoming>| {
            started.store(true, Ordering::Relaxed);
            router.call(request)
        });
        let serving = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(header_timeout)
            .max_buf_size(self.limits.max_head_bytes)
            .keep_alive(keep_alive)
            .serve_connection(io, service);
        let mut serving = pin!(serving);
        let ended = tokio::select! {
            ended = serving.as_mut() => ended,
            () = self.close_requested(&has_served) => {
                serving.as_mut().graceful_shutdown();
                self.abort.run_until_cancelled(serving).await.unwrap_or(Ok(()))
            }
        };
        if let Err(error) = ended {
            debug!(%error, "a connection ended early");
        }
    }

    /// Waits until the connection should close. One whose first request has not arrived yet is not closed for others.
    async fn close_requested(&self, has_served: &AtomicBool) {
        let permit_needed = async {
            loop {
                self.overloaded.notified().await;
                if has_served.load(Ordering::Relaxed) {
                    return;
                }
            }
        };
        tokio::select! {
            () = self.stop.cancelled() => {}
            () = permit_needed => {}
        }
    }
}
