//! Schedules that found something once, or are the hardest of their kind: shrunk, and run with every test.

use crate::{
    run::run,
    step::Step::{self, *},
};

#[track_caller]
fn check(steps: &[Step]) {
    assert_eq!(run(steps).violation, None);
}

#[test]
fn an_answer_that_newer_messages_overtook_is_no_lost_tail() {
    check(&[Calm, Reply(1), Publish(2), Send(1), Arrive(5)]);
}

#[test]
fn a_newest_message_that_was_stored_again_does_not_hide_the_one_lost_before_it() {
    check(&[Publish(3), Calm, Restart(2), Publish(0), Republish(1)]);
}

#[test]
fn a_place_that_was_empty_when_it_was_read_over_and_is_filled_after_a_loss_is_found() {
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
fn a_message_lost_among_others_that_were_stored_again_behind_it_is_found() {
    check(&[Publish(2), Calm, Publish(0), Send(0), Restart(4), Refill(2)]);
}

#[test]
fn a_message_fetched_by_itself_from_another_stream_is_not_folded() {
    check(&[
        Replace(11),
        Calm,
        Publish(2),
        Ask(1),
        Ask(0),
        Ask(1),
        Replace(13),
    ]);
}

#[test]
fn an_end_that_was_erased_and_is_filled_after_a_loss_counts_as_reached_no_longer() {
    check(&[
        Publish(2),
        Purge(12),
        Calm,
        Ask(1),
        Ask(3),
        Restart(2),
        Publish(1),
    ]);
}

#[test]
fn a_consumer_that_starts_too_early_doubles_nothing() {
    check(&[Publish(0), Calm, MissHeartbeat, ReplyEarly(2), Hear(2)]);
}

#[test]
fn messages_that_change_places_after_failures_are_all_folded() {
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
fn a_first_sequence_beyond_the_next_one_is_told() {
    check(&[Publish(2), Calm, Publish(2), Purge(7), Cut(4)]);
}

#[test]
fn a_stream_that_stays_away_is_believed_to_be_gone() {
    check(&[Calm, Remove, Ask(2), Ask(1), Ask(0), Ask(3)]);
}

#[test]
fn a_place_that_was_erased_unread_and_is_filled_after_a_loss_is_found_after_a_kill() {
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
fn messages_lost_while_on_their_way_may_be_told_although_they_are_stored_again() {
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
        Ask(1),
        Reply(2),
        Republish(2),
    ]);
}
