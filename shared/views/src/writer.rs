//! The one writer: opens the views, folds arrivals into them a commit at a time, replaces them when the log was.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
    thread,
};

use fold::{FOLD_VERSION, Fact, Knelpunt, Record, SubjectRecords, Traits, What, join};
use model::KnelpuntId;
use parking_lot::RwLock;
use questions::Columns;
use register::Register;
use tokio::sync::watch;

use crate::{
    Anchor, Arrival, Arrived, CHECKPOINT_EVERY, LogState, PutAside, Reader, ViewsError, aside,
    digest::Digest,
    enter::{self, Entered},
    keys, load, open_index, records,
    staged::Staged,
    store::{self, Held, Hub, Links, Memory},
    values::{self, Head, QuarantinedValue},
};

/// How often a folder is looked at while readers still hold it, before it is given up.
const CLOSE_ATTEMPTS: u32 = 1_000;

/// The writing side of the views; there is one.
#[derive(Debug)]
pub struct Views {
    folder: PathBuf,
    register: &'static Register,
    held: Arc<Held>,
    hub: Arc<Hub>,
}

/// What a commit came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commit {
    /// The position reached.
    pub position: u64,
}

impl Views {
    /// Opens the views in a folder, empty ones if there are none.
    ///
    /// A folder that holds something else, or views that are damaged or were folded by another version, is put
    /// aside, and said to be; the views are then empty and the log must be read from its start.
    ///
    /// # Errors
    ///
    /// When the folder is in use, may not be used, or cannot be made.
    pub fn open(
        folder: &Path,
        register: &'static Register,
    ) -> Result<(Self, Option<PutAside>), ViewsError> {
        let failed = |source| ViewsError::Folder {
            path: folder.to_owned(),
            source,
        };
        if let Some(why) = aside::foreign(folder).map_err(failed)? {
            let put_aside = aside::put_aside(folder, why)?;
            return Ok((Self::start(folder, register)?, Some(put_aside)));
        }
        match Self::start(folder, register) {
            Err(ViewsError::Damaged { what }) => {
                let put_aside = aside::put_aside(folder, what)?;
                Ok((Self::start(folder, register)?, Some(put_aside)))
            }
            opened => opened.map(|views| (views, None)),
        }
    }

    fn start(folder: &Path, register: &'static Register) -> Result<Self, ViewsError> {
        let held = Arc::new(open_held(folder, register)?);
        let position = held.memory.read().head.anchor.position;
        let hub = Hub {
            held: RwLock::new(Some(Arc::clone(&held))),
            log: watch::Sender::new(LogState::default()),
            position: watch::Sender::new(position),
        };
        Ok(Self {
            folder: folder.to_owned(),
            register,
            held,
            hub: Arc::new(hub),
        })
    }

    /// Gives a reading side; any number may exist.
    pub fn reader(&self) -> Reader {
        Reader::new(Arc::clone(&self.hub), self.register)
    }

    /// Gives what the views remember of the log.
    pub fn anchor(&self) -> Anchor {
        self.held.memory.read().head.anchor.clone()
    }

    /// Tells readers how the log is doing.
    pub fn log_is(&self, change: impl FnOnce(&mut LogState)) {
        self.hub.log.send_modify(change);
    }

    /// Folds arrivals, which must be in order and behind the position, and commits them with the position.
    ///
    /// Commits are cut at checkpoints, so that every replica keeps its digest at the same positions.
    ///
    /// # Errors
    ///
    /// When the store fails; what was not committed is folded again after a restart.
    pub fn commit(
        &mut self,
        arrivals: &[Arrival],
        stream_created_at: Option<i64>,
    ) -> Result<Commit, ViewsError> {
        let mut rest = arrivals;
        while let Some(first) = rest.first() {
            let passed = (first.sequence - 1) / CHECKPOINT_EVERY * CHECKPOINT_EVERY;
            let boundary = passed + CHECKPOINT_EVERY;
            let cut = rest.partition_point(|arrival| arrival.sequence <= boundary);
            let (piece, after) = rest.split_at(cut);
            // A sequence at the boundary may have been erased: the checkpoint is then what stands before the next.
            let crossed = passed > self.held.memory.read().head.anchor.position;
            self.commit_piece(
                piece,
                stream_created_at,
                crossed.then_some(passed),
                boundary,
            )?;
            rest = after;
        }
        self.held.db.flush()?;
        let position = self.held.memory.read().head.anchor.position;
        self.hub.position.send_replace(position);
        Ok(Commit { position })
    }

    fn commit_piece(
        &self,
        piece: &[Arrival],
        stream_created_at: Option<i64>,
        crossed: Option<u64>,
        boundary: u64,
    ) -> Result<(), ViewsError> {
        let mut staged = Staged::on(&self.held.db);
        let before = self.held.memory.read().head.clone();
        let mut head = Head {
            anchor: before.anchor.moved(piece, stream_created_at),
            ..before.clone()
        };
        if let Some(passed) = crossed {
            staged.put(
                keys::by_sequence(keys::CHECKPOINT, passed),
                values::write(&before.digest),
            );
        }
        let new = enter_all(piece, &mut staged, &mut head)?;
        let again = self.fold_again(&new, &staged)?;
        let mut memory = self.held.memory.write();
        let memory = &mut *memory;
        let touched = touched(&new, &memory.columns, &again);
        let open_before = open_index::entries(rows(&touched, &memory.columns), &memory.columns);
        let identities = identities(&new, &staged)?;
        change_columns(&new, again, &identities, memory);
        let open_after = open_index::entries(rows(&touched, &memory.columns), &memory.columns);
        open_index::change(open_before, open_after, &mut staged);
        let mut digest = Digest(head.digest);
        let mut batch = staged.into_batch(&mut digest)?;
        head.digest = digest.0;
        if head.anchor.position == boundary {
            batch.insert(
                keys::by_sequence(keys::CHECKPOINT, boundary),
                values::write(&head.digest),
            );
        }
        batch.insert(&[keys::HEAD][..], values::write(&head));
        self.held.db.apply_batch(batch)?;
        memory.head = head;
        Ok(())
    }

    /// Reads all subjects of the knelpunten that must be folded again, a component of linked ones at a time.
    fn fold_again(&self, new: &[New], staged: &Staged<'_>) -> Result<Vec<Component>, ViewsError> {
        let mut links = self.held.memory.read().links.clone();
        for (id, target) in new.iter().filter_map(New::link) {
            links.enter(id, target);
        }
        let mut components: Vec<Component> = Vec::new();
        for event in new.iter().filter(|event| event.correction) {
            if components
                .iter()
                .any(|component| component.subjects.contains_key(&event.id))
            {
                continue;
            }
            let mut subjects = BTreeMap::new();
            for id in links.component(event.id) {
                subjects.insert(id, records::subject(staged, id, u64::MAX)?);
            }
            components.push(Component { subjects });
        }
        Ok(components)
    }

    /// Puts the views aside and goes on with empty ones in their place; readers are refused meanwhile.
    ///
    /// # Errors
    ///
    /// When readers do not let go of the folder, or it cannot be moved or made.
    pub fn start_anew(self, why: &str) -> Result<(Self, PutAside), ViewsError> {
        let Self {
            folder,
            register,
            held,
            hub,
        } = self;
        hub.log.send_modify(|log| log.rebuilding = true);
        *hub.held.write() = None;
        close(held)?;
        let put_aside = aside::put_aside(&folder, why.to_owned())?;
        let held = Arc::new(open_held(&folder, register)?);
        hub.position.send_replace(0);
        *hub.held.write() = Some(Arc::clone(&held));
        Ok((
            Self {
                folder,
                register,
                held,
                hub,
            },
            put_aside,
        ))
    }

    /// Writes what is not on disk yet, and closes the folder.
    ///
    /// # Errors
    ///
    /// When the disk does not take it.
    pub fn close(self) -> Result<(), ViewsError> {
        self.held.db.flush()?;
        Ok(())
    }
}

/// Waits until no reader holds the folder any more, and closes it.
fn close(mut held: Arc<Held>) -> Result<(), ViewsError> {
    for _ in 0..CLOSE_ATTEMPTS {
        match Arc::try_unwrap(held) {
            Ok(last) => {
                last.db.flush()?;
                return Ok(());
            }
            Err(shared) => held = shared,
        }
        thread::park_timeout(std::time::Duration::from_millis(10));
    }
    Err(ViewsError::Closed)
}

fn open_held(folder: &Path, register: &'static Register) -> Result<Held, ViewsError> {
    let db = store::open(folder)?;
    let versions = versions(register);
    let memory = load::memory(&db, &versions)?;
    Ok(Held {
        db,
        memory: RwLock::new(memory),
    })
}

/// What this program folds by: fold, register, catalogue.
pub(crate) fn versions(register: &Register) -> (String, String, String) {
    (
        FOLD_VERSION.to_owned(),
        register.version().to_owned(),
        register.catalogue().version().to_owned(),
    )
}

/// An event that brought something new of a knelpunt.
struct New {
    id: KnelpuntId,
    sequence: u64,
    record: Record,
    correction: bool,
}

/// Linked subjects, with all their records.
struct Component {
    subjects: BTreeMap<KnelpuntId, SubjectRecords>,
}

impl New {
    fn link(&self) -> Option<(KnelpuntId, KnelpuntId)> {
        enter::merged_into(&self.record).map(|target| (self.id, target))
    }
}

fn enter_all(
    piece: &[Arrival],
    staged: &mut Staged<'_>,
    head: &mut Head,
) -> Result<Vec<New>, ViewsError> {
    let mut new = Vec::new();
    for Arrival { sequence, what, .. } in piece {
        match what {
            Arrived::Event(event) => {
                let (id, record, correction) = match enter::enter(event, *sequence, staged, head)? {
                    Entered::Duplicate | Entered::Elsewhere => continue,
                    Entered::Fact(id, record) => (id, record, false),
                    Entered::Correction(id, record) => (id, record, true),
                };
                new.push(New {
                    id,
                    sequence: *sequence,
                    record,
                    correction,
                });
            }
            Arrived::Invalid {
                subject,
                reasons,
                payload,
            } => {
                head.quarantined += 1;
                let reasons = reasons
                    .iter()
                    .map(|fault| (fault.path.clone(), fault.problem.clone()))
                    .collect();
                let value = QuarantinedValue {
                    subject: subject.clone(),
                    reasons,
                    payload: payload.clone(),
                };
                staged.put(
                    keys::by_sequence(keys::QUARANTINE, *sequence),
                    values::write(&value),
                );
            }
        }
    }
    Ok(new)
}

/// Gives every subject whose knelpunt a commit may change.
fn touched(new: &[New], columns: &Columns, again: &[Component]) -> BTreeSet<KnelpuntId> {
    let linked = again
        .iter()
        .flat_map(|component| component.subjects.keys().copied());
    let own = new.iter().map(|event| {
        columns
            .find(event.id)
            .map_or(event.id, |knelpunt| knelpunt.id)
    });
    linked.chain(own).collect()
}

/// Gives the knelpunten that subjects belong to, each once.
fn rows<'a>(
    subjects: &BTreeSet<KnelpuntId>,
    columns: &'a Columns,
) -> impl Iterator<Item = &'a Knelpunt> {
    let found: BTreeMap<KnelpuntId, &Knelpunt> = subjects
        .iter()
        .filter_map(|id| columns.find(*id))
        .map(|knelpunt| (knelpunt.id, knelpunt))
        .collect();
    found.into_values()
}

fn identities(
    new: &[New],
    staged: &Staged<'_>,
) -> Result<BTreeMap<KnelpuntId, model::Identity>, ViewsError> {
    let mut identities = BTreeMap::new();
    for id in new
        .iter()
        .filter(|event| !event.correction)
        .map(|event| event.id)
    {
        if let Some(bytes) = staged.get(&keys::identity(id))? {
            identities.insert(id, values::identity(&bytes)?);
        }
    }
    Ok(identities)
}

fn change_columns(
    new: &[New],
    again: Vec<Component>,
    identities: &BTreeMap<KnelpuntId, model::Identity>,
    memory: &mut Memory,
) {
    let Memory { columns, links, .. } = memory;
    for event in new {
        enter_names(&event.record, columns);
        if let Some((id, target)) = event.link() {
            links.enter(id, target);
        }
    }
    let folded: BTreeSet<KnelpuntId> = again
        .iter()
        .flat_map(|component| component.subjects.keys().copied())
        .collect();
    for component in again {
        replace(component, columns);
    }
    for event in new.iter().filter(|event| !folded.contains(&event.id)) {
        insert(event, identities, columns);
    }
    for event in new {
        touch(event, columns, links);
    }
}

/// Every name that a record holds gets a number now, so that asking how things were known at some sequence, when
/// another content won, needs no new ones.
fn enter_names(record: &Record, columns: &mut Columns) {
    columns.enter(&record.source);
    match &record.what {
        What::Reported { round, .. } => enter_name(round.as_deref(), columns),
        What::Resolved { round, remedy, .. } => {
            enter_name(round.as_deref(), columns);
            enter_name(remedy.as_deref(), columns);
        }
        What::Merged { into } => {
            Traits::of(into, &mut |text| columns.enter(text));
        }
        What::Redacted { replacement } => enter_names(replacement, columns),
        What::Consulted | What::Withdrawn { .. } => {}
    }
}

fn enter_name(text: Option<&str>, columns: &mut Columns) {
    if let Some(text) = text {
        columns.enter(text);
    }
}

/// Takes the knelpunten of linked subjects out, and puts in what they fold to now.
pub(crate) fn replace_rows(subjects: &[SubjectRecords], touched: u64, columns: &mut Columns) {
    for identity in subjects
        .iter()
        .filter_map(|subject| subject.identity.as_ref())
    {
        Traits::of(identity, &mut |text| columns.enter(text));
    }
    for record in subjects.iter().flat_map(|subject| &subject.records) {
        enter_names(record, columns);
    }
    let knelpunten = join(subjects, &mut |text| columns.enter(text));
    for knelpunt in knelpunten {
        columns.insert(knelpunt, touched);
    }
}

fn replace(component: Component, columns: &mut Columns) {
    let mut touched = 0;
    for id in component.subjects.keys() {
        touched = columns.touched(*id).unwrap_or_default().max(touched);
        columns.remove(*id);
    }
    let subjects: Vec<SubjectRecords> = component.subjects.into_values().collect();
    replace_rows(&subjects, touched, columns);
}

fn insert(event: &New, identities: &BTreeMap<KnelpuntId, model::Identity>, columns: &mut Columns) {
    // A withdrawal that came first made a row of which nobody knew yet what it is.
    if columns
        .find(event.id)
        .is_none_or(|knelpunt| knelpunt.traits.is_none())
    {
        let traits = identities
            .get(&event.id)
            .map(|identity| Traits::of(identity, &mut |text| columns.enter(text)));
        let held = columns.remove(event.id);
        let knelpunt =
            held.unwrap_or_else(|| Knelpunt::new(event.id, None, vec![event.id], Vec::new()));
        columns.insert(knelpunt.identified(traits), event.sequence);
    }
    let place = columns
        .find(event.id)
        .and_then(|knelpunt| knelpunt.members.binary_search(&event.id).ok());
    let member = place
        .and_then(|place| u32::try_from(place).ok())
        .unwrap_or_default();
    if let Some(fact) = Fact::of(&event.record, member, &mut |text| columns.enter(text)) {
        columns.insert_fact(event.id, fact);
    }
}

/// Whoever asks how things were known before this must fold every subject anew that it, or a merge, touched.
fn touch(event: &New, columns: &mut Columns, links: &Links) {
    if links.has(event.id) {
        for id in links.component(event.id) {
            columns.touch(id, event.sequence);
        }
    } else {
        columns.touch(event.id, event.sequence);
    }
}
