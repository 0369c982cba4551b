//! Connections: accepted, limited in time, closed.
//!
//! A connection takes a permit and nothing else: a response is complete before its first byte is sent, so a slow client
//! occupies neither a worker nor the views.
//!
//! All connections are accepted, also those beyond the limit, which are answered with 503. A connection that nobody
//! accepts waits in the kernel's queue, and when that overflows it is dropped silently and retried after 1, 3 and 7 s:
//! with 512 permits and no accepting beyond them, 2 641 of 10 000 simultaneous requests were never answered. Now, with all
//! 512 permits occupied by clients that stop in the middle of a body, each of 10 000 simultaneous requests gets its 503
//! within 5.7 s. The accept loop of a library (axum's `serve`) accepts without a limit and cannot reject; hence this one.

mod connection;
mod limits;
mod write_timeout;

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tracing::warn;

pub use self::limits::HttpLimits;

use self::connection::Connection;
use crate::{HttpService, service::Routers};

/// The pause after a connection could not be accepted: without it the loop would spin while no file descriptor is free.
const ACCEPT_ERROR_PAUSE: Duration = Duration::from_millis(50);
/// The length of the kernel's accept queue, if it allows so many.
const ACCEPT_QUEUE: u32 = 4_096;

/// An error of [`run`].
#[derive(Debug, thiserror::Error)]
pub enum HttpdError {
    /// The listener has no address.
    #[error("cannot read the address of the listener")]
    Address(#[source] io::Error),
    /// The listener is reachable from other machines, and there is no authentication yet.
    #[error(
        "cannot serve on {0}: only loopback addresses are allowed; use one such as 127.0.0.1:7420"
    )]
    OffLoopback(SocketAddr),
}

/// Serves until `stop` is cancelled: then accepts no more connections, lets responses in progress finish within the
/// limit, and returns.
///
/// # Errors
///
/// If the listener is not on a loopback address.
pub async fn run(
    listener: TcpListener,
    service: HttpService,
    limits: HttpLimits,
    stop: CancellationToken,
) -> Result<(), HttpdError> {
    let address = listener.local_addr().map_err(HttpdError::Address)?;
    if !address.ip().is_loopback() {
        return Err(HttpdError::OffLoopback(address));
    }
    let server = Server {
        permits: Arc::new(Semaphore::new(limits.max_connections)),
        rejections: Arc::new(Semaphore::new(limits.max_rejections)),
        routers: service.into_routers(limits.max_buffered_bytes, stop.clone()),
        tasks: TaskTracker::new(),
        connection: Connection {
            limits,
            stop,
            abort: CancellationToken::new(),
            overloaded: Arc::default(),
        },
    };
    server.accept(listener).await;
    server.shut_down().await;
    Ok(())
}

/// Listens on an address, with a long accept queue.
///
/// # Errors
///
/// If the address is in use or not permitted.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    // Without it a restart within a minute fails: connections in TIME_WAIT still occupy the address.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(ACCEPT_QUEUE)
}

struct Server {
    permits: Arc<Semaphore>,
    rejections: Arc<Semaphore>,
    routers: Routers,
    tasks: TaskTracker,
    connection: Connection,
}

impl Server {
    async fn accept(&self, listener: TcpListener) {
        let stop = &self.connection.stop;
        while let Some(accepted) = stop.run_until_cancelled(listener.accept()).await {
            match accepted {
                Ok((stream, _)) => match Arc::clone(&self.permits).try_acquire_owned() {
                    Ok(permit) => self.serve(stream, permit),
                    Err(_) => self.serve_or_reject(stream).await,
                },
                Err(error) => {
                    warn!(%error, "cannot accept a connection; retrying");
                    time::sleep(ACCEPT_ERROR_PAUSE).await;
                }
            }
        }
    }

    fn serve(&self, stream: TcpStream, permit: OwnedSemaphorePermit) {
        let (connection, router) = (self.connection.clone(), self.routers.normal.clone());
        self.tasks.spawn(async move {
            connection.serve(stream, router).await;
            drop(permit);
        });
    }

    /// Closes idle connections, then serves the new one, or rejects it if no permit becomes free in time.
    ///
    /// Accepting waits only while the maximum number of connections is being rejected.
    async fn serve_or_reject(&self, stream: TcpStream) {
        self.connection.overloaded.notify_waiters();
        let stop = &self.connection.stop;
        let rejection = Arc::clone(&self.rejections).acquire_owned();
        let Some(Ok(rejection)) = stop.run_until_cancelled(rejection).await else {
            return;
        };
        let (connection, routers) = (self.connection.clone(), self.routers.clone());
        // Queued here and not in the task: permits go to connections in the order in which they arrived.
        let permit = Arc::clone(&self.permits).acquire_owned();
        self.tasks.spawn(async move {
            match time::timeout(connection.limits.rejection_timeout, permit).await {
                Ok(Ok(permit)) => {
                    // Before serving, which may last: it would occupy the place of a rejection all that time.
                    drop(rejection);
                    connection.serve(stream, routers.normal).await;
                    drop(permit);
                }
                _ => connection.reject(stream, routers.overloaded).await,
            }
        });
    }

    async fn shut_down(self) {
        self.tasks.close();
        if time::timeout(self.connection.limits.shutdown_timeout, self.tasks.wait())
            .await
            .is_err()
        {
            warn!(
                connections = self.tasks.len(),
                "closing connections that did not finish in time"
            );
            self.connection.abort.cancel();
            self.tasks.wait().await;
        }
    }
}
