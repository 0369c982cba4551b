//! The log folded again into a folder of its own: to compare with the views there are, or to take their place.

mod folder_log;
mod temporary_folder;

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::Context as _;
use indicatif::ProgressBar;
use journal::{Journal, JournalOptions, StreamInfo};
use projector::ReplaySummary;
use register::Register;
use views::{Checkpoint, Reader, Views, ViewsStatus};

pub(crate) use self::{folder_log::FolderLogArgs, temporary_folder::TemporaryFolder};
use crate::{progress::bar_style, settings::DataArgs};

/// How long NATS may take to answer.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How many checkpoints are read at a time.
const PAGE: usize = 1_000;

/// Gives where views are built that are to take the place of those in a data folder.
pub(crate) fn new_views(data: &DataArgs) -> PathBuf {
    data.data.join("views.new")
}

/// A log, and the views that it is folded into.
pub(crate) struct LogReplay {
    journal: Journal,
    facts: StreamInfo,
    views: Views,
    register: &'static Register,
    messages: u64,
}

impl LogReplay {
    /// Connects to a log, and opens empty views in a folder.
    ///
    /// # Errors
    ///
    /// When NATS is away, nothing was ever published there, or the folder cannot be used.
    pub(crate) async fn start(
        url: &str,
        name: &str,
        folder: &Path,
        register: &'static Register,
    ) -> anyhow::Result<Self> {
        let connecting = Journal::connect(url, name, JournalOptions::default());
        let journal = Box::pin(connecting).await?;
        journal.wait_connected(CONNECT_TIMEOUT).await?;
        let facts = look_up(&journal).await?;
        let (views, _) = Views::open(folder, register)?;
        Ok(Self {
            journal,
            facts,
            views,
            register,
            messages: 0,
        })
    }

    /// Folds up to a sequence, that included, or to the end of the log; shows how it goes on a terminal.
    ///
    /// # Errors
    ///
    /// When the log is lost meanwhile, or there is no room.
    pub(crate) async fn fold_up_to(&mut self, to: u64, doing: &'static str) -> anyhow::Result<()> {
        let bar = ProgressBar::new(to)
            .with_style(bar_style())
            .with_message(doing);
        bar.set_position(self.views.anchor().position);
        bar.reset_eta();
        let created_at = self.facts.created_at;
        let folding = projector::replay(
            &self.journal,
            &mut self.views,
            self.register,
            to,
            created_at,
            |position| bar.set_position(position),
        );
        let folded = Box::pin(folding).await;
        bar.finish_and_clear();
        let ReplaySummary { messages } = folded?;
        self.messages += messages;
        Ok(())
    }

    /// Asks how far the log is now.
    ///
    /// # Errors
    ///
    /// When it is away, or is another one than at the start.
    pub(crate) async fn last_sequence(&mut self) -> anyhow::Result<u64> {
        let facts = look_up(&self.journal).await?;
        anyhow::ensure!(
            facts.created_at == self.facts.created_at,
            "fold the log: it was replaced meanwhile; start again"
        );
        self.facts = facts;
        Ok(self.facts.last_sequence)
    }

    /// Gives how many sequences up to the position the log has no message for: those were erased.
    pub(crate) fn erased(&self) -> u64 {
        self.views.anchor().position.saturating_sub(self.messages)
    }

    /// Says how the views stand.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub(crate) fn standing(&self) -> anyhow::Result<ViewsStatus> {
        Ok(self.views.reader().status()?)
    }

    /// Gives a reading side of the views.
    pub(crate) fn reader(&self) -> Reader {
        self.views.reader()
    }

    /// Lists every checkpoint of the views, oldest first.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub(crate) fn checkpoints(&self) -> anyhow::Result<Vec<Checkpoint>> {
        let reader = self.views.reader();
        let mut all: Vec<Checkpoint> = Vec::new();
        loop {
            let after = all.last().map_or(0, |last| last.position);
            let page = reader.checkpoints(after, PAGE)?;
            if page.is_empty() {
                return Ok(all);
            }
            all.extend(page);
        }
    }

    /// Writes what is not on disk yet, and lets go of the folder.
    ///
    /// # Errors
    ///
    /// When the disk does not take it.
    pub(crate) fn close(self) -> anyhow::Result<()> {
        Ok(self.views.close()?)
    }
}

async fn look_up(journal: &Journal) -> anyhow::Result<StreamInfo> {
    let facts = journal.find_stream().await?;
    facts.context("find the stream KNELPUNTEN: nothing was ever published here")
}
