//! Chooses the port of the server, and checks that it is our server that answers there.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::time::Duration;

use anyhow::Context as _;
use serde::Deserialize;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::net::TcpStream;

const USUAL: u16 = 4222;
const INFO_MAX_BYTES: u64 = 16 * 1024;
const INFO_TIMEOUT: Duration = Duration::from_secs(1);
const BETWEEN_TRIES: Duration = Duration::from_millis(20);

/// Returns the usual port of NATS if it is free, else any free one.
///
/// # Errors
///
/// When no loopback port is free.
pub(super) fn choose() -> anyhow::Result<u16> {
    if is_free(USUAL) {
        return Ok(USUAL);
    }
    let free =
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
    Ok(free.context("no port of 127.0.0.1 is free")?.port())
}

/// Returns whether nobody listens there. Connects instead of listening, which would take the port from a server that is
/// just starting.
pub(super) fn is_free(port: u16) -> bool {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let tried = std::net::TcpStream::connect_timeout(&address, INFO_TIMEOUT);
    tried.is_err_and(|error| error.kind() == ErrorKind::ConnectionRefused)
}

/// Waits until the server called `name` answers on `port`, which it does when its store is open; another server that took
/// the port has another name.
pub(super) async fn answered(port: u16, name: &str) {
    loop {
        if let Ok(Some(info)) = tokio::time::timeout(INFO_TIMEOUT, info(port)).await
            && info.server_name == name
            && info.jetstream
        {
            return;
        }
        tokio::time::sleep(BETWEEN_TRIES).await;
    }
}

/// The first line that a server sends.
#[derive(Deserialize)]
struct Info {
    server_name: String,
    #[serde(default)]
    jetstream: bool,
}

async fn info(port: u16) -> Option<Info> {
    let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.ok()?;
    let mut line = String::new();
    BufReader::new(stream.take(INFO_MAX_BYTES))
        .read_line(&mut line)
        .await
        .ok()?;
    serde_json::from_str(line.strip_prefix("INFO ")?).ok()
}
