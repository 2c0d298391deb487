//! The fields of a record that are read, each cut to what is needed of it. Others are skipped without being stored.

use crate::input::page::{FieldNames, short_id, short_url};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// What is read of a line.
#[derive(Default)]
pub(super) struct Record {
    pub(super) id: Option<String>,
    pub(super) url: Option<String>,
    pub(super) html: Option<String>,
    pub(super) text: Option<String>,
    /// Whether `input` is `"text"`: the `html` field holds flattened text, as in training corpora.
    pub(super) is_flattened: bool,
}

/// Reads a [`Record`] by configurable field names.
pub(super) struct RecordSeed<'a> {
    pub(super) names: &'a FieldNames,
    /// Bytes of a page to keep.
    pub(super) max_page_bytes: usize,
}

impl<'de> DeserializeSeed<'de> for RecordSeed<'_> {
    type Value = Record;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Record, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RecordSeed<'_> {
    type Value = Record;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
        let (names, mut record) = (self.names, Record::default());
        let page = |text: &str| truncated(text, self.max_page_bytes).to_owned();
        while let Some(field) = map.next_key_seed(FieldSeed(names))? {
            match field {
                Field::Html => set(&mut record.html, &mut map, &names.html, page)?,
                Field::Text => set(&mut record.text, &mut map, &names.text, page)?,
                Field::Url => set(&mut record.url, &mut map, &names.url, |url| short_url(url).to_owned())?,
                Field::Id => record.id = map.next_value_seed(Id).map_err(|e| in_field(&names.id, e))?,
                Field::Input => record.is_flattened = map.next_value_seed(IsText)?,
                Field::Other => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(record)
    }
}

/// Reads a field that may be null, but not twice anything else.
fn set<'de, A: MapAccess<'de>>(
    slot: &mut Option<String>,
    map: &mut A,
    name: &str,
    keep: impl Fn(&str) -> String,
) -> Result<(), A::Error> {
    if slot.is_some() {
        return Err(A::Error::custom(format!("duplicate field `{name}`")));
    }
    *slot = map.next_value_seed(Text(keep)).map_err(|e| in_field(name, e))?;
    Ok(())
}

fn in_field<E: Error>(name: &str, error: E) -> E {
    E::custom(format!("field `{name}`: {error}"))
}

/// Drops what is over the limit of bytes, but for one character, so that the report says that the page was truncated.
fn truncated(text: &str, max_bytes: usize) -> &str {
    &text[..text.ceil_char_boundary(max_bytes.saturating_add(1))]
}

/// The fields that are read.
enum Field {
    Html,
    Text,
    Url,
    Id,
    Input,
    Other,
}

struct FieldSeed<'a>(&'a FieldNames);

impl<'de> DeserializeSeed<'de> for FieldSeed<'_> {
    type Value = Field;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Field, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for FieldSeed<'_> {
    type Value = Field;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Field, E> {
        let FieldNames { html, text, url, id } = self.0;
        Ok(match name {
            name if name == html => Field::Html,
            name if name == text => Field::Text,
            name if name == url => Field::Url,
            name if name == id => Field::Id,
            "input" => Field::Input,
            _ => Field::Other,
        })
    }
}

/// A string, of which a part is kept, or null.
struct Text<F>(F);

impl<'de, F: Fn(&str) -> String> DeserializeSeed<'de> for Text<F> {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<String>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<F: Fn(&str) -> String> Visitor<'_> for Text<F> {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Option<String>, E> {
        Ok(Some((self.0)(text)))
    }

    fn visit_unit<E: Error>(self) -> Result<Option<String>, E> {
        Ok(None)
    }
}

/// A string or a number, as text, or null.
struct Id;

impl<'de> DeserializeSeed<'de> for Id {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<String>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for Id {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or a number")
    }

    fn visit_str<E: Error>(self, id: &str) -> Result<Option<String>, E> {
        Ok(Some(short_id(id).into_owned()))
    }

    fn visit_u64<E: Error>(self, id: u64) -> Result<Option<String>, E> {
        Ok(Some(id.to_string()))
    }

    fn visit_i64<E: Error>(self, id: i64) -> Result<Option<String>, E> {
        Ok(Some(id.to_string()))
    }

    fn visit_f64<E: Error>(self, id: f64) -> Result<Option<String>, E> {
        Ok(Some(serde_json::Value::from(id).to_string()))
    }

    fn visit_unit<E: Error>(self) -> Result<Option<String>, E> {
        Ok(None)
    }
}

/// Whether a value is the string `text`. Values of any other kind are skipped.
struct IsText;

impl<'de> DeserializeSeed<'de> for IsText {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for IsText {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<bool, E> {
        Ok(text == "text")
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<bool, A::Error> {
        while values.next_element::<IgnoredAny>()?.is_some() {}
        Ok(false)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<bool, A::Error> {
        while fields.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(false)
    }
}
