//! One reading of the log, folded: from connecting until it is stopped, lost, or read on by other views.

use std::{future, pin::Pin};

use journal::{Delivery, Journal, LogLoss, StreamInfo};
use register::Register;
use tokio::{sync::mpsc, task};
use views::{Arrival, Commit, LogState, StreamState, Views, ViewsError};

use crate::{
    ControlError, ProjectorError, Requests, Retried,
    control::{Answer, Request},
    judging::Judged as Delivered,
    quarantine::{Judged, judge_anew},
    take_over::{CatchingUp, Wanted},
};

/// How much more of the log has to wait for commits not to be put on disk one by one: nobody waits for the end of them.
const FAR_BEHIND: u64 = 10_000;

/// Why a reading ended.
#[derive(Debug)]
pub(crate) enum Ended {
    /// It was told to, or cannot go on: then reading itself says why.
    Stopped,
    /// The log is another one.
    Lost(LogLoss),
    /// Other views are to go on in the place of these.
    TakeOver(Wanted),
}

/// The views, and what is known of the log that they follow.
pub(crate) struct Folding<'a> {
    journal: &'a Journal,
    views: Views,
    register: &'static Register,
    stream: Option<StreamInfo>,
    /// The sequence up to which a rebuild has to come before questions are answered.
    target: Option<u64>,
    catching_up: Option<CatchingUp>,
    retrial: Option<Retrial>,
}

/// The quarantine, being judged anew while the log is followed; who asked for it, if anybody did.
struct Retrial {
    judging: Pin<Box<dyn Future<Output = Result<Judged, ControlError>> + Send>>,
    answer: Option<Answer<Retried>>,
}

impl<'a> Folding<'a> {
    pub(crate) fn new(
        journal: &'a Journal,
        views: Views,
        register: &'static Register,
        catching_up: Option<CatchingUp>,
    ) -> Self {
        Self {
            journal,
            views,
            register,
            stream: None,
            target: None,
            catching_up,
            retrial: None,
        }
    }

    /// Gives what outlives this reading.
    pub(crate) fn into_parts(self) -> (Views, Option<CatchingUp>) {
        (self.views, self.catching_up)
    }

    /// Takes deliveries and requests until there are no more deliveries, or other views must take them.
    pub(crate) async fn run(
        &mut self,
        mut deliveries: mpsc::Receiver<Delivered>,
        requests: &mut Requests,
    ) -> Result<Ended, ProjectorError> {
        loop {
            tokio::select! {
                delivery = deliveries.recv() => match delivery {
                    None => return Ok(Ended::Stopped),
                    Some(Delivered::Messages { arrivals, last_sequence }) => {
                        self.fold(&arrivals, last_sequence)?;
                    }
                    Some(Delivered::Other(Delivery::Lost(lost))) => return Ok(Ended::Lost(lost)),
                    Some(Delivered::Other(delivery)) => self.take(delivery)?,
                },
                Some(request) = requests.incoming.recv() => {
                    if let Some(wanted) = self.asked(request) {
                        return Ok(Ended::TakeOver(wanted));
                    }
                }
                judged = judged(&mut self.retrial) => self.retry(judged)?,
            }
        }
    }

    fn take(&mut self, delivery: Delivery) -> Result<(), ProjectorError> {
        match delivery {
            Delivery::Connected { stream, server_url } => self.connected(stream, server_url),
            Delivery::Unavailable { reason } => {
                // What was folded ahead need not wait for the log.
                self.commit(&[], false)?;
                self.away(reason);
            }
            Delivery::Progress {
                position,
                last_sequence,
            } => self.seen(position, last_sequence),
            // These come otherwise.
            Delivery::Messages(_) | Delivery::Lost(_) => {}
        }
        Ok(())
    }

    fn connected(&mut self, stream: StreamInfo, server_url: String) {
        let position = self.views.anchor().position;
        tracing::info!(
            position,
            last_sequence = stream.last_sequence,
            url = server_url,
            "following stream {} at {server_url} from position {position}",
            stream.name
        );
        // Views that were taken over may be empty while readers still have others.
        let shown = *self.views.reader().positions().borrow();
        if shown == 0 && stream.last_sequence > 0 {
            self.target = Some(stream.last_sequence);
        }
        let rebuilding = self.target.is_some();
        let known = StreamState {
            name: stream.name.clone(),
            created_at: stream.created_at,
            last_sequence: stream.last_sequence.max(position),
        };
        self.stream = Some(stream);
        self.views.update_log_state(|log| {
            *log = LogState {
                connected: true,
                rebuilding,
                unavailable: None,
                stream: Some(known),
                nats_url: Some(server_url),
            };
        });
        if self.views.needs_quarantine_retry() && self.retrial.is_none() {
            tracing::info!("the quarantine is tried again, by what is valid now");
            self.judge_anew(None);
        }
    }

    fn away(&mut self, reason: String) {
        tracing::warn!(reason, "the log is away: {reason}");
        self.views.update_log_state(|log| {
            log.connected = false;
            log.unavailable = Some(reason);
        });
    }

    fn fold(&mut self, arrivals: &[Arrival], last_sequence: u64) -> Result<(), ProjectorError> {
        let last = arrivals.last().map_or(last_sequence, |last| last.sequence);
        let is_far_behind = last_sequence.saturating_sub(last) >= FAR_BEHIND;
        // Whoever waits for views to take over is told of what readers see.
        let ahead = is_far_behind && self.catching_up.is_none();
        let commit = self.commit(arrivals, ahead)?;
        let catching_up = self.catching_up.take();
        self.catching_up = catching_up.and_then(|catching_up| catching_up.reached(commit.position));
        self.seen(commit.position, last_sequence);
        Ok(())
    }

    /// Commits, on disk at once unless it is done ahead. It blocks this thread, which the runtime gives another one for
    /// meanwhile.
    fn commit(&mut self, arrivals: &[Arrival], ahead: bool) -> Result<Commit, ViewsError> {
        let created_at = self
            .stream
            .as_ref()
            .and_then(|stream| i64::try_from(stream.created_at.as_nanosecond()).ok());
        task::block_in_place(|| {
            if ahead {
                self.views.commit_unsynced(arrivals, created_at)
            } else {
                self.views.commit(arrivals, created_at)
            }
        })
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
        self.views.update_log_state(|log| {
            log.rebuilding = rebuilding;
            if let Some(stream) = &mut log.stream {
                stream.last_sequence = stream.last_sequence.max(last_sequence);
            }
        });
    }

    /// Begins with what is asked for; gives views that are to be taken over.
    fn asked(&mut self, request: Request) -> Option<Wanted> {
        let busy = self.retrial.is_some() || self.catching_up.is_some();
        // Whoever asked may have gone.
        match request {
            Request::Retry { answer } if busy => drop(answer.send(Err(ControlError::Busy))),
            Request::Retry { answer } => self.judge_anew(Some(answer)),
            Request::TakeOver { answer, .. } if busy => drop(answer.send(Err(ControlError::Busy))),
            Request::TakeOver { built, answer } if !built.is_dir() => {
                drop(answer.send(Err(ControlError::NothingThere { path: built })));
            }
            Request::TakeOver { built, answer } => return Some(Wanted { built, answer }),
        }
        None
    }

    fn judge_anew(&mut self, answer: Option<Answer<Retried>>) {
        let judging = judge_anew(self.journal.clone(), self.views.reader(), self.register);
        self.retrial = Some(Retrial {
            judging: Box::pin(judging),
            answer,
        });
    }

    /// Folds what is valid now, and says so.
    fn retry(&mut self, judged: Result<Judged, ControlError>) -> Result<(), ProjectorError> {
        let answer = self.retrial.take().and_then(|retrial| retrial.answer);
        let outcome = match judged {
            Ok(judged) => {
                let folded = task::block_in_place(|| self.views.retry(&judged.changed))?;
                Ok(Retried {
                    folded: folded.folded,
                    still_invalid: folded.still_invalid + judged.unchanged,
                    erased: judged.erased,
                })
            }
            Err(error) => Err(error),
        };
        match &outcome {
            Ok(retried) => tracing::info!(?retried, "the quarantine was tried again: {retried}"),
            Err(error) => tracing::warn!(
                error = error as &dyn std::error::Error,
                "failed to try the quarantine again"
            ),
        }
        if let Some(answer) = answer {
            // Whoever asked may have gone.
            let _ = answer.send(outcome);
        }
        Ok(())
    }
}

/// Waits until the quarantine was judged anew; for ever, when it is not being.
async fn judged(retrial: &mut Option<Retrial>) -> Result<Judged, ControlError> {
    match retrial {
        Some(retrial) => retrial.judging.as_mut().await,
        None => future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use journal::JournalOptions;
    use tokio::sync::oneshot;

    use super::*;

    /// Something that is asked for, and what became of it.
    fn retry() -> (Request, oneshot::Receiver<Result<Retried, ControlError>>) {
        let (answer, outcome) = oneshot::channel();
        (Request::Retry { answer }, outcome)
    }

    #[tokio::test]
    async fn one_request_is_under_way_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let register = Register::embedded();
        let (views, _) = Views::open(&folder.path().join("views"), register).unwrap();
        let nobody = Journal::connect("nats://127.0.0.1:1", "test", JournalOptions::default());
        let journal = nobody.await.unwrap();
        let mut folding = Folding::new(&journal, views, register, None);

        let built = folder.path().join("views.new");
        let (answer, nothing) = oneshot::channel();
        let built_there = built.clone();
        assert!(
            folding
                .asked(Request::TakeOver {
                    built: built_there,
                    answer
                })
                .is_none()
        );
        let nothing = nothing.await.unwrap();
        assert!(matches!(nothing, Err(ControlError::NothingThere { path }) if path == built));

        let (first, mut waiting) = retry();
        assert!(folding.asked(first).is_none());
        let (second, refused) = retry();
        assert!(folding.asked(second).is_none());
        assert!(matches!(refused.await.unwrap(), Err(ControlError::Busy)));
        let (answer, refused) = oneshot::channel();
        assert!(folding.asked(Request::TakeOver { built, answer }).is_none());
        assert!(matches!(refused.await.unwrap(), Err(ControlError::Busy)));
        assert!(waiting.try_recv().is_err(), "the first is still under way");
    }

    #[tokio::test]
    async fn a_projector_that_ended_is_said_to_have() {
        let (control, requests) = crate::control();
        drop(requests);
        assert!(matches!(control.retry().await, Err(ControlError::Ended)));
        let taken_over = control.take_over("views.new".into()).await;
        assert!(matches!(taken_over, Err(ControlError::Ended)));
    }
}
