//! What is held in memory for clients, at their pace: bodies that come and answers that go. Bounded in bytes, for all
//! together: who is slow with little costs little, however many they are.

use std::{
    iter,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, ready},
};

use axum::{
    Error,
    body::{Body, Bytes, HttpBody},
};
use hyper::body::{Frame, SizeHint};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::Problem;

/// How much is left.
#[derive(Debug, Clone)]
pub(crate) struct Held(Arc<Semaphore>);

/// Fails when nothing is left.
#[derive(Debug, thiserror::Error)]
#[error("hold more for clients than may be")]
pub(crate) struct Full;

/// What has come of one body: held until the request is answered, for it is read whole before that.
#[derive(Debug, Clone, Default)]
pub(crate) struct Came(Arc<Mutex<Option<OwnedSemaphorePermit>>>);

/// A body that comes.
struct Coming {
    body: Body,
    left: Held,
    came: Came,
}

/// A body that goes: all of it is held as long as anybody has any of it. Whoever sends it drops the body as soon as its
/// bytes are queued, which is long before they are sent to somebody slow.
struct Going {
    body: Body,
    held: Arc<OwnedSemaphorePermit>,
}

/// Bytes that are on their way, with what is held for them.
struct Kept(
    Bytes,
    #[expect(dead_code, reason = "held until it is dropped")] Arc<OwnedSemaphorePermit>,
);

impl AsRef<[u8]> for Kept {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Held {
    pub(crate) fn new(bytes: usize) -> Self {
        Self(Arc::new(Semaphore::new(bytes)))
    }

    /// Has a body that comes count as it comes; it breaks off when nothing is left.
    pub(crate) fn coming(&self, body: Body, came: &Came) -> Body {
        Body::new(Coming {
            body,
            left: self.clone(),
            came: came.clone(),
        })
    }

    /// Counts an answer, which is whole, until it was sent.
    ///
    /// # Errors
    ///
    /// When so much is not left.
    pub(crate) fn going(&self, body: Body) -> Result<Body, Full> {
        let size = body.size_hint();
        let held = self.take(size.upper().unwrap_or(size.lower()))?;
        let held = Arc::new(held);
        Ok(Body::new(Going { body, held }))
    }

    fn take(&self, bytes: u64) -> Result<OwnedSemaphorePermit, Full> {
        let bytes = u32::try_from(bytes).map_err(|_| Full)?;
        let taken = Arc::clone(&self.0).try_acquire_many_owned(bytes);
        taken.map_err(|_| Full)
    }
}

impl Came {
    fn add(&self, more: OwnedSemaphorePermit) {
        let mut came = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match came.as_mut() {
            Some(came) => came.merge(more),
            None => *came = Some(more),
        }
    }
}

impl Full {
    /// Tells whether a body broke off for this.
    pub(crate) fn is_cause_of(error: &Error) -> bool {
        let first: &(dyn std::error::Error + 'static) = error;
        iter::successors(Some(first), |error| error.source())
            .any(<dyn std::error::Error>::is::<Self>)
    }

    /// Says it to a client.
    pub(crate) fn problem() -> Problem {
        Problem::later("As much as may be is coming and going. Come again later.")
    }
}

impl HttpBody for Coming {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        let bytes = match &frame {
            Some(Ok(frame)) => frame.data_ref().map_or(0, Bytes::len),
            Some(Err(_)) | None => 0,
        };
        match self.left.take(bytes as u64) {
            Ok(more) => self.came.add(more),
            Err(full) => return Poll::Ready(Some(Err(Error::new(full)))),
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl HttpBody for Going {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        let held = &self.held;
        let kept = |bytes| Bytes::from_owner(Kept(bytes, Arc::clone(held)));
        Poll::Ready(frame.map(|frame| frame.map(|frame| frame.map_data(kept))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use std::{future::poll_fn, time::Duration};

    use axum::{body::to_bytes, http::StatusCode};

    use super::*;
    use crate::write;

    #[tokio::test]
    async fn a_body_is_held_until_its_request_is_answered() {
        let (held, came) = (Held::new(10), Came::default());
        let whole = to_bytes(held.coming(Body::from("123456"), &came), 100).await;
        assert_eq!(whole.unwrap(), "123456");
        assert!(held.going(Body::from("12345")).is_err(), "4 bytes are left");
        drop(came);
        assert!(held.going(Body::from("1234567890")).is_ok());
    }

    #[tokio::test]
    async fn an_answer_is_held_until_it_was_sent() {
        let held = Held::new(10);
        let answer = held.going(Body::from("123456")).unwrap();
        assert_eq!(answer.size_hint().exact(), Some(6));
        assert!(held.going(Body::from("12345")).is_err(), "4 bytes are left");
        assert_eq!(to_bytes(answer, 100).await.unwrap(), "123456");
        assert!(held.going(Body::from("1234567890")).is_ok());
    }

    #[tokio::test]
    async fn what_is_queued_of_an_answer_is_held_also_when_the_answer_is_dropped() {
        let held = Held::new(10);
        let mut answer = held.going(Body::from("123456")).unwrap();
        let queued = poll_fn(|context| Pin::new(&mut answer).poll_frame(context)).await;
        let queued = queued.unwrap().unwrap().into_data().unwrap();
        drop(answer);
        assert_eq!(queued, "123456");
        assert!(held.going(Body::from("12345")).is_err(), "4 bytes are left");
        drop(queued);
        assert!(held.going(Body::from("1234567890")).is_ok());
    }

    #[tokio::test]
    async fn a_body_for_which_nothing_is_left_breaks_off_and_it_is_said_why() {
        let (held, came) = (Held::new(3), Came::default());
        let coming = held.coming(Body::from("1234"), &came);
        let broken = write::read(coming, 100, Duration::from_secs(1)).await;
        let problem = broken.unwrap_err();
        assert_eq!(problem.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(problem.retry_after_seconds.is_some());
        let coming = held.coming(Body::from("123"), &came);
        assert_eq!(to_bytes(coming, 100).await.unwrap(), "123");
    }
}
