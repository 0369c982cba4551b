//! Values: a byte that names the format, then postcard.

use model::Violation;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sled::IVec;

use crate::{
    Anchor, ViewsError,
    digest::{self, Digests},
    keys,
};

/// The byte that every value begins with.
pub(crate) const FORMAT: u8 = 2;

/// What changes with every commit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Head {
    pub(crate) anchor: Anchor,
    pub(crate) digests: Digests,
    pub(crate) duplicates: u64,
    pub(crate) conflicts: u64,
    pub(crate) quarantined: u64,
    pub(crate) versions: (String, String, String),
}

/// What is kept of a message that is no valid event.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct QuarantinedValue {
    pub(crate) subject: String,
    pub(crate) reasons: Vec<(String, String)>,
    pub(crate) payload: String,
}

impl QuarantinedValue {
    pub(crate) fn of(subject: &str, reasons: &[Violation], payload: &str) -> Self {
        let reasons = reasons
            .iter()
            .map(|fault| (fault.path.clone(), fault.problem.clone()));
        Self {
            subject: subject.to_owned(),
            reasons: reasons.collect(),
            payload: payload.to_owned(),
        }
    }
}

impl Head {
    /// Writes it with a hash over it behind: no digest covers it.
    pub(crate) fn write(&self) -> IVec {
        let bytes = write(self);
        let seal = digest::hash(&[keys::HEAD], &bytes).to_be_bytes();
        [&bytes[..], &seal].concat().into()
    }

    pub(crate) fn read(bytes: &[u8]) -> Result<Self, ViewsError> {
        let sealed = bytes.split_last_chunk::<16>();
        let whole = sealed
            .filter(|(bytes, seal)| digest::hash(&[keys::HEAD], bytes).to_be_bytes() == **seal);
        match whole {
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

pub(crate) fn read<T: DeserializeOwned>(bytes: &[u8], what: &str) -> Result<T, ViewsError> {
    let Some((&FORMAT, rest)) = bytes.split_first() else {
        return Err(ViewsError::damaged(format!(
            "{what} is of an unknown format"
        )));
    };
    match postcard::take_from_bytes(rest) {
        Ok((value, [])) => Ok(value),
        Ok(_) => Err(ViewsError::damaged(format!("{what} is followed by more"))),
        Err(error) => Err(ViewsError::damaged(format!(
            "{what} cannot be read: {error}"
        ))),
    }
}
