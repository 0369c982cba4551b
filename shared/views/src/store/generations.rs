//! The store's place in the folder of views: a numbered subfolder, so that a rebuilt store can be moved in and opened
//! while readers still use the previous one.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::archive;
use crate::ViewsError;

/// How the names of folders with previous views end.
pub(crate) const PREVIOUS: &str = "before";

/// The contents of a folder of views.
#[derive(Debug, Default)]
pub(crate) struct Generations {
    /// The numbers of the stores, newest last.
    pub(crate) numbers: Vec<u32>,
    /// The first entry by name that is no store.
    pub(crate) foreign: Option<String>,
}

/// Lists the contents of a folder.
pub(crate) fn list(folder: &Path) -> io::Result<Generations> {
    let mut generations = Generations::default();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        match name.parse() {
            Ok(number) if entry.file_type()?.is_dir() => generations.numbers.push(number),
            _ => {
                let first = generations.foreign.take();
                generations.foreign = Some(first.map_or(name.clone(), |first| first.min(name)));
            }
        }
    }
    generations.numbers.sort_unstable();
    Ok(generations)
}

/// Returns the folder of a store.
pub(crate) fn store_folder(folder: &Path, number: u32) -> PathBuf {
    folder.join(number.to_string())
}

/// Returns the number of the newest store; 1 if there is none yet.
pub(crate) fn newest(folder: &Path) -> Result<u32, ViewsError> {
    match list(folder) {
        Ok(found) => Ok(found.numbers.last().copied().unwrap_or(1)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(1),
        Err(error) => Err(ViewsError::from_io(error, folder)),
    }
}

/// Moves every store but the newest out of the folder: a cutover was interrupted.
pub(crate) fn archive_previous(folder: &Path) -> Result<(), ViewsError> {
    let found = list(folder).map_err(|error| ViewsError::from_io(error, folder))?;
    if let [previous @ .., _] = &found.numbers[..] {
        for number in previous {
            archive::move_beside(&store_folder(folder, *number), folder, PREVIOUS)?;
        }
    }
    Ok(())
}
