//! What is done with the views besides asking them: handed to who keeps them, one operation at a time.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

/// Hands operations to who keeps the views; clones share the one place for an operation under way.
#[derive(Debug, Clone)]
pub struct Operations {
    sender: mpsc::Sender<Operation>,
    place: Arc<Semaphore>,
}

/// Something to be done with the views.
#[derive(Debug)]
pub enum Operation {
    /// What is in quarantine is judged anew, and folded where it is valid now.
    Retry(Order<Retried>),
    /// Views that were rebuilt beside the running ones take their place.
    TakeOver(Order<()>),
}

/// An operation that somebody waits for; whoever does it answers. While it exists, no other one begins.
#[derive(Debug)]
pub struct Order<T> {
    answer: oneshot::Sender<Result<T, Refusal>>,
    _place: OwnedSemaphorePermit,
}

/// What became of the quarantine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retried {
    /// Messages that are valid now, and were folded.
    pub folded: u64,
    /// Messages that are still no valid event.
    pub still_invalid: u64,
    /// Messages that the log no longer has; they stay where they are.
    pub erased: u64,
}

/// Why an operation was not done; the words are public, a sentence each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// There is nothing to do it with, or something else is under way.
    Conflict(String),
    /// It may be done later.
    Later(String),
    /// It failed; the log has the cause.
    Failed,
}

/// Makes the two ends: one for the server, one for who keeps the views.
pub fn operations() -> (Operations, mpsc::Receiver<Operation>) {
    let (sender, receiver) = mpsc::channel(1);
    let operations = Operations {
        sender,
        place: Arc::new(Semaphore::new(1)),
    };
    (operations, receiver)
}

impl Operations {
    /// Takes the one place for an operation; none while another one is under way.
    pub(crate) fn begin(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.place).try_acquire_owned().ok()
    }

    /// Has an operation done, and waits for its outcome. It goes on when nobody waits for it any more.
    pub(crate) async fn have<T>(
        &self,
        place: OwnedSemaphorePermit,
        of: impl FnOnce(Order<T>) -> Operation,
    ) -> Result<T, Refusal> {
        let nobody = || Refusal::Later("The views are not being kept. Ask again later.".to_owned());
        let (answer, outcome) = oneshot::channel();
        let order = Order {
            answer,
            _place: place,
        };
        let handed = self.sender.send(of(order)).await;
        handed.map_err(|_| nobody())?;
        outcome.await.unwrap_or_else(|_| Err(nobody()))
    }
}

impl Default for Operations {
    /// Nobody does any of it.
    fn default() -> Self {
        operations().0
    }
}

impl<T> Order<T> {
    /// Gives the outcome to who waits for it, if somebody still does.
    pub fn answer(self, outcome: Result<T, Refusal>) {
        // Whoever asked may have gone: what was done is done.
        let _ = self.answer.send(outcome);
    }
}
