//! Reads JSON as a stream of strings. Nothing is kept but what a listener keeps, and skipped values are not even decoded.

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Hears what a JSON text holds, in order.
pub(super) trait Listener {
    /// An object starts.
    fn open(&mut self) {}

    /// A key of the innermost object. Returns whether to read its value.
    fn key(&mut self, key: &str) -> bool;

    /// A string: the value of the last key, or in an array inside that value.
    fn string(&mut self, value: &str);

    /// The innermost object ends.
    fn close(&mut self) {}
}

/// Reads the JSON value at the start of `json`. Returns whether it is sound. serde_json bounds its depth.
pub(super) fn read_prefix(json: &str, listener: &mut impl Listener) -> bool {
    Value(listener).deserialize(&mut serde_json::Deserializer::from_str(json)).is_ok()
}

/// Reads all of `json`, which must be one value. Returns whether it is sound.
pub(super) fn read(json: &str, listener: &mut impl Listener) -> bool {
    let mut json = serde_json::Deserializer::from_str(json);
    Value(listener).deserialize(&mut json).is_ok() && json.end().is_ok()
}

/// A value that is read.
struct Value<'a, L>(&'a mut L);

impl<'de, L: Listener> DeserializeSeed<'de> for Value<'_, L> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de, L: Listener> Visitor<'de> for Value<'_, L> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }
    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.0.string(value);
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(Value(&mut *self.0))?.is_some() {}
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        self.0.open();
        while let Some(is_read) = fields.next_key_seed(Key(&mut *self.0))? {
            if is_read {
                fields.next_value_seed(Value(&mut *self.0))?;
            } else {
                fields.next_value::<IgnoredAny>()?;
            }
        }
        self.0.close();
        Ok(())
    }
}

/// A key of an object. Gives whether to read its value.
struct Key<'a, L>(&'a mut L);

impl<'de, L: Listener> DeserializeSeed<'de> for Key<'_, L> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<bool, D::Error> {
        json.deserialize_str(self)
    }
}

impl<L: Listener> Visitor<'_> for Key<'_, L> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }
    fn visit_str<E: Error>(self, key: &str) -> Result<bool, E> {
        Ok(self.0.key(key))
    }
}
