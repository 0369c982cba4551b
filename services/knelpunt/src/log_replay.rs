//! Replays the log into views in a separate folder: to compare them with the existing views, or to replace those.

mod folder_log;
mod temporary_folder;

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use journal::{Journal, StreamInfo};
use projector::ReplaySummary;
use register::Register;
use views::{Checkpoint, Reader, Views, ViewsStatus};

pub(crate) use self::{folder_log::FolderLogArgs, temporary_folder::TemporaryFolder};
use crate::{progress, settings::DataArgs, wait_for_nats};

/// The number of checkpoints read at a time.
const PAGE: usize = 1_000;

/// Returns the folder in which new views for a data folder are built.
pub(crate) fn new_views(data: &DataArgs) -> PathBuf {
    data.data.join("views.new")
}

/// A log, and the views that it is replayed into.
pub(crate) struct LogReplay {
    journal: Journal,
    stream: StreamInfo,
    views: Views,
    register: &'static Register,
    messages: u64,
}

impl LogReplay {
    /// Connects to a log, and opens empty views in a folder.
    ///
    /// # Errors
    ///
    /// When NATS is unavailable, the stream does not exist, or the folder is unusable.
    pub(crate) async fn start(
        url: &str,
        name: &str,
        folder: &Path,
        register: &'static Register,
    ) -> anyhow::Result<Self> {
        let connecting = wait_for_nats::connect(url, name);
        let journal = Box::pin(connecting).await?;
        let stream = find_stream(&journal).await?;
        let (views, _) = Views::open(folder, register)?;
        Ok(Self {
            journal,
            stream,
            views,
            register,
            messages: 0,
        })
    }

    /// Folds up to and including a sequence, or to the end of the log; shows the progress on a terminal.
    ///
    /// # Errors
    ///
    /// When the log becomes unavailable, or the disk is full.
    pub(crate) async fn fold_up_to(&mut self, to: u64, doing: &'static str) -> anyhow::Result<()> {
        let bar = progress::bar(to, doing);
        bar.set_position(self.views.anchor().position);
        bar.reset_eta();
        let created_at = self.stream.created_at;
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

    /// Returns the last sequence of the log now.
    ///
    /// # Errors
    ///
    /// When the log is unavailable, or was replaced by another one.
    pub(crate) async fn last_sequence(&mut self) -> anyhow::Result<u64> {
        let stream = find_stream(&self.journal).await?;
        anyhow::ensure!(
            stream.created_at == self.stream.created_at,
            "cannot replay the log: it was replaced meanwhile; try again"
        );
        self.stream = stream;
        Ok(self.stream.last_sequence)
    }

    /// Returns the number of erased messages: sequences up to the position without a message.
    pub(crate) fn erased(&self) -> u64 {
        self.views.anchor().position.saturating_sub(self.messages)
    }

    /// Returns the status of the views.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub(crate) fn status(&self) -> anyhow::Result<ViewsStatus> {
        Ok(self.views.reader().status()?)
    }

    /// Returns a reader of the views.
    pub(crate) fn reader(&self) -> Reader {
        self.views.reader()
    }

    /// Returns every checkpoint of the views, oldest first.
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

    /// Syncs the views to disk, and closes the folder.
    ///
    /// # Errors
    ///
    /// When the disk fails.
    pub(crate) fn close(self) -> anyhow::Result<()> {
        Ok(self.views.close()?)
    }
}

async fn find_stream(journal: &Journal) -> anyhow::Result<StreamInfo> {
    let stream = journal.find_stream().await?;
    stream.context("cannot find the stream KNELPUNTEN on this NATS server; correct --nats, or create the stream with `knelpunt init`")
}
