//! Values: a byte that names the format, then postcard.
//!
//! Postcard writes fields and variants by position: reordering them, here or in `fold` and `model`, changes the format.

use model::Violation;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sled::IVec;

use super::{
    digest::{self, Digests},
    keys,
};
use crate::{LogAnchor, ViewsError};

/// The byte that every value begins with.
pub(crate) const FORMAT: u8 = 3;

/// The header, which changes with every commit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoreHeader {
    pub(crate) anchor: LogAnchor,
    pub(crate) digests: Digests,
    pub(crate) duplicates: u64,
    pub(crate) conflicts: u64,
    pub(crate) quarantined: u64,
    pub(crate) versions: (String, String, String),
    /// True when the open index was not written with the last commits, far behind the log: the next other one does.
    pub(crate) open_index_is_behind: bool,
}

/// A quarantined message as it is stored.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct QuarantinedValue {
    pub(crate) subject: String,
    pub(crate) reasons: Vec<(String, String)>,
    pub(crate) payload: String,
}

impl QuarantinedValue {
    pub(crate) fn new(subject: &str, reasons: &[Violation], payload: &str) -> Self {
        let reasons = reasons
            .iter()
            .map(|violation| (violation.path.clone(), violation.problem.clone()));
        Self {
            subject: subject.to_owned(),
            reasons: reasons.collect(),
            payload: payload.to_owned(),
        }
    }
}

impl StoreHeader {
    /// Writes the header, followed by a hash over it: no digest covers it.
    pub(crate) fn write(&self) -> IVec {
        let bytes = write(self);
        let seal = digest::hash(&[keys::HEAD], &bytes).to_be_bytes();
        [&bytes[..], &seal].concat().into()
    }

    pub(crate) fn read(bytes: &[u8]) -> Result<Self, ViewsError> {
        let sealed = bytes.split_last_chunk::<16>();
        let intact = sealed
            .filter(|(bytes, seal)| digest::hash(&[keys::HEAD], bytes).to_be_bytes() == **seal);
        match intact {
            Some((bytes, _)) => read(bytes, "the position"),
            None => Err(ViewsError::damaged("the position is not as it was written")),
        }
    }
}

pub(crate) fn write<T: Serialize>(value: &T) -> IVec {
    let bytes = postcard::to_extend(value, vec![FORMAT]);
    assert!(bytes.is_ok(), "plain data always become bytes");
    bytes.unwrap_or_default().into()
}

pub(crate) fn read<T: DeserializeOwned>(bytes: &[u8], name: &str) -> Result<T, ViewsError> {
    let Some((&FORMAT, rest)) = bytes.split_first() else {
        return Err(ViewsError::damaged(format!("{name} has an unknown format")));
    };
    match postcard::take_from_bytes(rest) {
        Ok((value, [])) => Ok(value),
        Ok(_) => Err(ViewsError::damaged(format!("{name} is followed by more"))),
        Err(error) => Err(ViewsError::damaged(format!(
            "{name} cannot be read: {error}"
        ))),
    }
}
