//! One content of one event as it is stored, and what it adds to the canonical part.

use fold::Record;
use model::{Content, Event, Identity, KnelpuntId, Subject};
use serde::{Deserialize, Serialize};

use crate::{digest::Sum, keys, values};

/// The facts of one content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ContentEntry {
    /// The sequence at which the content first arrived.
    pub(crate) sequence: u64,
    pub(crate) subject: Subject,
    pub(crate) record: Record,
    /// The identities of knelpunten that no earlier content named.
    pub(crate) identities: Vec<Identity>,
    /// The knelpunten that no earlier merge linked with the subject.
    pub(crate) links: Vec<KnelpuntId>,
}

/// The texts of one content: its source, its id there, and the whole canonical content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ContentText {
    pub(crate) source: String,
    pub(crate) id: String,
    pub(crate) content: String,
}

impl ContentText {
    pub(crate) fn from_event(event: &Event) -> Self {
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

impl ContentEntry {
    /// Calls `visit` with every key and value that a content adds to the canonical part.
    pub(crate) fn for_each_pair(&self, text: &ContentText, visit: &mut impl FnMut(&[u8], &[u8])) {
        let record = &self.record;
        let subject = keys::subject(&self.subject);
        let content_key = |tag| keys::content(tag, &subject, record.key, record.content);
        visit(&content_key(keys::RECORD), &values::write(record));
        visit(&content_key(keys::TEXT), &values::write(text));
        let nothing = values::write(&());
        record.for_each_corrected(&mut |corrected| {
            let key = keys::correction(&subject, corrected, record.key, record.content);
            visit(&key, &nothing);
        });
        for identity in &self.identities {
            visit(&keys::identity(identity.id()), &values::write(identity));
        }
        if let Subject::Knelpunt(id) = self.subject {
            for target in &self.links {
                visit(&keys::link(id, *target), &nothing);
                visit(&keys::link(*target, id), &nothing);
            }
        }
    }

    /// Returns the sum of what a content adds to the canonical part.
    pub(crate) fn sum(&self, text: &ContentText) -> Sum {
        let mut sum = Sum::default();
        self.for_each_pair(text, &mut |key, value| sum.add(key, value));
        sum
    }
}
