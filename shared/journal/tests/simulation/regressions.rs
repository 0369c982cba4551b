//! Schedules that once found a bug, or are the hardest of their kind: shrunk, and run with every test.

use crate::{
    run::run,
    step::Step::{self, *},
};

#[track_caller]
fn check(steps: &[Step]) {
    assert_eq!(run(steps).violation, None);
}

#[test]
fn a_reply_that_newer_messages_overtook_is_no_lost_tail() {
    check(&[Calm, Reply(1), Publish(2), Send(1), Arrive(5)]);
}

#[test]
fn a_newest_message_that_was_stored_again_does_not_hide_the_loss_before_it() {
    check(&[Publish(3), Calm, Restart(2), Publish(0), Republish(1)]);
}

#[test]
fn an_erased_sequence_that_is_filled_after_a_loss_is_detected() {
    check(&[
        Publish(3),
        Erase(26),
        Calm,
        Restart(2),
        Republish(0),
        Republish(0),
    ]);
}

#[test]
fn a_message_lost_among_others_that_were_stored_again_is_detected() {
    check(&[Publish(2), Calm, Publish(0), Send(0), Restart(4), Refill(2)]);
}

#[test]
fn a_message_fetched_by_itself_from_another_stream_is_not_folded() {
    check(&[
        Replace(11),
        Calm,
        Publish(2),
        RoundTrip(1),
        RoundTrip(0),
        RoundTrip(1),
        Replace(13),
    ]);
}

#[test]
fn an_erased_end_that_is_filled_after_a_loss_no_longer_counts_as_reached() {
    check(&[
        Publish(2),
        Purge(12),
        Calm,
        RoundTrip(1),
        RoundTrip(3),
        Restart(2),
        Publish(1),
    ]);
}

#[test]
fn a_consumer_that_starts_too_early_duplicates_nothing() {
    check(&[
        Publish(0),
        Calm,
        MissHeartbeat,
        ReplyEarly(2),
        ReceiveReply(2),
    ]);
}

#[test]
fn messages_that_are_reordered_after_failures_are_all_folded() {
    check(&[
        Calm,
        MissHeartbeat,
        Cut(6),
        Calm,
        Publish(2),
        Send(4),
        Swap(1),
    ]);
}

#[test]
fn a_first_sequence_beyond_the_next_one_is_reported() {
    check(&[Publish(2), Calm, Publish(2), Purge(7), Cut(4)]);
}

#[test]
fn a_stream_that_stays_missing_is_reported_as_lost() {
    check(&[
        Calm,
        Remove,
        RoundTrip(2),
        RoundTrip(1),
        RoundTrip(0),
        RoundTrip(3),
    ]);
}

#[test]
fn a_sequence_erased_unread_and_filled_after_a_loss_is_detected_after_a_kill() {
    check(&[
        PublishPoison,
        Erase(5),
        Publish(0),
        Calm,
        Restart(4),
        Refill(2),
        Kill,
    ]);
}

#[test]
fn messages_lost_in_transit_may_be_reported_although_they_are_stored_again() {
    check(&[
        Publish(3),
        Restart(3),
        Publish(0),
        Calm,
        Refill(3),
        Send(4),
        Republish(1),
        Republish(2),
        Reply(0),
        Republish(3),
        Restart(4),
        Connect,
        RoundTrip(1),
        Reply(2),
        Republish(2),
    ]);
}
