//! Connections: accepted, held to time, ended.
//!
//! A connection holds a place and nothing else: an answer is whole before its first byte is sent, so a slow client
//! keeps neither a worker nor the views. Who comes when all places are taken is told so: a connection that nobody
//! accepts waits in a queue of the system's, which drops without a word what is too much for it.

mod connection;
mod limits;
mod patient;

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tracing::warn;

pub use self::limits::Limits;

use self::connection::Connection;
use crate::{Service, service::Answering};

/// How long to wait after a connection could not be accepted, which happens when there are no more files to open.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_millis(50);
/// Connections that the system keeps until they are accepted, if it allows so many: as many as come at once.
const QUEUE: u32 = 4_096;

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
        places: Arc::new(Semaphore::new(limits.connections)),
        refusals: Arc::new(Semaphore::new(limits.refusals)),
        answering: service.into_answering(limits.held_bytes),
        tasks: TaskTracker::new(),
        connection: Connection {
            limits,
            stop,
            cut: CancellationToken::new(),
            crowded: Arc::default(),
        },
    };
    server.accept(listener).await;
    server.end().await;
    Ok(())
}

/// Listens on an address with room for as many as come at once.
///
/// # Errors
///
/// When it is taken, or may not be used.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    // As everybody does: started again at once, it gets its address back.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(QUEUE)
}

struct Server {
    places: Arc<Semaphore>,
    refusals: Arc<Semaphore>,
    answering: Answering,
    tasks: TaskTracker,
    connection: Connection,
}

impl Server {
    async fn accept(&self, listener: TcpListener) {
        let stop = &self.connection.stop;
        while let Some(accepted) = stop.run_until_cancelled(listener.accept()).await {
            match accepted {
                Ok((stream, _)) => match Arc::clone(&self.places).try_acquire_owned() {
                    Ok(place) => self.serve(stream, place),
                    Err(_) => self.look_for_room(stream).await,
                },
                Err(error) => {
                    warn!(%error, "failed to accept a connection");
                    time::sleep(PAUSE_AFTER_FAILURE).await;
                }
            }
        }
    }

    fn serve(&self, stream: TcpStream, place: OwnedSemaphorePermit) {
        let (connection, router) = (self.connection.clone(), self.answering.usual.clone());
        self.tasks.spawn(async move {
            connection.serve(stream, router).await;
            drop(place);
        });
    }

    /// Has connections end on which nothing is asked, and serves or refuses the new one: this waits only while as
    /// many are being refused as may be.
    async fn look_for_room(&self, stream: TcpStream) {
        self.connection.crowded.notify_waiters();
        let stop = &self.connection.stop;
        let refusal = Arc::clone(&self.refusals).acquire_owned();
        let Some(Ok(refusal)) = stop.run_until_cancelled(refusal).await else {
            return;
        };
        let (connection, answering) = (self.connection.clone(), self.answering.clone());
        let place = Arc::clone(&self.places).acquire_owned();
        self.tasks.spawn(async move {
            match time::timeout(connection.limits.refusal, place).await {
                Ok(Ok(place)) => {
                    drop(refusal);
                    connection.serve(stream, answering.usual).await;
                    drop(place);
                }
                _ => connection.refuse(stream, answering.crowded).await,
            }
        });
    }

    async fn end(self) {
        self.tasks.close();
        if time::timeout(self.connection.limits.shutdown, self.tasks.wait())
            .await
            .is_err()
        {
            warn!(
                connections = self.tasks.len(),
                "connections were cut: they did not end in time"
            );
            self.connection.cut.cancel();
            self.tasks.wait().await;
        }
    }
}
