//! More connections than there are places for: each is served or refused, and who asks nothing makes room.

#![cfg(test)]

use std::time::Duration;

use door::{DoorError, Limits, Service, listen, run};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinHandle,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

const ASKED: &str = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
const ASKED_AT_LAST: &str =
    "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
/// What a test leaves in no way to chance: nobody is let go for being slow.
const NEVER: Duration = Duration::from_mins(10);

/// A door with nothing behind it.
struct Door {
    address: String,
    stop: CancellationToken,
    open: JoinHandle<Result<(), DoorError>>,
}

impl Door {
    fn open(connections: usize, head: Duration) -> Self {
        let listener = listen("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let limits = Limits {
            connections,
            refusals: 2,
            refusal: Duration::from_millis(200),
            head,
            ..Limits::default()
        };
        let service = Service {
            routes: Vec::new(),
            descriptions: Vec::new(),
            metrics: Vec::new(),
            page: None,
        };
        let stop = CancellationToken::new();
        let running = run(listener, service, limits, stop.clone());
        let open = TaskTracker::new().spawn(running);
        Self {
            address,
            stop,
            open,
        }
    }

    /// Connects and sends something.
    async fn send(&self, text: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        stream
    }

    /// Asks once; gives the whole answer.
    async fn ask(&self) -> String {
        rest(self.send(ASKED_AT_LAST).await).await
    }

    async fn close(self) {
        self.stop.cancel();
        self.open.await.unwrap().unwrap();
    }
}

/// Reads until the server closes.
async fn rest(mut stream: TcpStream) -> String {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn who_stays_after_an_answer_makes_room_for_who_comes() {
    let door = Door::open(2, NEVER);
    let mut stay = Vec::new();
    for _ in 0..8 {
        let mut stream = door.send(ASKED).await;
        let mut start = [0; 12];
        stream.read_exact(&mut start).await.unwrap();
        assert_eq!(&start, b"HTTP/1.1 200");
        stay.push(stream);
    }
    // The first were let go, without a word.
    assert!(
        rest(stay.remove(0))
            .await
            .ends_with("{\"status\":\"live\"}")
    );
    door.close().await;
}

#[tokio::test]
async fn where_there_is_no_place_it_is_said_and_when_to_come_again() {
    let door = Door::open(2, NEVER);
    let slow = [door.send("GET / HT").await, door.send("").await];
    let refused = door.ask().await;
    for part in [
        "HTTP/1.1 503 ",
        "retry-after: 2\r\n",
        "connection: close\r\n",
        "content-type: application/problem+json\r\n",
        "As many connections as may be are open.",
    ] {
        assert!(refused.contains(part), "{part} is not in {refused}");
    }
    // Who is heard of late is served all the same: nobody is sent away before a first answer.
    let [mut slow, other] = slow;
    slow.write_all(b"TP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .await
        .unwrap();
    assert!(rest(slow).await.starts_with("HTTP/1.1 404 "));
    assert!(door.ask().await.starts_with("HTTP/1.1 200 "));
    drop(other);
    door.close().await;
}

#[tokio::test]
async fn who_does_not_finish_its_request_gives_its_place_up() {
    let door = Door::open(1, Duration::from_millis(50));
    let slow = door.send("GET / HT").await;
    let served = door.ask().await;
    assert!(served.starts_with("HTTP/1.1 200 "), "{served}");
    drop(slow);
    door.close().await;
}

#[tokio::test]
async fn of_many_at_once_each_is_served_or_refused() {
    let door = Door::open(4, NEVER);
    // All but one place is held by who never goes on.
    let slow = [
        door.send("G").await,
        door.send("G").await,
        door.send("G").await,
    ];
    let asked = (0..300).map(|_| door.ask());
    let answers = futures_util::future::join_all(asked).await;
    let with = |status: &str| {
        let starting = format!("HTTP/1.1 {status} ");
        let found = answers
            .iter()
            .filter(|answer| answer.starts_with(&starting));
        found.count()
    };
    let (served, refused) = (with("200"), with("503"));
    assert_eq!(served + refused, answers.len(), "{answers:?}");
    assert!(served > 0, "nobody was served");
    drop(slow);
    door.close().await;
}
