//! Where in the folder of views the store is: in a numbered one, so that a rebuilt store can take the place of one that
//! is still open.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::{ViewsError, aside};

/// What a folder of views holds.
#[derive(Debug, Default)]
pub(crate) struct Generations {
    /// Of stores, the newest last.
    pub(crate) numbers: Vec<u32>,
    /// Anything that is none, the first by name.
    pub(crate) foreign: Option<String>,
}

/// Lists what is in a folder.
pub(crate) fn list(at: &Path) -> io::Result<Generations> {
    let mut generations = Generations::default();
    for entry in fs::read_dir(at)? {
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

/// Gives the folder of a store.
pub(crate) fn folder(at: &Path, number: u32) -> PathBuf {
    at.join(number.to_string())
}

/// Gives the number of the newest store; 1 where there is none yet.
pub(crate) fn newest(at: &Path) -> Result<u32, ViewsError> {
    match list(at) {
        Ok(found) => Ok(found.numbers.last().copied().unwrap_or(1)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(1),
        Err(error) => Err(ViewsError::of_io(error, at)),
    }
}

/// Moves every store but the newest out of the folder: one was taking the place of another when it was ended.
pub(crate) fn retire_former(at: &Path) -> Result<(), ViewsError> {
    let found = list(at).map_err(|error| ViewsError::of_io(error, at))?;
    if let [former @ .., _] = &found.numbers[..] {
        for number in former {
            aside::move_beside(&folder(at, *number), at, FORMER)?;
        }
    }
    Ok(())
}

/// How folders of views are named that others have taken the place of.
pub(crate) const FORMER: &str = "before";
