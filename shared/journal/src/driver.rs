//! The thin driver of [`LogReader`](crate::LogReader): asks, waits and hands over; decides nothing.
//!
//! It reads by a connection of its own, because there are messages that break the connection which they come by (see
//! `headers`), and publishing must not suffer from that.

use async_nats::jetstream::consumer::pull;
use futures_util::{FutureExt as _, StreamExt as _, future::BoxFuture, stream::FuturesUnordered};
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use crate::{
    Action, Attempt, ConnectError, ConnectionState, Input, Journal, LogLoss, LogReader, Message,
    ResumePoint, STREAM, StreamError, StreamInfo, Unavailable, pull::Pull,
};

/// What reading yields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// The stream is there, and is the one that was read. Said again after each [`Delivery::Unavailable`].
    Connected {
        /// What the stream says of itself.
        stream: StreamInfo,
        /// The server that is connected.
        server_url: String,
    },
    /// There is nothing to read from, for now; it resumes by itself.
    Unavailable {
        /// Why, in words.
        reason: String,
    },
    /// The next messages, at least one and at most 1024, in the order of their sequences. What is absent was erased.
    Messages(Vec<Message>),
    /// How far the stream is; about once a second.
    Progress {
        /// Up to here everything was delivered that the stream still has; never less than the last message.
        position: u64,
        /// The stream's last sequence.
        last_sequence: u64,
    },
    /// The log is not the one that was read. The last delivery: put aside what was folded, and read anew from 0.
    Lost(LogLoss),
}

/// Fails when reading cannot go on by itself.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// No connection can be prepared.
    #[error("prepare a connection to read by")]
    Connect(#[from] ConnectError),
    /// Nobody takes the deliveries any more.
    #[error("hand over what was read: the receiver is gone")]
    ReceiverGone,
}

/// Reads the log from where `resume` says, for ever, and hands it over through `out`.
///
/// Ends when `stop` is cancelled, or after [`Delivery::Lost`]. Whatever else goes wrong heals by itself. While `out`
/// is full, nothing more is read than what is on its way already.
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
    let driver = Driver::new(journal.separate().await?, resume, out);
    match stop.run_until_cancelled(Box::pin(driver.run())).await {
        Some(outcome) => outcome,
        None => Ok(()),
    }
}

struct Driver {
    journal: Journal,
    link: watch::Receiver<ConnectionState>,
    reader: LogReader,
    requests: FuturesUnordered<BoxFuture<'static, Outcome>>,
    /// Made, but not yet read from.
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
        let mut link = journal.connection_state();
        link.mark_changed();
        Self {
            journal,
            link,
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
                // An answer that came by a new connection must not be taken for one by the old.
                biased;
                changed = self.link.changed() => self.link_changed(changed.is_ok()).await?,
                Some(outcome) = self.requests.next() => self.answered(outcome).await?,
                happened = next_batch(&mut self.pull) => self.happened(happened).await?,
            }
        }
        Ok(())
    }

    async fn answered(&mut self, outcome: Outcome) -> Result<(), ReadError> {
        let happened = match outcome {
            Outcome::Input(happened) => happened,
            Outcome::Consumer(attempt, messages) => {
                self.ready = Some(*messages);
                Input::ConsumerReady { attempt }
            }
        };
        self.happened(happened).await
    }

    /// What has arrived is delivered first: it may be all that ever arrives, if the next message breaks each
    /// connection.
    async fn link_changed(&mut self, alive: bool) -> Result<(), ReadError> {
        while let Some(rest) = self.pull.as_mut().and_then(Pull::rest) {
            self.happened(rest).await?;
        }
        if !alive {
            tracing::warn!("the connection gave up and is made anew");
            self.journal = self.journal.separate().await?;
            self.link = self.journal.connection_state();
            self.link.mark_changed();
            return self
                .happened(Input::Disconnected {
                    reason: "the connection gave up".to_owned(),
                })
                .await;
        }
        let state = self.link.borrow_and_update().clone();
        match state {
            ConnectionState::Connecting => Ok(()),
            ConnectionState::Connected { .. } => self.happened(Input::Connected).await,
            ConnectionState::Disconnected { reason } => {
                self.happened(Input::Disconnected { reason }).await
            }
        }
    }

    async fn happened(&mut self, happened: Input) -> Result<(), ReadError> {
        if let Input::Failed { problem, .. } = &happened {
            tracing::debug!(
                problem,
                position = self.reader.position(),
                "reading starts anew"
            );
        }
        for action in self.reader.on(happened) {
            self.act(action).await?;
        }
        Ok(())
    }

    async fn act(&mut self, action: Action) -> Result<(), ReadError> {
        match action {
            Action::Abandon => self.abandon(),
            Action::Read { attempt } => {
                self.pull = self
                    .ready
                    .take()
                    .map(|messages| Pull::new(attempt, messages));
            }
            Action::CreateConsumer { attempt, start } => {
                self.ask(create(self.journal.clone(), attempt, start));
            }
            Action::FindStream { attempt } => self.ask(look_up(self.journal.clone(), attempt)),
            Action::Fetch { attempt, sequence } => {
                self.ask(fetch(self.journal.clone(), attempt, sequence));
            }
            Action::Peek { attempt, sequence } => {
                self.ask(peek(self.journal.clone(), attempt, sequence));
            }
            Action::SetTimer { attempt, after } => self.ask(async move {
                tokio::time::sleep(after).await;
                Outcome::Input(Input::TimerElapsed { attempt })
            }),
            Action::Deliver(messages) => self.say(Delivery::Messages(messages)).await?,
            Action::NotifyConnected(stream) => {
                let server_url = self.journal.server_url().await;
                self.say(Delivery::Connected { stream, server_url }).await?;
            }
            Action::NotifyProgress {
                position,
                last_sequence,
            } => {
                self.say(Delivery::Progress {
                    position,
                    last_sequence,
                })
                .await?;
            }
            Action::NotifyUnavailable(absence) => {
                self.say(Delivery::Unavailable {
                    reason: words(absence),
                })
                .await?;
            }
            Action::NotifyLost(lost) => self.say(Delivery::Lost(lost)).await?,
        }
        Ok(())
    }

    fn abandon(&mut self) {
        self.requests.clear();
        self.ready = None;
        self.pull = None;
    }

    fn ask(&mut self, request: impl Future<Output = Outcome> + Send + 'static) {
        self.requests.push(request.boxed());
    }

    async fn say(&mut self, delivery: Delivery) -> Result<(), ReadError> {
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

async fn look_up(journal: Journal, attempt: Attempt) -> Outcome {
    match journal.facts().await {
        Ok(facts) => Outcome::Input(Input::StreamFound { attempt, facts }),
        Err(error) => failure(attempt, &error),
    }
}

async fn fetch(journal: Journal, attempt: Attempt, sequence: u64) -> Outcome {
    match journal.message_at(sequence).await {
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
            problem: with_cause(error),
        },
    })
}

/// With the first cause alone: those of async-nats repeat the ones below.
fn with_cause(error: &StreamError) -> String {
    match std::error::Error::source(error) {
        Some(cause) => format!("failed to {error}: {cause}"),
        None => format!("failed to {error}"),
    }
}

fn words(absence: Unavailable) -> String {
    match absence {
        Unavailable::Disconnected(reason) => format!("no connection to NATS: {reason}"),
        Unavailable::NoStream => format!("stream {STREAM} does not exist; run `knelpunt init`"),
        Unavailable::Failing(problem) => problem,
    }
}
