//! Ten thousand requests at once, beside clients that are slow or stay connected: each gets 201, 202 or 503, and none
//! is left without an answer.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    sync::Arc,
    time::Duration,
};

use anyhow::{Context as _, ensure};
use api::{AnswerEnvelope, answers::Summary};
use futures_util::future::join_all;
use tests::{Nats, Server, raise_files, raw};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net,
    runtime::Runtime,
    time::timeout,
};

use super::{drained, report};

/// Requests at once, each on its own connection.
const CROWD: usize = 10_000;
/// At least so many are accepted, by the number of permits; how many more depends on the machine.
const TAKEN: usize = 1_024;
/// Clients of each kind that start a request and do not continue.
const SLOW: usize = 300;
/// The longest that an answer may take: a dozen times what it usually takes.
const ANSWERED_WITHIN: Duration = Duration::from_mins(2);

/// Sends one of the reports; returns the status.
async fn come(address: Arc<str>, number: usize) -> anyhow::Result<u16> {
    let body = report(number, "GM0344");
    let head = raw::head(&address, "/v1/reports", &[], body.len());
    let request = async {
        let mut stream = net::TcpStream::connect(&*address).await?;
        stream.write_all(format!("{head}{body}").as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        anyhow::Ok(answer)
    };
    let answer = timeout(ANSWERED_WITHIN, request).await??;
    let status = answer.split(' ').nth(1).context("there is no answer")?;
    ensure!(
        status != "503" || answer.contains("retry-after: "),
        "it does not say when to come again: {answer}"
    );
    Ok(status.parse()?)
}

/// Starts requests without continuing: a head that stops, a body that stops, a connection that stays open after its answer.
fn begin(address: &str) -> anyhow::Result<Vec<TcpStream>> {
    let body = report(CROWD, "GM0344");
    let head = raw::head(address, "/v1/reports", &[], body.len());
    let stays = format!("GET /health/live HTTP/1.1\r\nhost: {address}\r\n\r\n");
    let mut slow = Vec::new();
    for begun in [&head[..40], &format!("{head}{}", &body[..9]), &stays] {
        for _ in 0..SLOW {
            let mut stream = TcpStream::connect(address)?;
            stream.write_all(begun.as_bytes())?;
            slow.push(stream);
        }
    }
    for stream in &mut slow[2 * SLOW..] {
        stream.read_exact(&mut [0; 12])?;
    }
    Ok(slow)
}

#[test]
fn of_ten_thousand_requests_at_once_beside_slow_ones_each_is_accepted_or_gets_503_and_is_counted_right()
-> anyhow::Result<()> {
    raise_files(CROWD + 8 * SLOW)?;
    let (nats, log) = Nats::with_stream()?;
    let views = Server::start_in_new_folder(&["serve", "--intake", "--nats", &nats.url()])?;
    let address: Arc<str> = views.address().into();
    let slow = begin(&address)?;
    let all = (0..CROWD).map(|number| come(Arc::clone(&address), number));
    let outcomes = Runtime::new()?.block_on(async { join_all(all).await });
    let statuses = outcomes.into_iter().collect::<anyhow::Result<Vec<u16>>>()?;
    let count = |wanted: &[u16]| {
        let found = statuses.iter().filter(|status| wanted.contains(status));
        found.count()
    };
    let (taken, refused) = (count(&[201, 202]), count(&[503]));
    println!("{CROWD} at once: {taken} taken, {refused} refused");
    ensure!(taken + refused == CROWD, "otherwise: {statuses:?}");
    ensure!(taken >= TAKEN, "only {taken} were taken");
    ensure!(views.get("/health/live")?.status == 200);
    let after = raw::post(&address, "/v1/reports", &[], &report(CROWD, "GM0344"))?;
    ensure!([201, 202].contains(&after.status), "{after:?}");
    drop(slow);
    drained(&views)?;
    views.reached(log.last_sequence()?)?;
    let summary: AnswerEnvelope<Summary> = views.json("/v1/summary")?;
    // Each report is about another knelpunt: none is there twice, and none that got 503 is there.
    let there = taken + 1;
    ensure!(
        summary.answer.knelpunten == there && summary.position == there as u64,
        "{there} were taken: {summary:?}"
    );
    Ok(())
}
