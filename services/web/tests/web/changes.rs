//! The stream of changes, as its readers see it.

mod many;

use std::{ops::Range, time::Duration};

use api::{Change, ChangeKind, ChangesReset};
use model::{Data, Draft, KnelpuntReported};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpSocket, TcpStream},
    time::{self, Instant},
};
use web::WebLimits;

use crate::{
    checks::check_problem,
    world::{World, arrivals, case, history, limits},
};

/// How long a test waits for a message before it fails.
const WITHIN: Duration = Duration::from_mins(1);

/// A reader of the stream.
struct Reader {
    lines: BufReader<TcpStream>,
    last_id: String,
}

/// A message of the stream.
#[derive(Debug, PartialEq, Eq)]
struct Message {
    event: String,
    data: String,
}

impl Reader {
    /// Connects, and waits until the stream has begun.
    async fn connect(address: &str, query: &str, last_id: Option<&str>) -> Self {
        Self::over(
            TcpStream::connect(address).await.unwrap(),
            address,
            query,
            last_id,
        )
        .await
    }

    async fn over(mut stream: TcpStream, host: &str, query: &str, last_id: Option<&str>) -> Self {
        let last = last_id
            .map(|id| format!("Last-Event-ID: {id}\r\n"))
            .unwrap_or_default();
        let request = format!("GET /v1/changes{query} HTTP/1.1\r\nHost: {host}\r\n{last}\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut reader = Self {
            lines: BufReader::new(stream),
            last_id: String::new(),
        };
        assert_eq!(reader.line().await.as_deref(), Some("HTTP/1.1 200 OK"));
        while reader.last_id.is_empty() {
            let line = reader.line().await.expect("the stream begins with an id");
            reader.remember(&line);
        }
        reader
    }

    /// Reads a line; none at the end.
    async fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let read = time::timeout(WITHIN, self.lines.read_line(&mut line));
        let read = read.await.expect("something arrives").unwrap_or_default();
        (read > 0).then(|| line.trim_end().to_owned())
    }

    fn remember(&mut self, line: &str) {
        if let Some(id) = line.strip_prefix("id: ") {
            id.clone_into(&mut self.last_id);
        }
    }

    /// Reads the next message; none at the end. Lines between, such as those of chunks, are none.
    async fn message(&mut self) -> Option<Message> {
        let mut event = String::new();
        loop {
            let line = self.line().await?;
            self.remember(&line);
            if let Some(name) = line.strip_prefix("event: ") {
                name.clone_into(&mut event);
            } else if let Some(data) = line.strip_prefix("data: ") {
                let data = data.to_owned();
                return Some(Message { event, data });
            }
        }
    }

    async fn change(&mut self) -> Change {
        let message = self.message().await.expect("the stream goes on");
        assert_eq!(message.event, "change", "{}", message.data);
        serde_json::from_str(&message.data).unwrap()
    }
}

/// Returns reports of as many knelpunten of a municipality, each of its own.
fn reports(municipality: &str, numbers: Range<usize>) -> Vec<String> {
    let report = |number: usize| {
        let data = Data::Reported(KnelpuntReported {
            reference: Some(format!("ticket-{number}")),
            ..KnelpuntReported::new(municipality, "funding", "2015-01-01")
        });
        let source = "urn:nld:knelpunt:changes".to_owned();
        let time = model::Instant::parse("2015-01-02T00:00:00Z").unwrap();
        let draft = Draft::with_derived_subject(source, number.to_string(), time, data);
        draft.unwrap().to_json()
    };
    numbers.map(report).collect()
}

#[tokio::test]
async fn a_reader_gets_what_arrives_by_filter_and_in_order() {
    let world = World::with(&case("first-report-opens")).await;
    let mut all = Reader::connect(&world.address, "", None).await;
    let mut filtered = Reader::connect(
        &world.address,
        "?category=funding&municipality=GM0344",
        None,
    )
    .await;
    let mut others = Reader::connect(&world.address, "?municipality=GM0014&after=0", None).await;
    world.commit(&arrivals(3, &reports("GM0344", 0..2)));
    for reader in [&mut all, &mut filtered] {
        let (first, second) = (reader.change().await, reader.change().await);
        assert_eq!((first.position, second.position), (3, 4));
        assert_eq!(first.change, ChangeKind::Opened);
        assert_eq!(first.municipality_name.as_deref(), Some("Utrecht"));
        assert!(reader.last_id.starts_with("4-"));
    }
    world.commit(&arrivals(5, &reports("GM0014", 2..3)));
    assert_eq!(all.change().await.position, 5);
    assert_eq!(
        others.change().await.municipality.as_deref(),
        Some("GM0014")
    );
    world.stop().await;
}

#[tokio::test]
async fn what_is_sent_at_once_and_what_is_requested_later_are_the_same() {
    let events = history();
    let world = World::with(&events[..1]).await;
    let mut live = Reader::connect(&world.address, "?after=0", None).await;
    let mut sent = vec![live.change().await];
    for (sequence, event) in (2..).zip(&events[1..120]) {
        world.commit(&arrivals(sequence, std::slice::from_ref(event)));
    }
    while sent.last().unwrap().position < 120 {
        sent.push(live.change().await);
    }
    let mut later = Reader::connect(&world.address, "?after=0", None).await;
    for change in &sent {
        assert_eq!(&later.change().await, change);
    }
    // A reader that comes back gets the rest.
    let id = format!("{}", sent[40].position);
    let mut back = Reader::connect(&world.address, "?after=0", Some(&id)).await;
    for change in &sent[41..] {
        assert_eq!(&back.change().await, change);
    }
    world.stop().await;
}

#[tokio::test]
async fn after_another_log_or_a_long_absence_the_reader_learns_that_changes_were_left_out() {
    let world = World::with(&reports("GM0344", 0..3)).await;
    for (id, reason) in [("2-abc", "another log"), ("4000000000", "another log")] {
        let mut reader = Reader::connect(&world.address, "", Some(id)).await;
        // Its id was read with the first lines, and with it the beginning of this message.
        let message = reader.message().await.unwrap();
        let reset: ChangesReset = serde_json::from_str(&message.data).unwrap();
        assert!(reset.reason.contains(reason), "{reset:?}");
        assert_eq!((message.event.as_str(), reset.position), ("reset", 3));
    }
    world.stop().await;
}

#[tokio::test]
async fn links_and_ids_that_are_invalid_are_rejected_and_so_are_too_many_readers() {
    let few = WebLimits {
        max_change_readers: 1,
        ..limits()
    };
    let world = World::limited(&[], few).await;
    check_problem(
        &world.get("/v1/changes?after=x&category=y").await,
        400,
        &["category", "after"],
    );
    check_problem(
        &world.get("/v1/changes?panel=2001-01").await,
        400,
        &["panel"],
    );
    let id = "Last-Event-ID: yesterday\r\n";
    check_problem(
        &world.ask("GET", "/v1/changes", id).await,
        400,
        &["Last-Event-ID"],
    );
    let first = Reader::connect(&world.address, "", None).await;
    let rejected = world.get("/v1/changes").await;
    check_problem(&rejected, 503, &[]);
    assert!(rejected.header("retry-after").is_some());
    drop(first);
    // The place becomes free when the server sees that the reader is gone.
    let begun = Instant::now();
    while world.ask("HEAD", "/v1/changes", "").await.status != 200 {
        assert!(begun.elapsed() < WITHIN, "the place stays taken");
    }
    world.stop().await;
}

#[tokio::test]
async fn a_stream_ends_when_the_server_stops() {
    let world = World::with(&[]).await;
    let mut reader = Reader::connect(&world.address, "", None).await;
    let begun = Instant::now();
    world.stop().await;
    assert_eq!(reader.message().await, None);
    // It did not wait for the end of the time that responses may take.
    assert!(begun.elapsed() < WITHIN);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_that_is_too_slow_learns_so_and_is_dropped_while_others_get_everything() {
    const CHANGES: usize = 20_000;
    let world = World::with(&reports("GM0344", 0..1)).await;
    // Its window is small, so that what waits for it waits on the server.
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4_096).unwrap();
    let stream = socket
        .connect(world.address.parse().unwrap())
        .await
        .unwrap();
    let mut stuck = Reader::over(stream, &world.address, "", None).await;
    let mut other = Reader::connect(&world.address, "", None).await;
    let mut next = 1;
    while next < CHANGES {
        let end = next + 2_000;
        world.commit(&arrivals(next as u64 + 1, &reports("GM0344", next..end)));
        for number in next..end {
            assert_eq!(other.change().await.position, number as u64 + 1);
        }
        next = end;
    }
    let mut got = 0;
    let last = loop {
        match stuck
            .message()
            .await
            .expect("it is told why before the end")
        {
            Message { event, .. } if event == "change" => got += 1,
            message => break message,
        }
    };
    assert_eq!(last.event, "dropped");
    assert!(last.data.contains("too slow"), "{}", last.data);
    assert!(
        got < CHANGES - 4_096,
        "{got} were sent to a reader that read nothing"
    );
    assert_eq!(stuck.message().await, None);
    // It gets the rest when it comes back.
    let id = stuck.last_id.clone();
    let mut back = Reader::connect(&world.address, "", Some(&id)).await;
    assert_eq!(back.change().await.position, got as u64 + 2);
    world.stop().await;
}
