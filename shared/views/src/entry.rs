//! What is kept of one content of one event, and what it adds to the canonical part.

use fold::Record;
use model::{Content, Event, Identity, KnelpuntId, Subject};
use serde::{Deserialize, Serialize};

use crate::{digest::Sum, keys, values};

/// What figures need of one content, and what it was the first to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// The sequence at which it first arrived.
    pub(crate) sequence: u64,
    pub(crate) subject: Subject,
    pub(crate) record: Record,
    /// Who the knelpunten are that nothing before it told of.
    pub(crate) identities: Vec<Identity>,
    /// The knelpunten that no merge before it named together with its own.
    pub(crate) links: Vec<KnelpuntId>,
}

/// The texts of one content: who sent it under which id, and what it says, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Text {
    pub(crate) source: String,
    pub(crate) id: String,
    pub(crate) content: String,
}

impl Text {
    pub(crate) fn of(event: &Event) -> Self {
        Self {
            source: event.source.clone(),
            id: event.id.clone(),
            content: event.content.as_str().to_owned(),
        }
    }

    pub(crate) fn into_content(self) -> Content {
        Content::from_text(self.content)
    }
}

impl Entry {
    /// Names every key and value of the canonical part that a content adds.
    pub(crate) fn each_pair(&self, text: &Text, name: &mut impl FnMut(&[u8], &[u8])) {
        let record = &self.record;
        let subject = keys::subject(&self.subject);
        let place = |tag| keys::content(tag, &subject, record.key, record.content);
        name(&place(keys::RECORD), &values::write(record));
        name(&place(keys::TEXT), &values::write(text));
        let nothing = values::write(&());
        record.for_each_corrected(&mut |corrected| {
            let place = keys::correction(&subject, corrected, record.key, record.content);
            name(&place, &nothing);
        });
        for identity in &self.identities {
            name(&keys::identity(identity.id()), &values::write(identity));
        }
        if let Subject::Knelpunt(id) = self.subject {
            for target in &self.links {
                name(&keys::link(id, *target), &nothing);
                name(&keys::link(*target, id), &nothing);
            }
        }
    }

    /// Adds up what a content adds to the canonical part.
    pub(crate) fn sum(&self, text: &Text) -> Sum {
        let mut sum = Sum::default();
        self.each_pair(text, &mut |key, value| sum.add(key, value));
        sum
    }
}
