//! Connections: accepted, held to time, ended.
//!
//! A connection holds a place and nothing else: an answer is whole before its first byte is sent, so a slow client
//! keeps neither a worker nor the views.

mod patient;

use std::{io, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tracing::{debug, warn};

use self::patient::Patient;
use crate::Service;

/// How long to wait after a connection could not be accepted, which happens when there are no more files to open.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_millis(50);

/// How much a door takes on before it makes wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections at one time; further ones wait to be accepted.
    pub connections: usize,
    /// The head of a request, its link included, in bytes.
    pub head_bytes: usize,
    /// How long a client may take to send the head of a request, and its body, or to begin with the next one.
    pub head: Duration,
    /// How long a client may take nothing of what is being sent to it.
    pub stall: Duration,
    /// How long answers may take once the server was told to stop.
    pub shutdown: Duration,
}

/// Fails to serve.
#[derive(Debug, thiserror::Error)]
pub enum DoorError {
    /// The listener does not know its address.
    #[error("read the address that is listened on")]
    Address(#[source] io::Error),
    /// The listener is open to other machines, and there is no authentication yet.
    #[error("serve on {0}: only a loopback address is allowed, such as 127.0.0.1:7420")]
    OffLoopback(SocketAddr),
}

/// Serves until `stop`: then accepts nothing more, lets answers in progress end within the limit, and returns.
///
/// # Errors
///
/// When the listener is not on a loopback address.
pub async fn run(
    listener: TcpListener,
    service: Service,
    limits: Limits,
    stop: CancellationToken,
) -> Result<(), DoorError> {
    let address = listener.local_addr().map_err(DoorError::Address)?;
    if !address.ip().is_loopback() {
        return Err(DoorError::OffLoopback(address));
    }
    let server = Server {
        limits,
        places: Arc::new(Semaphore::new(limits.connections)),
        router: service.into_router(),
        tasks: TaskTracker::new(),
        stop,
        cut: CancellationToken::new(),
    };
    server.accept(listener).await;
    server.end().await;
    Ok(())
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 512,
            head_bytes: 64 * 1024,
            head: Duration::from_secs(10),
            stall: Duration::from_secs(30),
            shutdown: Duration::from_secs(3),
        }
    }
}

struct Server {
    limits: Limits,
    places: Arc<Semaphore>,
    router: Router,
    tasks: TaskTracker,
    /// Asks connections to end after the answer in progress.
    stop: CancellationToken,
    /// Ends connections at once.
    cut: CancellationToken,
}

impl Server {
    async fn accept(&self, listener: TcpListener) {
        let next = || async {
            let place = Arc::clone(&self.places).acquire_owned().await.ok()?;
            Some((place, listener.accept().await))
        };
        while let Some(Some((place, accepted))) = self.stop.run_until_cancelled(next()).await {
            match accepted {
                Ok((stream, _)) => drop(self.tasks.spawn(self.connection(stream, place))),
                Err(error) => {
                    warn!(%error, "failed to accept a connection");
                    time::sleep(PAUSE_AFTER_FAILURE).await;
                }
            }
        }
    }

    fn connection(
        &self,
        stream: TcpStream,
        place: OwnedSemaphorePermit,
    ) -> impl Future<Output = ()> + use<> {
        // Answers are sent whole; what this fails to set, it does without.
        let _ = stream.set_nodelay(true);
        let io = TokioIo::new(Patient::new(stream, self.limits.stall));
        let serving = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.limits.head)
            .max_buf_size(self.limits.head_bytes)
            .serve_connection(io, TowerToHyperService::new(self.router.clone()));
        let (stop, cut) = (self.stop.clone(), self.cut.clone());
        async move {
            let _place = place;
            let mut serving = pin!(serving);
            let ended = tokio::select! {
                ended = serving.as_mut() => ended,
                () = stop.cancelled() => {
                    serving.as_mut().graceful_shutdown();
                    cut.run_until_cancelled(serving).await.unwrap_or(Ok(()))
                }
            };
            if let Err(error) = ended {
                debug!(%error, "a connection ended early");
            }
        }
    }

    async fn end(self) {
        self.tasks.close();
        if time::timeout(self.limits.shutdown, self.tasks.wait())
            .await
            .is_err()
        {
            warn!(
                connections = self.tasks.len(),
                "connections were cut: they did not end in time"
            );
            self.cut.cancel();
            self.tasks.wait().await;
        }
    }
}
