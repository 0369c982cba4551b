//! One thing that happens in the simulated world.

/// What happens. A number chooses among what there is at that moment, so that a schedule from which steps were taken
/// out still means something; what cannot happen then does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// New messages are stored: one more than the number.
    Publish(u8),
    /// A message that was published before is published again: the same bytes at another place.
    Republish(u8),
    /// A message is stored that breaks each connection by which a consumer sends it.
    PublishPoison,
    /// A stored message is erased on purpose.
    Erase(u8),
    /// Everything up to some sequence is purged.
    Purge(u8),
    /// The server replies to a question; the reply is on its way.
    Reply(u8),
    /// The server makes the consumer that was asked for start too early.
    ReplyEarly(u8),
    /// A reply arrives.
    Hear(u8),
    /// A question is replied to, and the reply arrives at once.
    Ask(u8),
    /// A question fails, or a reply gets lost.
    Fail(u8),
    /// The consumer sends messages: one more than the number.
    Send(u8),
    /// Messages arrive in one batch: one more than the number.
    Arrive(u8),
    /// A message on its way gets lost.
    Drop(u8),
    /// A message on its way arrives twice.
    Double(u8),
    /// Two messages on their way change places.
    Swap(u8),
    /// Every consumer dies in silence.
    Silence,
    /// A heartbeat is missed, for whatever cause.
    MissHeartbeat,
    /// The connection is cut. What had arrived by then, so many of what was on its way, is still read.
    Cut(u8),
    /// There is a connection again.
    Connect,
    /// The reader takes notice of how the connection is.
    Notice,
    /// The server restarts, and has lost so many of its last messages.
    Restart(u8),
    /// The stream is removed.
    Remove,
    /// The stream is created, unless it exists.
    Create,
    /// The stream is removed and created, and filled anew: with one message more than the number.
    Replace(u8),
    /// What was lost with the last restart is stored again in the same order, but for one message, in the place of which
    /// comes a new one: its publisher had heard that it was stored.
    Refill(u8),
    /// The views take the deliveries that wait, one more than the number, and commit them.
    Commit(u8),
    /// A commit fails, and with it the process; it starts again.
    FailCommit,
    /// The process is killed and starts again, whatever it was about.
    Kill,
    /// For a moment all is well.
    Calm,
}
