//! One reading of the log, folded: from connecting until it is stopped, the log is lost, or the views are replaced.

use std::{future, path::Path, pin::Pin};

use jiff::Timestamp;
use journal::{Delivery, Journal, LogLoss, StreamInfo};
use register::Register;
use tokio::{sync::mpsc, task};
use views::{
    AdminError, AdminRequest, AdminRequests, Arrival, Commit, Completion, LogState,
    QuarantineRetry, StreamState, Views, ViewsError,
};

use crate::{
    ProjectorError,
    collect::Collected,
    cutover::PendingCutover,
    quarantine::{Revalidated, revalidate},
    text_check::RunningTextCheck,
};

/// How far behind the log arrivals are committed by the ten thousand: no caller waits for a position that old.
const FAR_BEHIND: u64 = 10_000;

/// Why a reading ended.
#[derive(Debug)]
pub(crate) enum ReadingEnd {
    /// The reader stopped; its own result has the cause.
    Stopped,
    /// The log is another one.
    Lost(LogLoss),
    /// Rebuilt views are to replace these.
    CutOver(Completion<()>),
    /// The views are damaged, in this way.
    Damaged(String),
}

/// The views, and the state of the log that they follow.
pub(crate) struct Folding<'a> {
    journal: &'a Journal,
    views: Views,
    register: &'static Register,
    stream: Option<StreamInfo>,
    /// The sequence at which a rebuild is done and questions are answered.
    rebuild_target: Option<u64>,
    pending_cutover: Option<PendingCutover>,
    retry: Option<RunningRetry>,
    text_check: RunningTextCheck,
    /// Whether arrivals were handed over that an ordinary commit has not followed yet.
    is_far_behind: bool,
}

/// A quarantine retry under way, with the operator that waits for it, if there is one.
struct RunningRetry {
    revalidation: Pin<Box<dyn Future<Output = Result<Revalidated, AdminError>> + Send>>,
    completion: Option<Completion<QuarantineRetry>>,
}

impl<'a> Folding<'a> {
    pub(crate) fn new(
        journal: &'a Journal,
        views: Views,
        register: &'static Register,
        pending_cutover: Option<PendingCutover>,
        text_check: RunningTextCheck,
    ) -> Self {
        Self {
            journal,
            views,
            register,
            stream: None,
            rebuild_target: None,
            pending_cutover,
            retry: None,
            text_check,
            is_far_behind: false,
        }
    }

    /// Returns the parts that outlive this reading.
    pub(crate) fn into_parts(self) -> (Views, Option<PendingCutover>, RunningTextCheck) {
        (self.views, self.pending_cutover, self.text_check)
    }

    /// Handles deliveries and requests until there are no more deliveries or the views must be replaced.
    pub(crate) async fn run(
        &mut self,
        mut deliveries: mpsc::Receiver<Collected>,
        admin: &mut AdminRequests,
    ) -> Result<ReadingEnd, ProjectorError> {
        loop {
            // Not `biased`: in a fixed order, a log that is far ahead would starve the operators' requests. Every
            // branch is cancel-safe: the revalidation is polled in place and goes on at the next turn.
            tokio::select! {
                delivery = deliveries.recv() => match delivery {
                    None => return Ok(ReadingEnd::Stopped),
                    Some(Collected::Messages { arrivals, last_sequence, last_stored_at }) => {
                        self.notice_last_stored_at(last_stored_at);
                        self.fold(arrivals, last_sequence)?;
                    }
                    Some(Collected::Other(Delivery::Lost(loss))) => {
                        return Ok(ReadingEnd::Lost(loss));
                    }
                    Some(Collected::Other(delivery)) => self.handle_delivery(delivery)?,
                },
                Some(request) = admin.next() => {
                    if let Some(completion) = self.handle_request(request, admin.rebuilt_views()) {
                        // What is handed over but not committed would be delivered once more to the new views.
                        self.commit(&[])?;
                        return Ok(ReadingEnd::CutOver(completion));
                    }
                }
                revalidated = revalidated(&mut self.retry) => self.finish_retry(revalidated).await?,
                damage = self.text_check.ended() => {
                    if let Some(damage) = damage? {
                        return Ok(ReadingEnd::Damaged(damage));
                    }
                    self.views.update_log_state(|log| log.checking_texts = false);
                }
            }
        }
    }

    fn handle_delivery(&mut self, delivery: Delivery) -> Result<(), ProjectorError> {
        match delivery {
            Delivery::Connected { stream, server_url } => self.connected(stream, server_url),
            Delivery::Unavailable { reason } => {
                // What is handed over but not committed: the next commit may be hours away.
                self.commit(&[])?;
                self.unavailable(reason);
            }
            Delivery::Progress {
                position,
                last_sequence,
            } => {
                // The rest of the log may be erased: then no message follows that an ordinary commit would take.
                if self.is_far_behind && last_sequence.saturating_sub(position) < FAR_BEHIND {
                    self.commit(&[])?;
                }
                // Far behind, what was delivered is not committed yet: questions must not be answered without it.
                let position = if self.is_far_behind {
                    self.views.anchor().position
                } else {
                    position
                };
                self.update_progress(position, last_sequence);
            }
            // `run` handles these.
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
        // The position that readers see, not that of the views: after a cutover these may still be behind.
        let announced = *self.views.reader().positions().borrow();
        if announced == 0 && stream.last_sequence > 0 {
            self.rebuild_target = Some(stream.last_sequence);
        }
        let rebuilding = self.rebuild_target.is_some();
        let state = StreamState {
            name: stream.name.clone(),
            created_at: stream.created_at,
            last_sequence: stream.last_sequence.max(position),
            last_stored_at: stream.last_stored_at,
        };
        self.stream = Some(stream);
        self.views.update_log_state(|log| {
            *log = LogState {
                connected: true,
                rebuilding,
                checking_texts: log.checking_texts,
                unavailable: None,
                stream: Some(state),
                nats_url: Some(server_url),
            };
        });
        if self.views.needs_quarantine_retry() && self.retry.is_none() {
            tracing::info!("the register or the catalogue changed: retrying the quarantine");
            self.start_retry(None);
        }
    }

    fn unavailable(&mut self, reason: String) {
        tracing::warn!(reason, "the log is unavailable: {reason}");
        self.views.update_log_state(|log| {
            log.connected = false;
            log.unavailable = Some(reason);
        });
    }

    fn fold(&mut self, arrivals: Vec<Arrival>, last_sequence: u64) -> Result<(), ProjectorError> {
        // Before the commit: what waits for it is the lag.
        self.notice_last_sequence(last_sequence);
        let last = arrivals.last().map_or(last_sequence, |last| last.sequence);
        let is_far_behind = last_sequence.saturating_sub(last) >= FAR_BEHIND;
        let commit = if is_far_behind {
            self.commit_far_behind(arrivals)?
        } else {
            self.commit(&arrivals)?
        };
        self.update_progress(commit.position, last_sequence);
        Ok(())
    }

    /// Commits; blocks this thread, for which the runtime starts another one.
    fn commit(&mut self, arrivals: &[Arrival]) -> Result<Commit, ViewsError> {
        let created_at = self.created_at();
        self.is_far_behind = false;
        let commit = task::block_in_place(|| self.views.commit(arrivals, created_at))?;
        self.advance_cutover(commit);
        Ok(commit)
    }

    fn commit_far_behind(&mut self, arrivals: Vec<Arrival>) -> Result<Commit, ViewsError> {
        let created_at = self.created_at();
        self.is_far_behind = true;
        let commit = task::block_in_place(|| self.views.commit_far_behind(arrivals, created_at))?;
        self.advance_cutover(commit);
        Ok(commit)
    }

    /// Reports a pending cutover as complete, if this commit has reached the position of the previous views.
    fn advance_cutover(&mut self, commit: Commit) {
        let pending = self.pending_cutover.take();
        self.pending_cutover = pending.and_then(|pending| pending.advance(commit.position));
    }

    /// Returns when the stream was created, which is stored with the anchor.
    fn created_at(&self) -> Option<i64> {
        let stream = self.stream.as_ref()?;
        i64::try_from(stream.created_at.as_nanosecond()).ok()
    }

    fn update_progress(&mut self, position: u64, last_sequence: u64) {
        if self.rebuild_target.is_some_and(|target| position >= target) {
            tracing::info!(
                position,
                "the views have caught up with the log at position {position}"
            );
            self.rebuild_target = None;
        }
        let rebuilding = self.rebuild_target.is_some();
        self.views
            .update_log_state(|log| log.rebuilding = rebuilding);
        self.notice_last_sequence(last_sequence);
    }

    fn notice_last_sequence(&self, last_sequence: u64) {
        self.views.update_log_state(|log| {
            if let Some(stream) = &mut log.stream {
                stream.last_sequence = stream.last_sequence.max(last_sequence);
            }
        });
    }

    fn notice_last_stored_at(&self, last_stored_at: Option<Timestamp>) {
        self.views.update_log_state(|log| {
            if let Some(stream) = &mut log.stream {
                stream.last_stored_at = stream.last_stored_at.max(last_stored_at);
            }
        });
    }

    /// Starts what an operator requests; returns the completion of a cutover, for which this reading must end.
    fn handle_request(&mut self, request: AdminRequest, rebuilt: &Path) -> Option<Completion<()>> {
        // A retry that the projector itself started has no permit of the operators' channel.
        let busy = self.retry.is_some() || self.pending_cutover.is_some();
        match request {
            AdminRequest::RetryQuarantine(completion) if busy => {
                completion.complete(Err(AdminError::Busy));
            }
            AdminRequest::RetryQuarantine(completion) => self.start_retry(Some(completion)),
            AdminRequest::CutOver(completion) if busy => {
                completion.complete(Err(AdminError::Busy));
            }
            AdminRequest::CutOver(completion) if !rebuilt.is_dir() => {
                let path = rebuilt.to_owned();
                completion.complete(Err(AdminError::NoRebuiltViews { path }));
            }
            AdminRequest::CutOver(completion) => return Some(completion),
        }
        None
    }

    fn start_retry(&mut self, completion: Option<Completion<QuarantineRetry>>) {
        let revalidation = revalidate(self.journal.clone(), self.views.reader(), self.register);
        self.retry = Some(RunningRetry {
            revalidation: Box::pin(revalidation),
            completion,
        });
    }

    /// Folds the messages that are valid now, and reports the outcome.
    async fn finish_retry(
        &mut self,
        revalidated: Result<Revalidated, AdminError>,
    ) -> Result<(), ProjectorError> {
        let completion = self.retry.take().and_then(|retry| retry.completion);
        let outcome = match revalidated {
            Ok(revalidated) => {
                let changed = &revalidated.changed;
                // A retry changes blocks, of which the check must not see some before and some after.
                let was_checking = self.text_check.stop().await;
                let retry = task::block_in_place(|| self.views.retry_quarantine(changed))?;
                if was_checking {
                    self.text_check = RunningTextCheck::start(&self.views)?;
                }
                Ok(QuarantineRetry {
                    still_invalid: retry.still_invalid + revalidated.unchanged,
                    erased: revalidated.erased,
                    ..retry
                })
            }
            Err(error) => Err(error),
        };
        match &outcome {
            Ok(retry) => tracing::info!(?retry, "retried the quarantine: {retry}"),
            Err(error) => tracing::warn!(
                error = error as &dyn std::error::Error,
                "cannot retry the quarantine"
            ),
        }
        if let Some(completion) = completion {
            completion.complete(outcome);
        }
        Ok(())
    }
}

/// Returns the result of the running revalidation; pends for ever without one.
async fn revalidated(retry: &mut Option<RunningRetry>) -> Result<Revalidated, AdminError> {
    match retry {
        Some(retry) => retry.revalidation.as_mut().await,
        None => future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use journal::JournalOptions;
    use tokio::task::JoinHandle;
    use views::{AdminOperation, ViewsAdmin};

    use super::*;

    /// Requests a cutover, and returns the request that arrives at the projector.
    async fn request_cutover(
        operation: AdminOperation,
        admin: &mut AdminRequests,
    ) -> (AdminRequest, JoinHandle<Result<(), AdminError>>) {
        let caller = tokio_util::task::TaskTracker::new().spawn(operation.cut_over());
        (admin.next().await.unwrap(), caller)
    }

    #[tokio::test]
    async fn one_operation_is_under_way_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let register = Register::embedded();
        let (views, _) = Views::open(&folder.path().join("views"), register).unwrap();
        let journal = Journal::connect("nats://127.0.0.1:1", "test", JournalOptions::default());
        let journal = journal.await.unwrap();
        let mut folding =
            Folding::new(&journal, views, register, None, RunningTextCheck::default());
        let rebuilt = folder.path().join("views.new");
        let (client, mut admin) = ViewsAdmin::new(rebuilt.clone());

        let operation = client.begin().unwrap();
        assert!(matches!(client.begin(), Err(AdminError::Busy)));
        let (request, caller) = request_cutover(operation, &mut admin).await;
        assert!(folding.handle_request(request, &rebuilt).is_none());
        let missing = caller.await.unwrap();
        assert!(matches!(missing, Err(AdminError::NoRebuiltViews { path }) if path == rebuilt));

        // The projector's own retry holds no permit of the channel.
        folding.start_retry(None);
        let operation = client.begin().unwrap();
        let (request, caller) = request_cutover(operation, &mut admin).await;
        assert!(folding.handle_request(request, &rebuilt).is_none());
        assert!(matches!(caller.await.unwrap(), Err(AdminError::Busy)));
    }

    #[tokio::test]
    async fn operations_fail_after_the_projector_has_stopped() {
        let (client, admin) = ViewsAdmin::new("views.new".into());
        drop(admin);
        let retried = client.begin().unwrap().retry_quarantine().await;
        assert!(matches!(retried, Err(AdminError::ProjectorStopped)));
        let cut_over = client.begin().unwrap().cut_over().await;
        assert!(matches!(cut_over, Err(AdminError::ProjectorStopped)));
    }
}
