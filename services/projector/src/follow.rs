//! The loop: deliveries of the journal in, commits out, until it is stopped.

use jiff::Timestamp;
use journal::{Delivery, Fingerprint, Journal, Lost, Message, ReadError, Resume, StreamFacts};
use register::Register;
use tokio::{sync::mpsc, task};
use tokio_util::sync::CancellationToken;
use views::{Anchor, Arrival, LogState, StreamState, Views, ViewsError};

use crate::arrivals::judge;

/// The deliveries that may wait for the fold; a full row is the backpressure on reading.
const WAITING_LIMIT: usize = 4;

/// Fails when the views cannot follow the log any further.
#[derive(Debug, thiserror::Error)]
pub enum ProjectorError {
    /// The views could not be kept.
    #[error(transparent)]
    Views(#[from] ViewsError),
    /// The log could not be read.
    #[error("read the log")]
    Read(#[from] ReadError),
    /// The thread that folds ended before its time.
    #[error("fold: the thread that does it ended by itself")]
    Fold(#[source] task::JoinError),
}

/// Folds the log into the views until `stop` is cancelled; then writes what is not on disk yet, and closes them.
///
/// A log that is away is waited for, and readers are told. A log that is not the one that was folded makes the
/// views be put aside, and is read from its start.
///
/// # Errors
///
/// When the views cannot be kept: no room, no permission.
pub async fn follow(
    journal: &Journal,
    mut views: Views,
    register: &'static Register,
    stop: CancellationToken,
) -> Result<(), ProjectorError> {
    loop {
        let (out, deliveries) = mpsc::channel(WAITING_LIMIT);
        let reading = journal::read(journal, resume(&views.anchor()), out, stop.clone());
        let mut folding = Folding {
            views,
            register,
            stream: None,
            target: None,
        };
        let (read, folded) = tokio::join!(reading, folding.run(deliveries));
        // The fold's failure is the cause where both failed: it left the reader without a receiver.
        let lost = folded?;
        read?;
        let Some(lost) = lost else {
            return Ok(task::spawn_blocking(move || folding.views.close())
                .await
                .map_err(ProjectorError::Fold)??);
        };
        views = start_anew(folding.views, lost).await?;
    }
}

async fn start_anew(views: Views, lost: Lost) -> Result<Views, ProjectorError> {
    let why = lost.as_str();
    let anew = task::spawn_blocking(move || views.start_anew(why));
    let (views, put_aside) = anew.await.map_err(ProjectorError::Fold)??;
    tracing::warn!(to = %put_aside.to.display(), why, "the log is another one ({why}): the views are put aside in {}, and built anew", put_aside.to.display());
    Ok(views)
}

fn resume(anchor: &Anchor) -> Resume {
    let created_at = anchor
        .stream_created_at
        .map(i128::from)
        .map(Timestamp::from_nanosecond);
    Resume {
        stream_created_at: created_at.and_then(Result::ok),
        position: anchor.position,
        recent: anchor
            .recent
            .iter()
            .map(|(sequence, print)| (*sequence, Fingerprint(*print)))
            .collect(),
    }
}

/// The views, and what is known of the log that they follow.
struct Folding {
    views: Views,
    register: &'static Register,
    stream: Option<StreamFacts>,
    /// The sequence up to which a rebuild has to come before questions are answered.
    target: Option<u64>,
}

impl Folding {
    /// Takes deliveries until there are no more; says how the log was lost, if it was.
    async fn run(
        &mut self,
        mut deliveries: mpsc::Receiver<Delivery>,
    ) -> Result<Option<Lost>, ProjectorError> {
        while let Some(delivery) = deliveries.recv().await {
            match delivery {
                Delivery::Connected { stream, server_url } => self.connected(stream, server_url),
                Delivery::Away { reason } => self.away(reason),
                Delivery::Messages(messages) => self.fold(&messages)?,
                Delivery::Seen {
                    position,
                    last_sequence,
                } => self.seen(position, last_sequence),
                Delivery::Lost(lost) => return Ok(Some(lost)),
            }
        }
        Ok(None)
    }

    fn connected(&mut self, stream: StreamFacts, server_url: String) {
        let position = self.views.anchor().position;
        tracing::info!(
            position,
            last_sequence = stream.last_sequence,
            url = server_url,
            "following stream {} at {server_url} from position {position}",
            stream.name
        );
        if position == 0 && stream.last_sequence > 0 {
            self.target = Some(stream.last_sequence);
        }
        let rebuilding = self.target.is_some();
        let known = StreamState {
            name: stream.name.clone(),
            created_at: stream.created_at,
            last_sequence: stream.last_sequence.max(position),
        };
        self.stream = Some(stream);
        self.views.log_is(|log| {
            *log = LogState {
                connected: true,
                rebuilding,
                away: None,
                stream: Some(known),
                nats_url: Some(server_url),
            };
        });
    }

    fn away(&mut self, reason: String) {
        tracing::warn!(reason, "the log is away: {reason}");
        self.views.log_is(|log| {
            log.connected = false;
            log.away = Some(reason);
        });
    }

    /// Judges and commits. It blocks this thread, which the runtime gives another one for meanwhile.
    fn fold(&mut self, messages: &[Message]) -> Result<(), ProjectorError> {
        let created_at = self
            .stream
            .as_ref()
            .and_then(|stream| i64::try_from(stream.created_at.as_nanosecond()).ok());
        let last_sequence = messages.last().map_or(0, |message| message.last_sequence);
        let commit = task::block_in_place(|| {
            let arrivals: Vec<Arrival> = messages
                .iter()
                .map(|message| judge(message, self.register))
                .collect();
            self.views.commit(&arrivals, created_at)
        })?;
        self.seen(commit.position, last_sequence);
        Ok(())
    }

    fn seen(&mut self, position: u64, last_sequence: u64) {
        if self.target.is_some_and(|target| position >= target) {
            tracing::info!(
                position,
                "the views have caught up with the log at {position}"
            );
            self.target = None;
        }
        let rebuilding = self.target.is_some();
        self.views.log_is(|log| {
            log.rebuilding = rebuilding;
            if let Some(stream) = &mut log.stream {
                stream.last_sequence = stream.last_sequence.max(last_sequence);
            }
        });
    }
}
