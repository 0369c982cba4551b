//! Closed views: compared with a replay key by key, for `verify`; and read without a server, from the index alone.

use std::{
    cell::RefCell,
    cmp::Ordering,
    path::{Path, PathBuf},
};

use fold::{FOLD_VERSION, Interner};
use model::Subject;
use sled::{Db, IVec};

use crate::{
    AskError, Reader, ViewsError,
    store::{
        archive,
        chunk::{ContentText, StoredFacts},
        generations, keys, load,
        open_index::{self, IndexedKnelpunt},
        opening::{self, DATA_FILE, LockRelease},
        stored::{self, StoredBlock},
        values::{FORMAT, StoreHeader},
    },
};

/// The most differences that are listed.
const DIFFERENCES_LIMIT: usize = 100;

/// Closed views, opened as they are.
#[derive(Debug)]
pub struct OfflineViews {
    db: Db,
    header: StoreHeader,
    folder: PathBuf,
    // Dropped after `db`: the lock can only be released then.
    _lock_release: LockRelease,
}

/// A key with its value.
type Pair = Result<(IVec, IVec), sled::Error>;

impl OfflineViews {
    /// Opens closed views as they are: creates and archives nothing, and checks no sum.
    ///
    /// # Errors
    ///
    /// When the folder is in use, contains no views, or cannot be opened at all.
    pub fn open(folder: &Path) -> Result<Self, ViewsError> {
        let not_views = |reason: String| ViewsError::NotViews {
            path: folder.to_owned(),
            reason,
        };
        if let Some(reason) = archive::find_foreign(folder)? {
            return Err(not_views(reason));
        }
        let store_folder = generations::store_folder(folder, generations::newest(folder)?);
        // sled would create it.
        if !store_folder.join(DATA_FILE).is_file() {
            return Err(not_views("there are none".to_owned()));
        }
        let db = opening::open(&store_folder)?;
        let header = opening::catch_damage(|| Ok(db.get([keys::HEAD])?))?;
        let header = header.ok_or_else(|| ViewsError::damaged("they have no position"))?;
        if header.first() != Some(&FORMAT) {
            return Err(ViewsError::OtherVersion {
                path: folder.to_owned(),
            });
        }
        Ok(Self {
            header: StoreHeader::read(&header)?,
            db,
            folder: folder.to_owned(),
            _lock_release: LockRelease(store_folder),
        })
    }

    /// Returns the position of the views: up to which the replay to compare with must go.
    pub fn position(&self) -> u64 {
        self.header.anchor.position
    }

    /// Returns the digest at the position.
    pub fn digest(&self) -> String {
        self.header.digests.events.text()
    }

    /// Compares everything but the texts of events with the sum that it was written with.
    ///
    /// # Errors
    ///
    /// When something was lost or changed by the disk.
    pub fn check(&self) -> Result<(), ViewsError> {
        opening::catch_damage(|| load::check_stored(&self.db, self.header.digests.stored))
    }

    /// Lists the open knelpunten, oldest first within each municipality, from the index alone: nothing is loaded.
    ///
    /// # Errors
    ///
    /// When another version folded the views, or the index was left behind them; an item, when it cannot be read.
    pub fn open_knelpunten(
        &self,
    ) -> Result<impl Iterator<Item = Result<IndexedKnelpunt, ViewsError>>, ViewsError> {
        if self.header.versions.0 != FOLD_VERSION {
            return Err(ViewsError::OtherVersion {
                path: self.folder.clone(),
            });
        }
        if self.header.open_index_is_behind {
            return Err(ViewsError::OpenIndexBehind);
        }
        Ok(open_index::list(&self.db))
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
        let open_index = (!self.header.open_index_is_behind).then_some(keys::OPEN);
        for tag in open_index
            .into_iter()
            .chain([keys::QUARANTINE, keys::CHECKPOINT])
        {
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
        let digest = |header: &StoreHeader| header.digests.events.text();
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
        // One interner, so that records can be compared.
        let interner = &RefCell::default();
        let [ours, theirs] = [ours, replay].map(|db| contents(db, interner));
        let (mut ours, mut theirs) = (ours.peekable(), theirs.peekable());
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
            self.compare_content(ours.transpose()?, theirs.transpose()?, &interner.borrow());
        }
    }

    fn compare_content(
        &mut self,
        ours: Option<(StoredFacts, ContentText)>,
        theirs: Option<(StoredFacts, ContentText)>,
        interner: &Interner,
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
        if let Some((facts, _)) = theirs.or(ours) {
            let subject = describe_subject(&facts.subject(interner));
            self.add(format!(
                "event {} of {subject}: {difference}",
                facts.sequence
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

/// Lists every content, in order of sequence, with its symbols in an interner.
fn contents(
    db: &Db,
    interner: &RefCell<Interner>,
) -> impl Iterator<Item = Result<(StoredFacts, ContentText), ViewsError>> {
    stored::blocks(db, None).flat_map(move |block| {
        let decoded = block.and_then(
            |StoredBlock {
                 first, contents, ..
             }| {
                let decoded =
                    contents.and_then(|contents| contents.decode(&mut interner.borrow_mut()));
                decoded.map_err(|error| {
                    ViewsError::damaged(format!("the block from {first}: {error}"))
                })
            },
        );
        match decoded {
            Ok(contents) => contents.into_iter().map(Ok).collect(),
            Err(error) => vec![Err(error)],
        }
    })
}

/// Describes a subject for people.
pub(super) fn describe_subject(subject: &Subject) -> String {
    match subject {
        Subject::Knelpunt(id) => format!("knelpunt {id}"),
        Subject::InMunicipality { municipality, name } => {
            format!("the consultations or support {name} of {municipality}")
        }
    }
}
