//! Members as they are on the wire: absent, null or given, and borrowed from the message.

use std::{borrow::Cow, fmt, marker::PhantomData, mem};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor, value::MapAccessDeserializer},
};

/// A text, borrowed unless it has escapes.
#[derive(Debug, PartialEq, Deserialize, Serialize)]
pub(in crate::decode) struct WireText<'a>(#[serde(borrow)] pub(in crate::decode) Cow<'a, str>);

/// A member that may be absent or null: the content of an event has a null as it has a value.
#[derive(Debug, Default, PartialEq)]
pub(in crate::decode) enum WireMember<T> {
    #[default]
    Absent,
    Null,
    Given(T),
}

/// A JSON object. A struct alone would also be read from an array.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::decode) struct WireObject<T>(pub(in crate::decode) T);

impl WireText<'_> {
    pub(super) fn into_string(self) -> String {
        self.0.into_owned()
    }
}

impl<T> WireMember<T> {
    pub(super) const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    pub(in crate::decode) const fn given(&self) -> Option<&T> {
        match self {
            Self::Given(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    pub(super) fn take(&mut self) -> Option<T> {
        match mem::take(self) {
            Self::Given(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }
}

impl WireMember<WireText<'_>> {
    pub(super) fn text(&self) -> Option<&str> {
        self.given().map(|text| &*text.0)
    }

    pub(super) fn take_text(&mut self) -> Option<String> {
        self.take().map(WireText::into_string)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for WireMember<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Null, Self::Given))
    }
}

impl<T: Serialize> Serialize for WireMember<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.given().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for WireObject<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
            type Value = T;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
                T::deserialize(MapAccessDeserializer::new(members))
            }
        }

        deserializer.deserialize_map(Members(PhantomData)).map(Self)
    }
}
