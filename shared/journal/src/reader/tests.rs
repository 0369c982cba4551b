//! The reading loop, one decision at a time. `tests/simulation` combines them at random.

use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;

use super::*;

fn message(sequence: u64) -> Message {
    Message {
        sequence,
        subject: "knelpunten.x".to_owned(),
        headers: Vec::new(),
        payload: Bytes::from(sequence.to_string()),
        last_sequence: sequence,
        stored_at: Timestamp::UNIX_EPOCH,
    }
}

fn received(consumer_sequence: u64, sequence: u64) -> ReceivedMessage {
    ReceivedMessage {
        consumer_sequence,
        message: message(sequence),
    }
}

fn stream(first_sequence: u64, last_sequence: u64) -> StreamInfo {
    let name = "KNELPUNTEN".to_owned();
    StreamInfo {
        name,
        created_at: Timestamp::UNIX_EPOCH,
        first_sequence,
        last_sequence,
        last_stored_at: None,
    }
}

/// A fold that ended at a position and remembers the given messages.
fn resume(position: u64, remembered: &[u64]) -> ResumePoint {
    let recent = remembered
        .iter()
        .map(|sequence| (*sequence, message(*sequence).fingerprint()));
    ResumePoint {
        stream_created_at: Some(Timestamp::UNIX_EPOCH),
        position,
        recent: recent.collect(),
    }
}

/// Connects and reports the stream as found.
fn connect(reader: &mut LogReader, stream: StreamInfo) -> Vec<Action> {
    reader.on(Input::Connected);
    reader.on(Input::ConsumerReady {
        attempt: reader.attempt,
    });
    reader.on(Input::StreamFound {
        attempt: reader.attempt,
        stream,
    })
}

fn reading(position: u64, stream: StreamInfo) -> LogReader {
    let mut reader = LogReader::new(resume(position, &[]));
    let actions = connect(&mut reader, stream);
    assert!(
        actions.contains(&Action::Read {
            attempt: reader.attempt
        }),
        "{actions:?}"
    );
    reader
}

fn lost_on_connecting(resume: ResumePoint, stream: StreamInfo) -> Option<LogLoss> {
    let actions = connect(&mut LogReader::new(resume), stream);
    actions.into_iter().find_map(|action| match action {
        Action::NotifyLost(lost) => Some(lost),
        _ => None,
    })
}

#[test]
fn the_consumer_starts_after_the_position() {
    let mut reader = LogReader::new(resume(7, &[]));
    let actions = reader.on(Input::Connected);
    assert_eq!(
        actions,
        [
            Action::Abandon,
            Action::CreateConsumer {
                attempt: reader.attempt,
                start: 8
            }
        ]
    );
}

#[test]
fn a_stream_created_at_another_time_is_another_one() {
    let other = StreamInfo {
        created_at: Timestamp::MAX,
        ..stream(1, 9)
    };
    assert_eq!(
        lost_on_connecting(resume(7, &[]), other),
        Some(LogLoss::Recreated)
    );
}

#[test]
fn a_stream_that_ends_before_the_position_has_lost_its_tail() {
    assert_eq!(
        lost_on_connecting(resume(7, &[]), stream(1, 6)),
        Some(LogLoss::TailLost)
    );
    assert_eq!(lost_on_connecting(resume(7, &[]), stream(1, 7)), None);
}

#[test]
fn a_stream_that_starts_after_the_next_message_has_lost_its_head() {
    assert_eq!(
        lost_on_connecting(resume(7, &[]), stream(9, 12)),
        Some(LogLoss::HeadMissing)
    );
    assert_eq!(lost_on_connecting(resume(7, &[]), stream(8, 12)), None);
}

#[test]
fn a_first_reader_accepts_any_stream() {
    assert_eq!(
        lost_on_connecting(ResumePoint::default(), stream(9, 12)),
        None
    );
}

/// Reports the result of a peek.
fn peeked(reader: &mut LogReader, found: Option<Message>) -> Vec<Action> {
    reader.on(Input::Peeked {
        attempt: reader.attempt,
        message: found,
    })
}

/// A reader that remembers messages 2, 4 and 5, has connected, and peeks at the first of them.
fn retracing() -> LogReader {
    let mut reader = LogReader::new(resume(5, &[2, 4, 5]));
    let actions = connect(&mut reader, stream(1, 9));
    let attempt = reader.attempt;
    assert_eq!(
        actions,
        [Action::Peek {
            attempt,
            sequence: 1
        }]
    );
    reader
}

#[test]
fn a_new_connection_compares_every_remembered_message_that_was_not_erased() {
    let mut reader = retracing();
    let attempt = reader.attempt;
    let peek = |sequence| [Action::Peek { attempt, sequence }];
    assert_eq!(peeked(&mut reader, Some(message(2))), peek(3));
    let actions = peeked(&mut reader, Some(message(5)));
    assert!(actions.contains(&Action::Read { attempt }), "{actions:?}");
}

#[test]
fn another_message_at_a_sequence_that_was_read_is_another_log() {
    let mut reader = retracing();
    peeked(&mut reader, Some(message(2)));
    let other = Message {
        sequence: 4,
        ..message(8)
    };
    let actions = peeked(&mut reader, Some(other));
    assert_eq!(
        actions,
        [Action::Abandon, Action::NotifyLost(LogLoss::Diverged)]
    );
    assert_eq!(reader.on(Input::Connected), []);
}

#[test]
fn a_message_where_there_was_none_is_another_log() {
    let mut reader = retracing();
    peeked(&mut reader, Some(message(2)));
    let actions = peeked(&mut reader, Some(message(3)));
    assert_eq!(
        actions,
        [Action::Abandon, Action::NotifyLost(LogLoss::Diverged)]
    );
}

#[test]
fn the_comparison_starts_at_the_oldest_remembered_message_when_there_were_older_ones() {
    let remembered: Vec<u64> = (8..72).collect();
    let mut reader = LogReader::new(resume(71, &remembered));
    let actions = connect(&mut reader, stream(1, 90));
    let attempt = reader.attempt;
    assert_eq!(
        actions,
        [Action::Peek {
            attempt,
            sequence: 8
        }]
    );
}

#[test]
fn on_the_same_connection_the_newest_message_that_was_not_erased_suffices() {
    let mut reader = retracing();
    peeked(&mut reader, None);
    let cause = "missed heartbeat".to_owned();
    let attempt = reader.attempt;
    reader.on(Input::Failed { attempt, cause });
    let attempt = reader.attempt;
    reader.on(Input::ConsumerReady { attempt });
    let stream = stream(1, 9);
    let fetch = |sequence| [Action::Fetch { attempt, sequence }];
    let actions = reader.on(Input::StreamFound { attempt, stream });
    assert_eq!(actions, fetch(5));
    let fingerprint = None;
    let actions = reader.on(Input::Fetched {
        attempt,
        fingerprint,
    });
    assert_eq!(actions, fetch(4));
    let fingerprint = Some(message(4).fingerprint());
    let actions = reader.on(Input::Fetched {
        attempt,
        fingerprint,
    });
    assert!(actions.contains(&Action::Read { attempt }), "{actions:?}");
}

#[test]
fn a_gap_starts_a_new_consumer_after_the_messages_before_it() {
    let mut reader = reading(0, stream(1, 9));
    let attempt = reader.attempt;
    let messages = vec![received(1, 1), received(2, 2), received(4, 4)];
    let actions = reader.on(Input::Received { attempt, messages });
    let next = Action::CreateConsumer {
        attempt: Attempt(attempt.0 + 1),
        start: 3,
    };
    let [Action::Deliver(delivered), Action::Abandon, last] = actions.as_slice() else {
        panic!("{actions:?}")
    };
    assert_eq!(
        delivered
            .iter()
            .map(|message| message.sequence)
            .collect::<Vec<_>>(),
        [1, 2]
    );
    assert_eq!(*last, next);
}

#[test]
fn an_erased_message_is_no_gap() {
    let mut reader = reading(0, stream(1, 9));
    let messages = vec![received(1, 1), received(2, 5)];
    let actions = reader.on(Input::Received {
        attempt: reader.attempt,
        messages,
    });
    assert_eq!(actions.len(), 1);
    assert_eq!(reader.position(), 5);
}

#[test]
fn messages_of_an_earlier_consumer_are_ignored() {
    let mut reader = reading(0, stream(1, 9));
    let earlier = reader.attempt;
    reader.on(Input::Failed {
        attempt: earlier,
        cause: "missed heartbeat".to_owned(),
    });
    assert_eq!(
        reader.on(Input::Received {
            attempt: earlier,
            messages: vec![received(1, 1)]
        }),
        []
    );
}

#[test]
fn every_message_has_the_last_known_sequence() {
    let mut reader = reading(0, stream(1, 9));
    let messages = vec![received(1, 1)];
    let actions = reader.on(Input::Received {
        attempt: reader.attempt,
        messages,
    });
    let [Action::Deliver(delivered)] = actions.as_slice() else {
        panic!("{actions:?}")
    };
    assert_eq!(delivered[0].last_sequence, 9);
}

#[test]
fn delays_double_from_nothing_to_two_seconds() {
    let delays: Vec<_> = (1..10)
        .map(|failures| backoff(failures).as_millis())
        .collect();
    assert_eq!(delays, [0, 50, 100, 200, 400, 800, 1600, 2000, 2000]);
    assert_eq!(backoff(u32::MAX), Duration::from_secs(2));
}

#[test]
fn a_known_stream_is_lost_only_when_it_is_missing_three_times_in_a_row() {
    let mut reader = LogReader::new(resume(7, &[]));
    reader.on(Input::Connected);
    for _ in 0..2 {
        let actions = reader.on(Input::StreamMissing {
            attempt: reader.attempt,
        });
        assert!(!reader.has_ended(), "{actions:?}");
        reader.on(Input::TimerElapsed {
            attempt: reader.attempt,
        });
    }
    let actions = reader.on(Input::StreamMissing {
        attempt: reader.attempt,
    });
    assert_eq!(
        actions,
        [Action::Abandon, Action::NotifyLost(LogLoss::Recreated)]
    );
}

#[test]
fn a_stream_that_never_existed_is_waited_for() {
    let mut reader = LogReader::new(ResumePoint::default());
    reader.on(Input::Connected);
    let mut actions = Vec::new();
    for _ in 0..20 {
        actions.extend(reader.on(Input::StreamMissing {
            attempt: reader.attempt,
        }));
        reader.on(Input::TimerElapsed {
            attempt: reader.attempt,
        });
    }
    let times = actions
        .iter()
        .filter(|action| **action == Action::NotifyUnavailable(Unavailable::NoStream))
        .count();
    assert_eq!(times, 1);
    assert!(!reader.has_ended());
}

#[test]
fn a_message_that_breaks_each_consumer_is_fetched_by_itself_and_confirmed() {
    let mut reader = reading(4, stream(1, 9));
    for _ in 0..2 {
        reader.on(Input::Disconnected {
            reason: "cut".to_owned(),
        });
        connect(&mut reader, stream(1, 9));
    }
    let attempt = reader.attempt;
    let peeked = reader.on(Input::Peeked {
        attempt,
        message: Some(message(5)),
    });
    assert_eq!(peeked, [Action::FindStream { attempt }]);
    let actions = reader.on(Input::StreamFound {
        attempt,
        stream: stream(1, 9),
    });
    assert_eq!(
        actions[0],
        Action::Deliver(vec![Message {
            last_sequence: 9,
            ..message(5)
        }])
    );
    assert_eq!(reader.position(), 5);
}

#[test]
fn an_end_that_was_erased_counts_as_reached() {
    let mut reader = reading(4, stream(1, 6));
    let attempt = reader.attempt;
    reader.on(Input::TimerElapsed { attempt });
    let stuck = reader.on(Input::StreamFound {
        attempt,
        stream: stream(1, 6),
    });
    assert_eq!(
        stuck,
        [Action::Peek {
            attempt,
            sequence: 5
        }]
    );
    let actions = reader.on(Input::Peeked {
        attempt,
        message: None,
    });
    assert_eq!(
        actions[0],
        Action::NotifyProgress {
            position: 6,
            last_sequence: 6
        }
    );
    assert_eq!(reader.position(), 4);
}

#[test]
fn an_answer_that_newer_messages_overtook_is_no_loss() {
    let mut reader = reading(4, stream(1, 4));
    let attempt = reader.attempt;
    reader.on(Input::TimerElapsed { attempt });
    let messages = vec![received(1, 5)];
    reader.on(Input::Received { attempt, messages });
    let stream = stream(1, 4);
    reader.on(Input::StreamFound { attempt, stream });
    assert!(!reader.has_ended());
    assert_eq!(reader.position(), 5);
}

#[test]
fn each_new_connection_is_notified_once() {
    let mut reader = LogReader::new(ResumePoint::default());
    for _ in 0..2 {
        let actions = connect(&mut reader, stream(1, 9));
        assert_eq!(actions[0], Action::NotifyConnected(stream(1, 9)));
    }
    let failed = reader.on(Input::Failed {
        attempt: reader.attempt,
        cause: "missed heartbeat".to_owned(),
    });
    assert!(
        !failed
            .iter()
            .any(|action| matches!(action, Action::NotifyUnavailable(_))),
        "{failed:?}"
    );
}

#[test]
fn a_consumer_that_starts_too_early_delivers_nothing_twice() {
    let mut reader = reading(4, stream(1, 9));
    let earlier = reader.attempt;
    let messages = vec![received(1, 4), received(2, 5)];
    let actions = reader.on(Input::Received {
        attempt: earlier,
        messages,
    });
    assert!(
        !actions
            .iter()
            .any(|action| matches!(action, Action::Deliver(_)))
    );
    assert_ne!(reader.attempt, earlier);
}

#[test]
fn a_new_connection_also_ends_one_whose_loss_was_not_reported() {
    let mut reader = reading(4, stream(1, 9));
    connect(&mut reader, stream(1, 9));
    let actions = connect(&mut reader, stream(1, 9));
    let peek = Action::Peek {
        attempt: reader.attempt,
        sequence: 5,
    };
    assert!(actions.contains(&peek), "{actions:?}");
}
