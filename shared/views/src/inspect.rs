//! Views that are closed, compared with a replay key by key: what `verify` names.

use std::{cmp::Ordering, path::Path};

use model::Subject;
use sled::{Db, IVec};

use crate::{
    AskError, Reader, ViewsError,
    blocks::{self, Whole},
    entry::{Entry, Text},
    generations, keys, open_index,
    opening::{self, LettingGo},
    values::Head,
};

/// The most differences that are named.
const DIFFERENCES_LIMIT: usize = 100;

/// Closed views, opened as they are.
#[derive(Debug)]
pub struct OfflineViews {
    db: Db,
    head: Head,
    /// Dropped after the store was.
    _letting_go: LettingGo,
}

/// A key with its value.
type Pair = Result<(IVec, IVec), sled::Error>;

impl OfflineViews {
    /// Opens closed views as they are: nothing is put aside, and nothing need add up.
    ///
    /// # Errors
    ///
    /// When they are in use, are no views, or are damaged so that they cannot be opened at all.
    pub fn open(folder: &Path) -> Result<Self, ViewsError> {
        if let Some(what) = crate::aside::foreign(folder)? {
            return Err(ViewsError::damaged(what));
        }
        let store = generations::folder(folder, generations::newest(folder)?);
        let db = opening::open(&store)?;
        let head = db.get([keys::HEAD])?;
        let head = Head::read(&head.ok_or_else(|| ViewsError::damaged("they have no position"))?)?;
        Ok(Self {
            db,
            head,
            _letting_go: LettingGo(store),
        })
    }

    /// Gives the position up to which a replay must go to be compared with.
    pub fn position(&self) -> u64 {
        self.head.anchor.position
    }

    /// Compares the views with those that a replay up to the same position made; names what differs, at most 100.
    ///
    /// # Errors
    ///
    /// When either cannot be read.
    pub fn differences(&self, replay: &Reader) -> Result<Vec<String>, AskError> {
        let replay = replay.held_anyhow()?;
        let head = replay.memory.read().head.clone();
        let mut differ = Differences::default();
        differ.heads(&self.head, &head);
        differ.contents(&self.db, &replay.db)?;
        for tag in [keys::OPEN, keys::QUARANTINE, keys::CHECKPOINT] {
            let (ours, theirs) = (self.db.scan_prefix([tag]), replay.db.scan_prefix([tag]));
            differ.pairs(ours, theirs)?;
        }
        Ok(differ.0)
    }
}

/// Says for people what a key is of.
fn name(key: &[u8]) -> String {
    match (key.first(), keys::sequence(key)) {
        (Some(&keys::OPEN), _) => format!("open index: {}", open_index::text(key)),
        (Some(&keys::QUARANTINE), Some(sequence)) => format!("quarantine {sequence}"),
        (Some(&keys::CHECKPOINT), Some(sequence)) => format!("checkpoint {sequence}"),
        _ => format!("a key that is misshapen ({key:02x?})"),
    }
}

/// What differs, for people.
#[derive(Debug, Default)]
struct Differences(Vec<String>);

impl Differences {
    fn name(&mut self, what: String) {
        if self.0.len() < DIFFERENCES_LIMIT {
            self.0.push(what);
        }
    }

    fn heads(&mut self, ours: &Head, replay: &Head) {
        let counts = |head: &Head| {
            [
                ("position", head.anchor.position),
                ("duplicates", head.duplicates),
                ("conflicts", head.conflicts),
                ("quarantined", head.quarantined),
            ]
        };
        for ((what, ours), (_, replay)) in counts(ours).into_iter().zip(counts(replay)) {
            if ours != replay {
                self.name(format!("{what}: {ours} here, {replay} in a replay"));
            }
        }
        let digest = |head: &Head| head.digests.canonical().text();
        if digest(ours) != digest(replay) {
            let (ours, replay) = (digest(ours), digest(replay));
            self.name(format!("digest: {ours} here, {replay} in a replay"));
        }
        if ours.versions != replay.versions {
            self.name("versions: these were folded by another version".to_owned());
        }
    }

    /// Compares what is kept of events, which need not lie in the same blocks.
    fn contents(&mut self, ours: &Db, replay: &Db) -> Result<(), ViewsError> {
        let (mut ours, mut theirs) = (contents(ours).peekable(), contents(replay).peekable());
        loop {
            let order = match (ours.peek(), theirs.peek()) {
                (None, None) => return Ok(()),
                (Some(Ok(ours)), Some(Ok(theirs))) => ours.0.sequence.cmp(&theirs.0.sequence),
                (Some(Err(_)), _) => {
                    if let Some(Err(error)) = ours.next() {
                        self.name(format!("events: {error}"));
                    }
                    continue;
                }
                (_, None) => Ordering::Less,
                (_, Some(_)) => Ordering::Greater,
            };
            let ours = if order.is_le() { ours.next() } else { None };
            let theirs = if order.is_ge() { theirs.next() } else { None };
            self.content(ours.transpose()?, theirs.transpose()?);
        }
    }

    fn content(&mut self, ours: Option<(Entry, Text)>, theirs: Option<(Entry, Text)>) {
        if ours == theirs {
            return;
        }
        let how = match (&ours, &theirs) {
            (Some(_), None) => "here in vain",
            (None, _) => "missing",
            (Some((ours, _)), Some((theirs, _))) if ours == theirs => "another text",
            _ => "other facts",
        };
        if let Some((entry, _)) = theirs.or(ours) {
            let of = match &entry.subject {
                Subject::Knelpunt(id) => format!("knelpunt {id}"),
                Subject::Consultation {
                    municipality,
                    round,
                } => format!("the consultation of {municipality} in {round}"),
            };
            self.name(format!("event {} of {of}: {how}", entry.sequence));
        }
    }

    /// Compares two ranges of keys.
    fn pairs(
        &mut self,
        ours: impl Iterator<Item = Pair>,
        theirs: impl Iterator<Item = Pair>,
    ) -> Result<(), ViewsError> {
        let (mut ours, mut theirs) = (ours.peekable(), theirs.peekable());
        loop {
            let order = match (ours.peek(), theirs.peek()) {
                (None, None) => return Ok(()),
                (Some(Ok(ours)), Some(Ok(theirs))) => ours.0.cmp(&theirs.0),
                (Some(_), _) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
            };
            let ours = if order.is_le() { ours.next() } else { None };
            let theirs = if order.is_ge() { theirs.next() } else { None };
            match (ours.transpose()?, theirs.transpose()?) {
                (Some((key, _)), None) => self.name(format!("{}: here in vain", name(&key))),
                (None, Some((key, _))) => self.name(format!("{}: missing", name(&key))),
                (Some((key, ours)), Some((_, theirs))) if ours != theirs => {
                    self.name(format!("{}: another value", name(&key)));
                }
                _ => {}
            }
        }
    }
}

/// Lists what is kept of every event, in order of sequence.
fn contents(db: &Db) -> impl Iterator<Item = Result<(Entry, Text), ViewsError>> {
    blocks::whole(db).flat_map(|block| {
        let contents = block.and_then(|Whole { first, contents }| {
            contents
                .map_err(|error| ViewsError::damaged(format!("the block from {first}: {error}")))
        });
        match contents {
            Ok(contents) => contents.into_iter().map(Ok).collect(),
            Err(error) => vec![Err(error)],
        }
    })
}
