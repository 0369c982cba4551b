//! JSON in which no object names a member twice (I-JSON, RFC 7493): two readers could take it two ways.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::{Violation, limits, violation::pointer_token};

/// Parses a whole text that stands at `at` of the event; says beside it which members stand twice.
pub(crate) fn parse(text: &str, at: &str) -> Result<(Value, Vec<Violation>), serde_json::Error> {
    let mut violations = Vec::new();
    let unique = Unique {
        place: &Place::Start(at),
        violations: &mut violations,
    };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = unique.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok((value, violations))
}

struct Unique<'a> {
    place: &'a Place<'a>,
    violations: &'a mut Vec<Violation>,
}

/// Where a value stands; written out only when something is wrong there.
enum Place<'a> {
    Start(&'a str),
    Member(&'a Place<'a>, &'a str),
    Item(&'a Place<'a>, usize),
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start(at) => to.write_str(at),
            Self::Member(of, name) => write!(to, "{of}/{}", pointer_token(name)),
            Self::Item(of, index) => write!(to, "{of}/{index}"),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Unique<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Unique<'_> {
    type Value = Value;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        loop {
            let item = Unique {
                place: &Place::Item(self.place, list.len()),
                violations: &mut *self.violations,
            };
            match items.next_element_seed(item)? {
                Some(item) => list.push(item),
                None => return Ok(Value::Array(list)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let place = Place::Member(self.place, &name);
            let twice = map.contains_key(&name);
            // Deep paths are long: beyond what is named at all, more of them would only take memory.
            if twice && self.violations.len() <= limits::FAULTS {
                let problem = "stands twice in one object";
                self.violations
                    .push(Violation::new(place.to_string(), problem));
            }
            let member = Unique {
                place: &place,
                violations: &mut *self.violations,
            };
            let value = members.next_value_seed(member)?;
            map.insert(name, value);
        }
        Ok(Value::Object(map))
    }
}
