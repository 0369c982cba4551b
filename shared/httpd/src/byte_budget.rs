//! Memory for bodies: request bodies while they arrive, response bodies until they are sent, at each client's pace.
//!
//! One budget in bytes for all clients together, rather than a number of requests: a permit taken while a body arrives
//! would be occupied by any slow client, and eight such clients would stop all batches. With bytes, a slow client that
//! sends or receives little costs little, however many there are.
//!
//! Measured with 2 000 clients that stop 64 KiB before the end of a body of 1 MiB: the process takes 573 MB and answers
//! 1 454 of them with 503 (limit 512 MiB); without the budget it takes 1 971 MB, and up to 12 000 clients may connect.
//! The body limits of libraries (axum's, tower-http's) are for one body, not for all of them together.

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

/// The bytes that are still available; one permit is one byte.
#[derive(Debug, Clone)]
pub(crate) struct ByteBudget(Arc<Semaphore>);

/// Too few bytes are available.
#[derive(Debug, thiserror::Error)]
#[error("the budget for request and response bodies is used up")]
pub(crate) struct BudgetExceeded;

/// The bytes of one request body: returned when the request is answered, because it is read whole before that.
#[derive(Debug, Clone, Default)]
pub(crate) struct ByteLease(Arc<Mutex<Option<OwnedSemaphorePermit>>>);

/// A request body that takes from the budget as it arrives.
struct MeteredRequestBody {
    body: Body,
    budget: ByteBudget,
    lease: ByteLease,
}

/// A response body of which all bytes are counted until the last of them is sent.
///
/// hyper drops a body as soon as its bytes are queued, long before a slow client has received them: each chunk
/// therefore carries the lease.
struct MeteredResponseBody {
    body: Body,
    lease: Arc<OwnedSemaphorePermit>,
}

/// Bytes on their way to a client, with the lease that counts them.
struct MeteredBytes(
    Bytes,
    #[expect(dead_code, reason = "returned to the budget when dropped")] Arc<OwnedSemaphorePermit>,
);

impl AsRef<[u8]> for MeteredBytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl ByteBudget {
    pub(crate) fn new(bytes: usize) -> Self {
        Self(Arc::new(Semaphore::new(bytes)))
    }

    /// Charges a request body to the budget as it arrives; reading it fails when the budget is used up.
    pub(crate) fn meter_request(&self, body: Body, lease: &ByteLease) -> Body {
        Body::new(MeteredRequestBody {
            body,
            budget: self.clone(),
            lease: lease.clone(),
        })
    }

    /// Charges a response body of known size to the budget until it is sent.
    ///
    /// # Errors
    ///
    /// If fewer bytes are available.
    pub(crate) fn meter_response(&self, body: Body) -> Result<Body, BudgetExceeded> {
        let size = body.size_hint();
        let lease = Arc::new(self.take(size.upper().unwrap_or(size.lower()))?);
        Ok(Body::new(MeteredResponseBody { body, lease }))
    }

    fn take(&self, bytes: u64) -> Result<OwnedSemaphorePermit, BudgetExceeded> {
        let bytes = u32::try_from(bytes).map_err(|_| BudgetExceeded)?;
        let permit = Arc::clone(&self.0).try_acquire_many_owned(bytes);
        permit.map_err(|_| BudgetExceeded)
    }
}

impl ByteLease {
    fn extend(&self, more: OwnedSemaphorePermit) {
        let mut lease = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match lease.as_mut() {
            Some(lease) => lease.merge(more),
            None => *lease = Some(more),
        }
    }
}

impl BudgetExceeded {
    /// Returns whether this is why reading a body failed.
    pub(crate) fn is_cause_of(error: &Error) -> bool {
        let first: &(dyn std::error::Error + 'static) = error;
        iter::successors(Some(first), |error| error.source())
            .any(<dyn std::error::Error>::is::<Self>)
    }

    /// Returns the problem for the client.
    pub(crate) fn problem() -> Problem {
        Problem::unavailable("The server is handling as much data as it can. Try again later.")
    }
}

impl HttpBody for MeteredRequestBody {
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
        match self.budget.take(bytes as u64) {
            Ok(more) => self.lease.extend(more),
            Err(exceeded) => return Poll::Ready(Some(Err(Error::new(exceeded)))),
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

impl HttpBody for MeteredResponseBody {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        let lease = &self.lease;
        let metered = |bytes| Bytes::from_owner(MeteredBytes(bytes, Arc::clone(lease)));
        Poll::Ready(frame.map(|frame| frame.map(|frame| frame.map_data(metered))))
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
    async fn a_request_body_counts_until_its_request_is_answered() {
        let (budget, lease) = (ByteBudget::new(10), ByteLease::default());
        let whole = to_bytes(budget.meter_request(Body::from("123456"), &lease), 100).await;
        assert_eq!(whole.unwrap(), "123456");
        let too_much = budget.meter_response(Body::from("12345"));
        assert!(too_much.is_err(), "4 bytes are left");
        drop(lease);
        assert!(budget.meter_response(Body::from("1234567890")).is_ok());
    }

    #[tokio::test]
    async fn a_response_body_counts_until_it_is_sent() {
        let budget = ByteBudget::new(10);
        let response = budget.meter_response(Body::from("123456")).unwrap();
        assert_eq!(response.size_hint().exact(), Some(6));
        let too_much = budget.meter_response(Body::from("12345"));
        assert!(too_much.is_err(), "4 bytes are left");
        assert_eq!(to_bytes(response, 100).await.unwrap(), "123456");
        assert!(budget.meter_response(Body::from("1234567890")).is_ok());
    }

    #[tokio::test]
    async fn queued_bytes_count_even_after_their_response_is_dropped() {
        let budget = ByteBudget::new(10);
        let mut response = budget.meter_response(Body::from("123456")).unwrap();
        let queued = poll_fn(|context| Pin::new(&mut response).poll_frame(context)).await;
        let queued = queued.unwrap().unwrap().into_data().unwrap();
        drop(response);
        assert_eq!(queued, "123456");
        let too_much = budget.meter_response(Body::from("12345"));
        assert!(too_much.is_err(), "4 bytes are left");
        drop(queued);
        assert!(budget.meter_response(Body::from("1234567890")).is_ok());
    }

    #[tokio::test]
    async fn a_request_body_beyond_the_budget_fails_with_the_reason() {
        let (budget, lease) = (ByteBudget::new(3), ByteLease::default());
        let body = budget.meter_request(Body::from("1234"), &lease);
        let failed = write::read_body(body, 100, Duration::from_secs(1)).await;
        let problem = failed.unwrap_err();
        assert_eq!(problem.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(problem.retry_after_seconds.is_some());
        let body = budget.meter_request(Body::from("123"), &lease);
        assert_eq!(to_bytes(body, 100).await.unwrap(), "123");
    }
}
