//! Views that were built elsewhere, in the place of those that readers ask.

use std::{fs, path::Path};

use crate::{
    Views, ViewsError, aside, generations, opening,
    store::{self, Open},
};

/// The store that readers ask while the one that takes its place has not come as far.
#[derive(Debug)]
pub(crate) struct Former(Open);

impl Former {
    pub(crate) fn position(&self) -> u64 {
        self.0.position()
    }

    pub(crate) fn into_store(self) -> Open {
        self.0
    }

    /// Moves a store that nobody asks any more out of the folder.
    ///
    /// One that is still read, or cannot be moved, is when the views are opened next.
    pub(crate) fn retire(self, folder: &Path) {
        let at = self.0.at.clone();
        if self.0.close() {
            let _ = aside::move_beside(&at, folder, generations::FORMER);
        }
    }
}

impl Views {
    /// Goes on with views that were built from the same log in another folder, which is moved into this one.
    ///
    /// Nobody is refused: readers are answered from the former ones until the new ones have come as far, at the
    /// commit that does; then those are moved to `<folder>.before-<n>`. Gives the position of the new ones, behind
    /// which the log must be read.
    ///
    /// # Errors
    ///
    /// When what was built is in use, damaged, or of another log or version: then it is put aside, and nothing else
    /// has changed.
    pub fn cut_over(&mut self, built: &Path) -> Result<u64, ViewsError> {
        if let Some(reason) = aside::foreign(built)? {
            return Err(ViewsError::UnusableRebuild { reason });
        }
        let number = generations::newest(built)?;
        let next = generations::newest(&self.folder)? + 1;
        let at = generations::folder(&self.folder, next);
        let from = generations::folder(built, number);
        fs::rename(&from, &at).map_err(|error| ViewsError::of_io(error, &from))?;
        let opened = opening::open(&at).and_then(|db| store::of(at.clone(), db, self.register));
        match opened.and_then(|opened| self.is_alike(&opened).map(|()| opened)) {
            Ok(opened) => {
                // Empty by now.
                fs::remove_dir(built).map_err(|error| ViewsError::of_io(error, built))?;
                Ok(self.goes_on_with(opened))
            }
            Err(error) => {
                aside::move_beside(&at, &self.folder, "aside")?;
                Err(error)
            }
        }
    }

    fn is_alike(&self, built: &Open) -> Result<(), ViewsError> {
        let (ours, built) = (self.store.held.memory.read(), built.held.memory.read());
        let (ours, built) = (&ours.head, &built.head);
        let what = if ours.versions != built.versions {
            "they were folded by another version"
        } else if ours.anchor.stream_created_at != built.anchor.stream_created_at {
            "they were built from another log"
        } else {
            return Ok(());
        };
        Err(ViewsError::UnusableRebuild {
            reason: what.to_owned(),
        })
    }

    fn goes_on_with(&mut self, built: Open) -> u64 {
        let position = built.position();
        let former = std::mem::replace(&mut self.store, built);
        match self.former {
            // Readers ask the one before: what came between was never asked.
            Some(_) => Former(former).retire(&self.folder),
            None => self.former = Some(Former(former)),
        }
        self.reached();
        position
    }
}
