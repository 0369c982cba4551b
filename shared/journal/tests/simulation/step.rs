//! The steps of a schedule.

/// A step. Its number chooses among the candidates of the moment, so that a schedule stays meaningful when steps are
/// removed from it; a step that is impossible at that moment does nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// New messages are stored, one more than the number.
    Publish(u8),
    /// A message that was published before is published again: the same bytes at another sequence.
    Republish(u8),
    /// A message is stored that breaks every connection on which a consumer sends it.
    PublishPoison,
    /// A stored message is erased on purpose.
    Erase(u8),
    /// Everything up to some sequence is purged.
    Purge(u8),
    /// The server replies to a request; the reply is in transit.
    Reply(u8),
    /// The server creates the requested consumer at too early a sequence.
    ReplyEarly(u8),
    /// A reply arrives.
    ReceiveReply(u8),
    /// The server replies to a request, and the reply arrives at once.
    RoundTrip(u8),
    /// A request fails, or a reply is lost.
    Fail(u8),
    /// The consumer sends messages, one more than the number.
    Send(u8),
    /// Messages arrive in one batch, one more than the number.
    Arrive(u8),
    /// A message in transit is lost.
    Drop(u8),
    /// A message in transit arrives twice.
    Duplicate(u8),
    /// Two messages in transit change their order.
    Swap(u8),
    /// Every consumer ends without a notification.
    KillConsumers,
    /// A heartbeat is missed, for whatever reason.
    MissHeartbeat,
    /// The connection is cut. As many messages in transit as the number have arrived and are still read.
    Cut(u8),
    /// The connection is established again.
    Connect,
    /// The driver notices the state of the connection.
    NoticeConnection,
    /// The server restarts and has lost as many of its last messages as the number.
    Restart(u8),
    /// The stream is removed.
    Remove,
    /// The stream is created, unless it exists.
    Create,
    /// The stream is removed, created and filled with one message more than the number.
    Replace(u8),
    /// The messages lost with the last restart are stored again in the same order, except one, whose sequence gets a
    /// new message: its publisher had received the acknowledgement.
    Refill(u8),
    /// The views commit queued deliveries, one more than the number.
    Commit(u8),
    /// A commit fails, and with it the process, which restarts.
    FailCommit,
    /// The process is killed and restarts.
    Kill,
    /// Nothing fails for a moment.
    Calm,
}
