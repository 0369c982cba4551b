//! Responses, compressed as the client accepts them.

use std::io::Read as _;

use flate2::read::GzDecoder;
use tests::Response;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::world::{World, history};

/// The head of a response, and its body without the framing of chunks.
async fn ask(world: &World, target: &str, accepted: &str) -> (Response, Vec<u8>) {
    let host = &world.address;
    let request = format!(
        "GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nAccept-Encoding: {accepted}\r\n\r\n"
    );
    let bytes = world.send(&request).await;
    let end = bytes
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .unwrap()
        + 4;
    let (head, body) = bytes.split_at(end);
    let head = String::from_utf8(head.to_vec()).unwrap();
    let head = head.replace("transfer-encoding: chunked", "x-framing: chunked");
    let head = Response::parse(head.as_bytes()).unwrap();
    let body = if head.header("x-framing").is_some() {
        without_chunks(body)
    } else {
        body.to_vec()
    };
    (head, body)
}

fn without_chunks(mut framed: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let end = framed.windows(2).position(|two| two == b"\r\n").unwrap();
        let length = std::str::from_utf8(&framed[..end]).unwrap();
        let length = usize::from_str_radix(length, 16).unwrap();
        if length == 0 {
            return body;
        }
        body.extend_from_slice(&framed[end + 2..end + 2 + length]);
        framed = &framed[end + 4 + length..];
    }
}

fn decompressed(coding: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    match coding {
        "gzip" => GzDecoder::new(body).read_to_end(&mut bytes).unwrap(),
        _ => brotli::Decompressor::new(body, 4_096)
            .read_to_end(&mut bytes)
            .unwrap(),
    };
    bytes
}

#[tokio::test]
async fn a_response_is_compressed_as_the_client_accepts_it() {
    let world = World::with(&history()).await;
    for target in [
        "/v1/episodes?asOf=2013-06-30&knownAt=700",
        "/v1/episodes?asOf=2013-06-30&format=csv",
        "/v1/exports/events?asOf=2013-06-30",
        "/v1/openapi.json",
        "/gemeenten?asOf=2013-06-30",
        "/assets/style.css",
    ] {
        let (identity, whole) = ask(&world, target, "identity").await;
        assert_eq!(identity.status, 200, "{target}");
        assert_eq!(identity.header("content-encoding"), None, "{target}");
        for coding in ["gzip", "br"] {
            let (head, body) = ask(&world, target, coding).await;
            assert_eq!(head.header("content-encoding"), Some(coding), "{target}");
            assert!(body.len() * 3 < whole.len(), "{target}: {}", body.len());
            assert!(decompressed(coding, &body) == whole, "{target}");
            assert!(varies(&head, "accept-encoding"), "{target}");
        }
    }
    world.stop().await;
}

#[tokio::test]
async fn each_coding_of_an_answer_has_a_tag_and_all_are_known_again() {
    let world = World::with(&history()).await;
    let target = "/v1/episodes?asOf=2013-06-30&knownAt=700";
    let (identity, _) = ask(&world, target, "identity").await;
    let (compressed, _) = ask(&world, target, "br").await;
    let (identity, compressed) = (
        identity.header("etag").unwrap(),
        compressed.header("etag").unwrap(),
    );
    assert_eq!(
        compressed,
        format!("{}-br\"", identity.trim_end_matches('"'))
    );
    for tag in [identity, compressed] {
        let known = world
            .ask("GET", target, &format!("If-None-Match: {tag}\r\n"))
            .await;
        assert_eq!((known.status, known.header("etag")), (304, Some(tag)));
    }
    world.stop().await;
}

#[tokio::test]
async fn what_is_small_or_compressed_already_is_sent_as_it_is() {
    let world = World::with(&history()).await;
    for target in [
        "/health/live",
        "/v1/episodes?asOf=2013-06-30&format=xlsx",
        "/v1/exports/episodes?asOf=2013-06-30&format=parquet",
    ] {
        let (head, _) = ask(&world, target, "gzip, br").await;
        assert_eq!(
            (head.status, head.header("content-encoding")),
            (200, None),
            "{target}"
        );
    }
    world.stop().await;
}

#[tokio::test]
async fn changes_are_sent_as_they_come() {
    let world = World::with(&history()).await;
    let mut stream = world.connect().await;
    let host = &world.address;
    let request = format!(
        "GET /v1/changes?after=0 HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip, br\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut received = Vec::new();
    while !String::from_utf8_lossy(&received).contains("\ndata:") {
        assert!(stream.read_buf(&mut received).await.unwrap() > 0);
    }
    let received = String::from_utf8_lossy(&received).to_lowercase();
    assert!(!received.contains("content-encoding"), "{received}");
    drop(stream);
    world.stop().await;
}

fn varies(head: &Response, by: &str) -> bool {
    let mut lines = head.headers.iter();
    lines.any(|(name, value)| name == "vary" && value.to_lowercase().contains(by))
}
