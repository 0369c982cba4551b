//! `knownAt` as a moment, and the lag: both are those of the log.

use anyhow::{Context as _, ensure};
use serde_json::Value;
use tests::{Server, data};

#[test]
fn a_moment_stands_for_what_had_arrived_and_the_lag_is_unknown_without_the_log()
-> anyhow::Result<()> {
    let history = data("rules/history.ndjson");
    let lines: Vec<&str> = history.lines().collect();
    let (mut nats, log, mut server) = Server::with_log(&lines[..300])?;
    // What was acknowledged has arrived by now, and what is published after now has not.
    let now: Value = server.json("/v1/summary")?;
    let moment = now["asOf"].as_str().context("no asOf")?;
    let last = log.append(&lines[300..400])?;
    server.reached(last)?;
    // A replay lacks what is erased here.
    server.do_not_compare();
    // Erased messages leave a gap before the one that had arrived last.
    ensure!(log.erase(298)? && log.erase(299)?);
    let link = format!("/v1/persisting?asOf=2013-06-30&knownAt={moment}");
    let by_moment = server.get(&link)?;
    ensure!(by_moment.status == 200, "{}", by_moment.body);
    let by_position = server.get("/v1/persisting?asOf=2013-06-30&knownAt=300")?;
    ensure!(by_moment.body == by_position.body, "{}", by_moment.body);
    // The events of a day still arrive until it ends.
    let stored = by_position.header("cache-control").unwrap_or_default();
    let of_moment = server.get(&format!(
        "/v1/summary?asOf=2013-06-30&knownAt={}",
        &moment[..10]
    ))?;
    let of_moment = of_moment
        .header("cache-control")
        .unwrap_or_default()
        .to_owned();
    ensure!(
        stored == "no-cache" && of_moment == "no-cache",
        "{stored}, {of_moment}"
    );
    let of_sequence = server.get("/v1/summary?asOf=2013-06-30&knownAt=300")?;
    let of_sequence = of_sequence.header("cache-control").unwrap_or_default();
    ensure!(of_sequence.ends_with("immutable"), "{of_sequence}");
    let today: Value = server.json(&format!("/v1/summary?knownAt={}", &moment[..10]))?;
    ensure!(today["knownAt"] == last, "{today}");
    let before: Value = server.json("/v1/summary?knownAt=2012-01-01")?;
    ensure!(before["knownAt"] == 0 && before["n"] == 0, "{before}");
    let shown = server.run(&["show", "summary", "--known-at", moment])?;
    ensure!(shown.out.contains("as known at position 300"), "{shown:?}");

    let position = server.status()?;
    ensure!(position.lag == Some(0) && position.last_sequence == Some(last));
    nats.end()?;
    server.until_stale()?;
    let position = server.status()?;
    ensure!(position.lag.is_none() && position.last_sequence.is_none());
    let reason = position.lag_unknown.context("no reason")?;
    ensure!(reason.contains("NATS"), "{reason}");
    let unknown = server.get(&link)?;
    ensure!(unknown.status == 503 && unknown.body.contains("Give knownAt as a position"));
    ensure!(server.get("/v1/summary?knownAt=300")?.status == 200);
    nats.start_again()?;
    server.until_ready()?;
    ensure!(server.status()?.lag == Some(0));
    Ok(())
}
