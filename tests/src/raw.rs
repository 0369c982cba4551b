//! Raw requests, which no client library would send.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    thread,
    time::Duration,
};

use crate::Response;

/// The timeout of a request.
const ANSWER_WITHIN: Duration = Duration::from_mins(1);

/// Sends a request, and reads the response until the server closes. A server may answer before it has read all of it.
///
/// # Errors
///
/// If there is no response.
pub fn send(address: &str, request: &[u8]) -> anyhow::Result<Response> {
    let mut reading = TcpStream::connect(address)?;
    reading.set_read_timeout(Some(ANSWER_WITHIN))?;
    let mut writing = reading.try_clone()?;
    let mut received = Vec::new();
    thread::scope(|scope| {
        // A server need not read all of it: only the response counts, so a failed write is ignored.
        scope.spawn(move || writing.write_all(request));
        let _ = reading.read_to_end(&mut received);
    });
    Response::parse(&received)
}

/// Posts a body, as JSON unless a header says otherwise.
///
/// # Errors
///
/// If there is no response.
pub fn post(
    address: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> anyhow::Result<Response> {
    let head = head(address, path, headers, body.len());
    send(address, format!("{head}{body}").as_bytes())
}

/// Returns the head of a POST with a body of this length.
pub fn head(address: &str, path: &str, headers: &[(&str, &str)], length: usize) -> String {
    let usual = [("host", address), ("content-type", "application/json")];
    let given = |name: &str| headers.iter().any(|(given, _)| *given == name);
    let usual = usual.into_iter().filter(|(name, _)| !given(name));
    let start =
        format!("POST {path} HTTP/1.1\r\nconnection: close\r\ncontent-length: {length}\r\n");
    let all = usual.chain(headers.iter().copied());
    let line = |head, (name, value)| format!("{head}{name}: {value}\r\n");
    all.fold(start, line) + "\r\n"
}

/// Publishes a message to NATS with any bytes as headers, which no client library would send: lines without their ends.
///
/// # Errors
///
/// If the server does not take it.
pub fn publish(
    nats_url: &str,
    subject: &str,
    headers: &[&[u8]],
    payload: &[u8],
) -> anyhow::Result<()> {
    let address = nats_url.trim_start_matches("nats://");
    let mut writing = TcpStream::connect(address)?;
    writing.set_read_timeout(Some(ANSWER_WITHIN))?;
    let lines = headers.iter().flat_map(|line| [*line, b"\r\n"]);
    let head = [
        b"NATS/1.0\r\n".to_vec(),
        lines.flatten().copied().collect(),
        b"\r\n".to_vec(),
    ];
    let head = head.concat();
    let total = head.len() + payload.len();
    write!(
        writing,
        "CONNECT {{\"headers\":true,\"verbose\":false}}\r\nHPUB {subject} {} {total}\r\n",
        head.len()
    )?;
    writing.write_all(&[&head[..], payload, b"\r\nPING\r\n"].concat())?;
    for line in BufReader::new(writing).lines() {
        match line?.as_str() {
            "PONG" => return Ok(()),
            error if error.starts_with("-ERR") => anyhow::bail!("NATS refuses it: {error}"),
            _ => {}
        }
    }
    anyhow::bail!("NATS closed the connection")
}
