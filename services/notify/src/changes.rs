//! The stream of changes (Server-Sent Events): that something changed, not what.

use std::{
    io::{BufRead as _, BufReader},
    thread,
    time::Duration,
};

use tokio_util::sync::CancellationToken;
use ureq::Agent;

use crate::schedule::retry_after;

/// How long one connection lasts. A connection that died without a word is noticed then.
const CONNECTION: Duration = Duration::from_mins(5);

/// Calls `changed` whenever something has changed, until the token is cancelled; on a thread of its own.
pub(crate) fn follow(server: &str, stop: CancellationToken, changed: impl Fn() + Send + 'static) {
    let url = format!("{server}/v1/changes");
    let config = Agent::config_builder()
        .timeout_connect(Some(Duration::from_secs(5)))
        .timeout_global(Some(CONNECTION))
        .proxy(None)
        .build();
    let agent = config.new_agent();
    // Not awaited: it may be waiting for the next change when the program ends.
    drop(thread::spawn(move || {
        let (mut last, mut failures) = (None, 0);
        while !stop.is_cancelled() {
            let before = last.clone();
            read(&agent, &url, &mut last, &stop, &changed);
            failures = if last == before { failures + 1 } else { 0 };
            thread::sleep(retry_after(failures.min(4)));
        }
    }));
}

/// Reads one connection to its end, from behind the last id on.
fn read(
    agent: &Agent,
    url: &str,
    last: &mut Option<String>,
    stop: &CancellationToken,
    changed: &impl Fn(),
) {
    let mut request = agent.get(url);
    if let Some(last) = &*last {
        request = request.header("Last-Event-ID", last);
    }
    // Why there is none, whoever asks the next question says.
    let Ok(response) = request.call() else {
        return;
    };
    let lines = BufReader::new(response.into_body().into_reader()).lines();
    for line in lines.map_while(Result::ok) {
        if stop.is_cancelled() {
            return;
        }
        let id = line.strip_prefix("id: ");
        if id.is_some() && last.as_deref() != id {
            *last = id.map(str::to_owned);
            changed();
        }
    }
}
