//! Cutover: views that were rebuilt elsewhere replace those that readers use.

use std::{fs, path::Path};

use crate::{
    Views, ViewsError,
    store::{self, WriterStore, archive, generations, opening},
};

/// The store that readers use while its replacement has not reached the same position.
#[derive(Debug)]
pub(crate) struct Previous(WriterStore);

impl Previous {
    pub(crate) fn position(&self) -> u64 {
        self.0.position()
    }

    pub(crate) fn into_store(self) -> WriterStore {
        self.0
    }

    /// Moves the store out of the folder of views.
    pub(crate) fn archive(self, folder: &Path) {
        let store_folder = self.0.folder.clone();
        if self.0.close() {
            // One that is still in use, or cannot be moved, is archived when the views are opened next.
            let _ = archive::move_beside(&store_folder, folder, generations::PREVIOUS);
        }
    }
}

impl Views {
    /// Replaces the views by those that were rebuilt from the same log in another folder, which is moved into this
    /// one. Returns their position: the log must be read from behind it.
    ///
    /// Readers are answered from the previous views until the commit by which the new ones reach the same position;
    /// then the previous ones are moved to `<folder>.before-<n>`.
    ///
    /// # Errors
    ///
    /// When the rebuilt views are in use, damaged, or of another log or version: then they are moved aside, and
    /// nothing else has changed.
    pub fn cut_over(&mut self, rebuilt: &Path) -> Result<u64, ViewsError> {
        if let Some(reason) = archive::find_foreign(rebuilt)? {
            return Err(ViewsError::UnusableRebuild { reason });
        }
        let from = generations::store_folder(rebuilt, generations::newest(rebuilt)?);
        let next = generations::newest(&self.folder)? + 1;
        let to = generations::store_folder(&self.folder, next);
        fs::rename(&from, &to).map_err(|error| ViewsError::from_io(error, &from))?;
        let opened = opening::open(&to).and_then(|db| store::load(to.clone(), db, self.register));
        match opened.and_then(|opened| self.check_compatible(&opened).map(|()| opened)) {
            Ok(opened) => {
                // Empty by now.
                fs::remove_dir(rebuilt).map_err(|error| ViewsError::from_io(error, rebuilt))?;
                Ok(self.switch_to(opened))
            }
            Err(error) => {
                archive::move_beside(&to, &self.folder, "aside")?;
                Err(error)
            }
        }
    }

    fn check_compatible(&self, rebuilt: &WriterStore) -> Result<(), ViewsError> {
        let (ours, rebuilt) = (
            self.store.shared.memory.read(),
            rebuilt.shared.memory.read(),
        );
        let (ours, rebuilt) = (&ours.header, &rebuilt.header);
        let reason = if ours.versions != rebuilt.versions {
            "they were folded by another version"
        } else if ours.anchor.stream_created_at != rebuilt.anchor.stream_created_at {
            "they were built from another log"
        } else {
            return Ok(());
        };
        Err(ViewsError::UnusableRebuild {
            reason: reason.to_owned(),
        })
    }

    fn switch_to(&mut self, rebuilt: WriterStore) -> u64 {
        let position = rebuilt.position();
        let replaced = std::mem::replace(&mut self.store, rebuilt);
        match self.previous {
            // Readers still use the one before; no reader has ever seen the replaced one.
            Some(_) => Previous(replaced).archive(&self.folder),
            None => self.previous = Some(Previous(replaced)),
        }
        self.announce();
        position
    }
}
