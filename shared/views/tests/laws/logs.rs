//! Generated logs: messages in order of sequence, and how they are divided into commits.

use std::{collections::BTreeSet, fmt};

use model::{Data, Draft, Event, KnelpuntId, Subject, Violation, testing};
use proptest::{collection::vec, prelude::*};
use register::Register;
use views::{Arrival, Classified};

/// A message of a log.
#[derive(Clone)]
pub(crate) enum Message {
    Event(Box<Event>),
    /// A message that is no valid event.
    Invalid(u8),
}

impl fmt::Debug for Message {
    /// Prints an event as JSON: a log that breaks a law is read by people.
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Event(event) => to.write_str(&Draft::from(&**event).to_json()),
            Self::Invalid(byte) => write!(to, "invalid {byte}"),
        }
    }
}

/// A log.
#[derive(Debug, Clone)]
pub(crate) struct Log {
    pub(crate) messages: Vec<Message>,
    /// The sequence of the first message: sometimes near a checkpoint.
    pub(crate) first: u64,
    /// The sizes of commits, used in turn.
    pub(crate) batches: Vec<usize>,
}

/// Generates the messages of a log with up to `statements` statements.
pub(crate) fn messages(statements: usize) -> BoxedStrategy<Vec<Message>> {
    (testing::history(statements), vec(any::<u8>(), 0..3))
        .prop_map(|(drafts, invalid)| {
            let decode = |draft: &Draft| {
                let text = draft.to_json();
                let event = model::decode_structured(text.as_bytes(), Register::embedded());
                Message::Event(Box::new(event.unwrap()))
            };
            let events = drafts.iter().map(decode);
            events
                .chain(invalid.into_iter().map(Message::Invalid))
                .collect::<Vec<Message>>()
        })
        .prop_shuffle()
        .boxed()
}

/// Generates a log of messages: its first sequence and the sizes of commits.
pub(crate) fn log_of(
    messages: impl Strategy<Value = Vec<Message>> + 'static,
) -> BoxedStrategy<Log> {
    let first = prop_oneof![Just(1), 9_980..10_001_u64];
    (messages, first, vec(1..9_usize, 1..6))
        .prop_map(|(messages, first, batches)| Log {
            messages,
            first,
            batches,
        })
        .boxed()
}

/// Generates a log.
pub(crate) fn log(statements: usize) -> BoxedStrategy<Log> {
    log_of(messages(statements))
}

impl Log {
    /// Returns all messages as arrivals.
    pub(crate) fn arrivals(&self) -> Vec<Arrival> {
        let arrival = |(sequence, message): (u64, &Message)| Arrival {
            sequence,
            fingerprint: [sequence.to_le_bytes()[0]; 16],
            message: match message {
                Message::Event(event) => Classified::Event(event.clone()),
                Message::Invalid(byte) => Classified::Invalid {
                    subject: "knelpunten.knelpunt-reported.GM0344".to_owned(),
                    reasons: vec![Violation::other("/data", format!("is {byte}"))],
                    payload: format!("{{{byte}"),
                },
            },
        };
        (self.first..).zip(&self.messages).map(arrival).collect()
    }

    /// Lists the events up to a sequence, each with its own.
    pub(crate) fn arrived(&self, up_to: u64) -> impl Iterator<Item = (u64, &Event)> {
        let known = (self.first..).zip(&self.messages);
        known
            .take_while(move |(sequence, _)| *sequence <= up_to)
            .filter_map(|(sequence, message)| match message {
                Message::Event(event) => Some((sequence, &**event)),
                Message::Invalid(_) => None,
            })
    }

    /// Lists the events up to a sequence.
    pub(crate) fn events(&self, up_to: u64) -> impl Iterator<Item = &Event> {
        self.arrived(up_to).map(|(_, event)| event)
    }

    /// Returns every knelpunt that is the subject of an event or named by one.
    pub(crate) fn subjects(&self) -> BTreeSet<KnelpuntId> {
        let mut subjects = BTreeSet::new();
        for event in self.events(u64::MAX) {
            if let Subject::Knelpunt(id) = event.subject {
                subjects.insert(id);
            }
            for event in [Some(event), event.replacement.as_deref()]
                .into_iter()
                .flatten()
            {
                if let Data::Merged(data) = &event.data {
                    subjects.insert(data.target().id());
                }
            }
        }
        subjects
    }

    /// Returns the sequence of the last message.
    pub(crate) fn last(&self) -> u64 {
        self.first + self.messages.len() as u64 - 1
    }

    /// Returns the sequences at which commits end.
    pub(crate) fn cuts(&self) -> Vec<u64> {
        let mut sizes = self.batches.iter().cycle();
        let (mut at, mut cuts) = (self.first - 1, Vec::new());
        while at < self.last() {
            at = self.last().min(at + *sizes.next().unwrap() as u64);
            cuts.push(at);
        }
        cuts
    }
}
