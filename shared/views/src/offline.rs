//! Closed views, compared with a replay key by key, for `verify`.

use std::{cmp::Ordering, path::Path};

use model::Subject;
use sled::{Db, IVec};

use crate::{
    AskError, Reader, ViewsError, archive,
    blocks::{self, DecodedBlock},
    entry::{ContentEntry, ContentText},
    generations, keys, open_index,
    opening::{self, LockRelease},
    values::StoreHeader,
};

/// The most differences that are listed.
const DIFFERENCES_LIMIT: usize = 100;

/// Closed views, opened as they are.
#[derive(Debug)]
pub struct OfflineViews {
    db: Db,
    header: StoreHeader,
    // Dropped after `db`: the lock can only be released then.
    _lock_release: LockRelease,
}

/// A key with its value.
type Pair = Result<(IVec, IVec), sled::Error>;

impl OfflineViews {
    /// Opens closed views as they are: archives nothing, and checks no sum.
    ///
    /// # Errors
    ///
    /// When the folder is in use, contains no views, or cannot be opened at all.
    pub fn open(folder: &Path) -> Result<Self, ViewsError> {
        if let Some(reason) = archive::find_foreign(folder)? {
            return Err(ViewsError::Damaged { reason });
        }
        let store_folder = generations::store_folder(folder, generations::newest(folder)?);
        let db = opening::open(&store_folder)?;
        let header = db.get([keys::HEAD])?;
        let header = header.ok_or_else(|| ViewsError::damaged("they have no position"))?;
        Ok(Self {
            header: StoreHeader::read(&header)?,
            db,
            _lock_release: LockRelease(store_folder),
        })
    }

    /// Returns the position up to which the replay to compare with must go.
    pub fn position(&self) -> u64 {
        self.header.anchor.position
    }

    /// Compares the views with a replay up to the same position; returns at most 100 differences.
    ///
    /// # Errors
    ///
    /// When either cannot be read.
    pub fn differences(&self, replay: &Reader) -> Result<Vec<String>, AskError> {
        let replay = replay.store_during_rebuild()?;
        let header = replay.memory.read().header.clone();
        let mut differences = DifferenceList::default();
        differences.compare_headers(&self.header, &header);
        differences.compare_contents(&self.db, &replay.db)?;
        for tag in [keys::OPEN, keys::QUARANTINE, keys::CHECKPOINT] {
            let (ours, theirs) = (self.db.scan_prefix([tag]), replay.db.scan_prefix([tag]));
            differences.compare_pairs(ours, theirs)?;
        }
        Ok(differences.0)
    }
}

/// Adds a difference, unless there are a hundred already.
pub(crate) fn push_difference(differences: &mut Vec<String>, difference: String) {
    if differences.len() < DIFFERENCES_LIMIT {
        differences.push(difference);
    }
}

/// Describes a key for people.
fn describe(key: &[u8]) -> String {
    match (key.first(), keys::sequence(key)) {
        (Some(&keys::OPEN), _) => format!("open index: {}", open_index::describe(key)),
        (Some(&keys::QUARANTINE), Some(sequence)) => format!("quarantine {sequence}"),
        (Some(&keys::CHECKPOINT), Some(sequence)) => format!("checkpoint {sequence}"),
        _ => format!("a malformed key ({key:02x?})"),
    }
}

/// Differences, for people.
#[derive(Debug, Default)]
struct DifferenceList(Vec<String>);

impl DifferenceList {
    fn add(&mut self, difference: String) {
        push_difference(&mut self.0, difference);
    }

    fn compare_headers(&mut self, ours: &StoreHeader, replay: &StoreHeader) {
        let counts = |header: &StoreHeader| {
            [
                ("position", header.anchor.position),
                ("duplicates", header.duplicates),
                ("conflicts", header.conflicts),
                ("quarantined", header.quarantined),
            ]
        };
        for ((name, ours), (_, replay)) in counts(ours).into_iter().zip(counts(replay)) {
            if ours != replay {
                self.add(format!("{name}: {ours} here, {replay} in a replay"));
            }
        }
        let digest = |header: &StoreHeader| header.digests.canonical().text();
        if digest(ours) != digest(replay) {
            let (ours, replay) = (digest(ours), digest(replay));
            self.add(format!("digest: {ours} here, {replay} in a replay"));
        }
        if ours.versions != replay.versions {
            self.add("versions: these views were folded by another version".to_owned());
        }
    }

    /// Compares contents, which need not be in the same blocks.
    fn compare_contents(&mut self, ours: &Db, replay: &Db) -> Result<(), ViewsError> {
        let (mut ours, mut theirs) = (contents(ours).peekable(), contents(replay).peekable());
        loop {
            let order = match (ours.peek(), theirs.peek()) {
                (None, None) => return Ok(()),
                (Some(Ok(ours)), Some(Ok(theirs))) => ours.0.sequence.cmp(&theirs.0.sequence),
                (Some(Err(_)), _) => {
                    if let Some(Err(error)) = ours.next() {
                        self.add(format!("events: {error}"));
                    }
                    continue;
                }
                (_, None) => Ordering::Less,
                (_, Some(_)) => Ordering::Greater,
            };
            let ours = if order.is_le() { ours.next() } else { None };
            let theirs = if order.is_ge() { theirs.next() } else { None };
            self.compare_content(ours.transpose()?, theirs.transpose()?);
        }
    }

    fn compare_content(
        &mut self,
        ours: Option<(ContentEntry, ContentText)>,
        theirs: Option<(ContentEntry, ContentText)>,
    ) {
        if ours == theirs {
            return;
        }
        let difference = match (&ours, &theirs) {
            (Some(_), None) => "only here",
            (None, _) => "missing",
            (Some((ours, _)), Some((theirs, _))) if ours == theirs => "another text",
            _ => "other facts",
        };
        if let Some((entry, _)) = theirs.or(ours) {
            let subject = match &entry.subject {
                Subject::Knelpunt(id) => format!("knelpunt {id}"),
                Subject::Consultation {
                    municipality,
                    round,
                } => format!("the consultation of {municipality} in {round}"),
            };
            self.add(format!(
                "event {} of {subject}: {difference}",
                entry.sequence
            ));
        }
    }

    /// Compares two ranges of keys.
    fn compare_pairs(
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
                (Some((key, _)), None) => self.add(format!("{}: only here", describe(&key))),
                (None, Some((key, _))) => self.add(format!("{}: missing", describe(&key))),
                (Some((key, ours)), Some((_, theirs))) if ours != theirs => {
                    self.add(format!("{}: another value", describe(&key)));
                }
                _ => {}
            }
        }
    }
}

/// Lists every content, in order of sequence.
fn contents(db: &Db) -> impl Iterator<Item = Result<(ContentEntry, ContentText), ViewsError>> {
    blocks::decoded(db).flat_map(|block| {
        let contents = block.and_then(|DecodedBlock { first, contents }| {
            contents
                .map_err(|error| ViewsError::damaged(format!("the block from {first}: {error}")))
        });
        match contents {
            Ok(contents) => contents.into_iter().map(Ok).collect(),
            Err(error) => vec![Err(error)],
        }
    })
}
