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
