//! Contents that were committed together, as they are stored: facts with their texts as symbols of the chunk, and apart
//! from them the whole texts.
//!
//! A chunk becomes part of the state in one way, whether it was just made for a commit or read at start.

use std::cell::Cell;

use fold::{IdentityKeys, Interner, Record, Symbol};
use model::{Content, ContentId, Data, Event, EventKey, Identity, KnelpuntId, Subject};
use serde::{Deserialize, Serialize};
use state::{Entry, State, SubjectKey};

/// A content that is not stored yet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewContent<'a> {
    pub(crate) sequence: u64,
    pub(crate) event: &'a Event,
}

/// The facts of contents, in order of sequence.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Chunk {
    /// The texts of the symbols, one after the other.
    texts: String,
    /// Where each text ends.
    ends: Vec<u32>,
    /// The identities that these contents are the first to name.
    identities: Vec<(KnelpuntId, IdentityKeys)>,
    contents: Vec<StoredFacts>,
}

/// The facts of one content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredFacts {
    /// The sequence at which the content first arrived.
    pub(crate) sequence: u64,
    pub(crate) subject: SubjectKey,
    pub(crate) record: Record,
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

    /// Whether these are the texts of a content.
    pub(crate) fn matches(&self, key: EventKey, content: ContentId) -> bool {
        EventKey::new(&self.source, &self.id) == key
            && Content::from_text(self.content.clone()).id() == content
    }
}

impl Chunk {
    /// Creates the chunk of new contents; `is_unidentified` tells of a knelpunt, once, that none before names it.
    pub(crate) fn new(
        new: &[NewContent<'_>],
        mut is_unidentified: impl FnMut(KnelpuntId) -> bool,
    ) -> Self {
        let mut interner = Interner::default();
        let mut chunk = Self::default();
        for NewContent { sequence, event } in new {
            let intern = &mut |text: &str| interner.intern(text);
            let replacement = event.replacement.as_deref();
            for event in [Some(*event), replacement].into_iter().flatten() {
                for (id, identity) in unidentified(event, &mut is_unidentified) {
                    let keys = IdentityKeys::intern(&identity, intern);
                    chunk.identities.push((id, keys));
                }
            }
            chunk.contents.push(StoredFacts {
                sequence: *sequence,
                subject: SubjectKey::intern(&event.subject, intern),
                record: Record::from_event(event, intern),
            });
        }
        for text in interner.texts() {
            chunk.texts.push_str(text);
            chunk
                .ends
                .push(u32::try_from(chunk.texts.len()).unwrap_or(u32::MAX));
        }
        chunk
    }

    /// Returns the number of contents.
    pub(crate) const fn len(&self) -> usize {
        self.contents.len()
    }

    /// Returns the sequence of the first content.
    pub(crate) fn first(&self) -> Option<u64> {
        Some(self.contents.first()?.sequence)
    }

    /// Returns the sequence of the last content.
    pub(crate) fn last(&self) -> Option<u64> {
        Some(self.contents.last()?.sequence)
    }

    /// Divides the contents into those before a sequence and the others; none where there are none.
    pub(crate) fn split_at(self, sequence: u64) -> (Option<Self>, Option<Self>) {
        let mut before = self;
        let index = before
            .contents
            .partition_point(|facts| facts.sequence < sequence);
        let contents = before.contents.split_off(index);
        if contents.is_empty() {
            return (Some(before), None);
        }
        let after = Self {
            texts: before.texts.clone(),
            ends: before.ends.clone(),
            identities: Vec::new(),
            contents,
        };
        if before.contents.is_empty() {
            let identities = before.identities;
            return (
                None,
                Some(Self {
                    identities,
                    ..after
                }),
            );
        }
        (Some(before), Some(after))
    }

    /// Inserts the contents whose subject and sequence are wanted into the state, which is folded later.
    pub(crate) fn insert_into(
        mut self,
        state: &mut State,
        is_wanted: impl Fn(SubjectKey, u64) -> bool,
    ) {
        self.map_symbols(|text| state.intern(text));
        self.insert_mapped(state, is_wanted);
    }

    /// Inserts as [`Chunk::insert_into`] does; the symbols are those of the state already.
    pub(crate) fn insert_mapped(
        self,
        state: &mut State,
        is_wanted: impl Fn(SubjectKey, u64) -> bool,
    ) {
        for (id, identity) in self.identities {
            if is_wanted(SubjectKey::Knelpunt(id), 0) {
                state.identify(id, identity);
            }
        }
        let wanted = self.contents.into_iter().filter_map(|facts| {
            let StoredFacts {
                sequence,
                subject,
                record,
            } = facts;
            is_wanted(subject, sequence).then_some((subject, Entry { sequence, record }))
        });
        state.insert_all(wanted.collect());
    }

    /// Returns the contents, in the symbols of an interner.
    pub(crate) fn into_contents(mut self, interner: &mut Interner) -> Vec<StoredFacts> {
        self.map_symbols(|text| interner.intern(text));
        self.contents
    }

    /// Replaces the symbols by those of another interner.
    pub(crate) fn map_symbols(&mut self, intern: impl FnMut(&str) -> Symbol) {
        let symbols: Vec<Symbol> = self.texts().map(intern).collect();
        let map = |symbol: Symbol| symbols[symbol.index()];
        for (_, identity) in &mut self.identities {
            *identity = identity.map_symbols(&map);
        }
        for facts in &mut self.contents {
            facts.map_symbols(&map);
        }
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(&0).chain(&self.ends);
        starts
            .zip(&self.ends)
            .map(|(start, end)| &self.texts[*start as usize..*end as usize])
    }

    /// Whether every symbol has a text: not so in a chunk that was damaged.
    pub(crate) fn is_whole(&self) -> bool {
        let is_end = |end: &u32| self.texts.is_char_boundary(*end as usize);
        let all_named = Cell::new(self.ends.is_sorted() && self.ends.iter().all(is_end));
        let check = |symbol: Symbol| {
            all_named.set(all_named.get() && symbol.index() < self.ends.len());
            symbol
        };
        for (_, identity) in &self.identities {
            let _ = identity.map_symbols(&check);
        }
        for facts in &self.contents {
            facts.clone().map_symbols(&check);
        }
        all_named.get()
    }
}

/// Returns the identities that an event names, where none before does.
fn unidentified(
    event: &Event,
    is_unidentified: &mut impl FnMut(KnelpuntId) -> bool,
) -> Vec<(KnelpuntId, Identity)> {
    let mut identities = Vec::new();
    let names_own = matches!(
        event.data,
        Data::Reported(_) | Data::Resolved(_) | Data::Merged(_)
    );
    if let Subject::Knelpunt(id) = event.subject
        && names_own
        && is_unidentified(id)
    {
        identities.extend(event.data.identity().map(|identity| (id, identity)));
    }
    if let Data::Merged(merged) = &event.data {
        let target = merged.target();
        if is_unidentified(target.id()) {
            identities.push((target.id(), target));
        }
    }
    identities
}

impl StoredFacts {
    fn map_symbols(&mut self, map: &impl Fn(Symbol) -> Symbol) {
        self.subject = self.subject.map_symbols(map);
        self.record.map_symbols(map);
    }

    /// Returns the subject with its texts.
    pub(crate) fn subject(&self, interner: &Interner) -> Subject {
        match self.subject {
            SubjectKey::Knelpunt(id) => Subject::Knelpunt(id),
            SubjectKey::InMunicipality { municipality, name } => Subject::InMunicipality {
                municipality: interner.text(municipality).to_owned(),
                name: interner.text(name).to_owned(),
            },
        }
    }
}
