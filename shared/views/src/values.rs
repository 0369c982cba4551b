//! Values: a byte that names the format, then postcard.

use fold::Record;
use model::{Content, Identity};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sled::IVec;

use crate::{
    Anchor, ViewsError,
    digest::{self, Digests},
    keys,
};

const FORMAT: u8 = 1;

/// The texts of one content: who sent it under which id, and what it says, whole.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Text {
    pub(crate) source: String,
    pub(crate) id: String,
    pub(crate) content: String,
}

/// What changes with every commit.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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

impl Text {
    pub(crate) fn into_content(self) -> Content {
        Content::from_text(self.content)
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

pub(crate) fn record(bytes: &[u8]) -> Result<Record, ViewsError> {
    read(bytes, "a record")
}

pub(crate) fn identity(bytes: &[u8]) -> Result<Identity, ViewsError> {
    read(bytes, "an identity")
}

pub(crate) fn text(bytes: &[u8]) -> Result<Text, ViewsError> {
    read(bytes, "a text")
}

pub(crate) fn sequence(bytes: &[u8]) -> Result<u64, ViewsError> {
    read(bytes, "a sequence")
}
