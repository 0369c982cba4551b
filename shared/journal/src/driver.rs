//! The driver of [`LogReader`](crate::LogReader): it carries out actions and reports their results, and decides
//! nothing.
//!
//! It reads on a connection of its own, because a message with malformed headers breaks the connection that delivers it
//! (see `headers`), and publishing must not suffer from that.

use async_nats::jetstream::consumer::pull;
use futures_util::{FutureExt as _, StreamExt as _, future::BoxFuture, stream::FuturesUnordered};
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use crate::{
    Action, Attempt, ConnectError, ConnectionState, Input, Journal, LogLoss, LogReader, Message,
    ResumePoint, STREAM, StreamError, StreamInfo, Unavailable, pull::Pull,
};

/// What reading the log yields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// The stream is available and is the one that was read before. Repeated after each [`Delivery::Unavailable`].
    Connected {
        /// The stream.
        stream: StreamInfo,
        /// The server that is connected.
        server_url: String,
    },
    /// The log is unavailable; reading resumes by itself.
    Unavailable {
        /// Why, as text.
        reason: String,
    },
    /// The next messages, at least one and at most 1024, ordered by sequence. Absent sequences were erased.
    Messages(Vec<Message>),
    /// How far the stream and its reader are; about once a second.
    Progress {
        /// The sequence up to which every message that still exists was delivered; at least that of the last one.
        position: u64,
        /// The stream's last sequence.
        last_sequence: u64,
    },
    /// The log is not the one that was read before. The last delivery: archive what was folded, and read again from 0.
    Lost(LogLoss),
}

/// An error of reading from which it cannot recover by itself.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// No connection can be prepared.
    #[error("cannot read the log")]
    Connect(#[from] ConnectError),
    /// The receiver of the deliveries was dropped.
    #[error("cannot deliver messages: their receiver has ended")]
    ReceiverGone,
}

/// Reads the log from `resume` on, for ever, and sends it to `out`.
///
/// Ends when `stop` is cancelled, or after [`Delivery::Lost`]; recovers from every other failure by itself. While `out`
/// is full, nothing more is requested than what is already in flight.
///
/// # Errors
///
/// When the receiver of `out` is dropped.
pub async fn read(
    journal: &Journal,
    resume: ResumePoint,
    out: mpsc::Sender<Delivery>,
    stop: CancellationToken,
) -> Result<(), ReadError> {
    let driver = Driver::new(journal.open_another().await?, resume, out);
    stop.run_until_cancelled(Box::pin(driver.run()))
        .await
        .unwrap_or(Ok(()))
}

struct Driver {
    journal: Journal,
    connection: watch::Receiver<ConnectionState>,
    reader: LogReader,
    requests: FuturesUnordered<BoxFuture<'static, Outcome>>,
    /// Created, but not read yet.
    ready: Option<pull::Stream>,
    pull: Option<Pull>,
    out: mpsc::Sender<Delivery>,
}

enum Outcome {
    Input(Input),
    Consumer(Attempt, Box<pull::Stream>),
}

impl Driver {
    fn new(journal: Journal, resume: ResumePoint, out: mpsc::Sender<Delivery>) -> Self {
        let mut connection = journal.connection_state();
        connection.mark_changed();
        Self {
            journal,
            connection,
            reader: LogReader::new(resume),
            requests: FuturesUnordered::new(),
            ready: None,
            pull: None,
            out,
        }
    }

    async fn run(mut self) -> Result<(), ReadError> {
        while !self.reader.has_ended() {
            tokio::select! {
                // The connection first: in another order, a reply on a new connection would count as one on the old,
                // and the comparison that a new connection requires would be skipped.
                biased;
                changed = self.connection.changed() => self.connection_changed(changed.is_ok()).await?,
                Some(outcome) = self.requests.next() => self.finished(outcome).await?,
                input = next_batch(&mut self.pull) => self.handle(input).await?,
            }
        }
        Ok(())
    }

    async fn finished(&mut self, request: Outcome) -> Result<(), ReadError> {
        let input = match request {
            Outcome::Input(input) => input,
            Outcome::Consumer(attempt, messages) => {
                self.ready = Some(*messages);
                Input::ConsumerReady { attempt }
            }
        };
        self.handle(input).await
    }

    /// Delivers first what has arrived: if the next message breaks every connection, nothing else ever arrives.
    async fn connection_changed(&mut self, open: bool) -> Result<(), ReadError> {
        while let Some(arrived) = self.pull.as_mut().and_then(Pull::next_arrived) {
            self.handle(arrived).await?;
        }
        if !open {
            tracing::warn!("the NATS client gave up; opening another connection");
            self.journal = self.journal.open_another().await?;
            self.connection = self.journal.connection_state();
            self.connection.mark_changed();
            let reason = "the NATS client gave up".to_owned();
            return self.handle(Input::Disconnected { reason }).await;
        }
        let state = self.connection.borrow_and_update().clone();
        match state {
            ConnectionState::Connecting => Ok(()),
            ConnectionState::Connected { .. } => self.handle(Input::Connected).await,
            ConnectionState::Disconnected { reason } => {
                self.handle(Input::Disconnected { reason }).await
            }
        }
    }

    async fn handle(&mut self, input: Input) -> Result<(), ReadError> {
        if let Input::Failed { cause, .. } = &input {
            let position = self.reader.position();
            tracing::debug!(cause, position, "reading failed; retrying");
        }
        for action in self.reader.on(input) {
            self.carry_out(action).await?;
        }
        Ok(())
    }

    async fn carry_out(&mut self, action: Action) -> Result<(), ReadError> {
        match action {
            Action::Abandon => self.abandon(),
            Action::Read { attempt } => {
                self.pull = self
                    .ready
                    .take()
                    .map(|messages| Pull::new(attempt, messages));
            }
            Action::CreateConsumer { attempt, start } => {
                self.start(create(self.journal.clone(), attempt, start));
            }
            Action::FindStream { attempt } => self.start(find(self.journal.clone(), attempt)),
            Action::Fetch { attempt, sequence } => {
                self.start(fetch(self.journal.clone(), attempt, sequence));
            }
            Action::Peek { attempt, sequence } => {
                self.start(peek(self.journal.clone(), attempt, sequence));
            }
            Action::SetTimer { attempt, after } => self.start(async move {
                tokio::time::sleep(after).await;
                Outcome::Input(Input::TimerElapsed { attempt })
            }),
            Action::Deliver(messages) => self.deliver(Delivery::Messages(messages)).await?,
            Action::NotifyConnected(stream) => {
                let server_url = self.journal.server_url().await;
                let connected = Delivery::Connected { stream, server_url };
                self.deliver(connected).await?;
            }
            Action::NotifyProgress {
                position,
                last_sequence,
            } => {
                let progress = Delivery::Progress {
                    position,
                    last_sequence,
                };
                self.deliver(progress).await?;
            }
            Action::NotifyUnavailable(unavailable) => {
                let reason = describe(unavailable);
                self.deliver(Delivery::Unavailable { reason }).await?;
            }
            Action::NotifyLost(lost) => self.deliver(Delivery::Lost(lost)).await?,
        }
        Ok(())
    }

    fn abandon(&mut self) {
        self.requests.clear();
        self.ready = None;
        self.pull = None;
    }

    fn start(&mut self, request: impl Future<Output = Outcome> + Send + 'static) {
        self.requests.push(request.boxed());
    }

    async fn deliver(&mut self, delivery: Delivery) -> Result<(), ReadError> {
        self.out
            .send(delivery)
            .await
            .map_err(|_| ReadError::ReceiverGone)
    }
}

async fn next_batch(pull: &mut Option<Pull>) -> Input {
    match pull {
        Some(pull) => pull.next().await,
        None => std::future::pending().await,
    }
}

async fn create(journal: Journal, attempt: Attempt, start: u64) -> Outcome {
    match journal.consumer(start).await {
        Ok(messages) => Outcome::Consumer(attempt, Box::new(messages)),
        Err(error) => failure(attempt, &error),
    }
}

async fn find(journal: Journal, attempt: Attempt) -> Outcome {
    match journal.stream_info().await {
        Ok(stream) => Outcome::Input(Input::StreamFound { attempt, stream }),
        Err(error) => failure(attempt, &error),
    }
}

async fn fetch(journal: Journal, attempt: Attempt, sequence: u64) -> Outcome {
    match journal.message(sequence).await {
        Ok(message) => {
            let fingerprint = message.map(|message| message.fingerprint());
            Outcome::Input(Input::Fetched {
                attempt,
                fingerprint,
            })
        }
        Err(error) => failure(attempt, &error),
    }
}

async fn peek(journal: Journal, attempt: Attempt, sequence: u64) -> Outcome {
    match journal.message_from(sequence).await {
        Ok(message) => Outcome::Input(Input::Peeked { attempt, message }),
        Err(error) => failure(attempt, &error),
    }
}

fn failure(attempt: Attempt, error: &StreamError) -> Outcome {
    Outcome::Input(match error {
        StreamError::Missing => Input::StreamMissing { attempt },
        error => Input::Failed {
            attempt,
            cause: with_first_cause(error),
        },
    })
}

/// Not with deeper causes: an error of async-nats repeats them in its own message.
fn with_first_cause(error: &StreamError) -> String {
    match std::error::Error::source(error) {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

fn describe(unavailable: Unavailable) -> String {
    match unavailable {
        Unavailable::Disconnected(reason) => format!("no connection to NATS: {reason}"),
        Unavailable::NoStream => format!("stream {STREAM} does not exist; run `knelpunt init`"),
        Unavailable::Failing(cause) => cause,
    }
}
