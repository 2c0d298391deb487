//! Visitors that keep the wanted keys of JSON-LD as it streams by.

use super::{Kind, MAX_NODES, MAX_STRING, MAX_VALUES, Node, Value};
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Reads a node, or an array of nodes, and adds them to the list.
pub(super) struct NodeSeed<'a> {
    pub(super) nodes: &'a mut Vec<Node>,
    /// Bytes of strings that may still be kept.
    pub(super) bytes: &'a mut usize,
}

/// Reads the values of a key.
struct ValueSeed<'a> {
    values: &'a mut Vec<Value>,
    bytes: &'a mut usize,
}

/// The keys that are read.
enum Key {
    Type,
    Id,
    Url,
    Name,
    Headline,
    Published,
    Created,
    Modified,
    Author,
    Publisher,
    PartOf,
    Image,
    License,
    Language,
    Description,
    /// The value is the page, by its URL or as a node.
    Page,
    /// The value is a node, or an array of nodes.
    Nodes,
    /// The value of a string or a thing.
    Text,
    Other,
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Key, D::Error> {
        struct KeyVisitor;
        impl Visitor<'_> for KeyVisitor {
            type Value = Key;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }
            fn visit_str<E: Error>(self, key: &str) -> Result<Key, E> {
                Ok(match key {
                    "@type" => Key::Type,
                    "@id" => Key::Id,
                    "url" | "contentUrl" => Key::Url,
                    "name" => Key::Name,
                    "headline" => Key::Headline,
                    "datePublished" | "uploadDate" => Key::Published,
                    "dateCreated" => Key::Created,
                    "dateModified" => Key::Modified,
                    "author" | "creator" => Key::Author,
                    "publisher" => Key::Publisher,
                    "isPartOf" => Key::PartOf,
                    "image" | "thumbnailUrl" => Key::Image,
                    "license" => Key::License,
                    "inLanguage" => Key::Language,
                    "description" => Key::Description,
                    "mainEntityOfPage" => Key::Page,
                    "@graph" | "mainEntity" => Key::Nodes,
                    "@value" => Key::Text,
                    _ => Key::Other,
                })
            }
        }
        deserializer.deserialize_identifier(KeyVisitor)
    }
}

/// Skips a value.
fn skip<'de, M: MapAccess<'de>>(map: &mut M) -> Result<(), M::Error> {
    map.next_value::<IgnoredAny>().map(|_| ())
}

impl<'de> DeserializeSeed<'de> for NodeSeed<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// Ignores the scalars that may be where something else is wanted.
macro_rules! ignore_scalars {
    () => {
        fn visit_bool<E>(self, _: bool) -> Result<(), E> {
            Ok(())
        }
        fn visit_i64<E>(self, _: i64) -> Result<(), E> {
            Ok(())
        }
        fn visit_u64<E>(self, _: u64) -> Result<(), E> {
            Ok(())
        }
        fn visit_f64<E>(self, _: f64) -> Result<(), E> {
            Ok(())
        }
        fn visit_unit<E>(self) -> Result<(), E> {
            Ok(())
        }
    };
}

impl<'de> Visitor<'de> for NodeSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a node")
    }

    ignore_scalars!();

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let NodeSeed { nodes, bytes } = self;
        while nodes.len() < MAX_NODES
            && items.next_element_seed(NodeSeed { nodes: &mut *nodes, bytes: &mut *bytes })?.is_some()
        {}
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let NodeSeed { nodes, bytes } = self;
        // A node keeps its place before the nodes inside it, also if the JSON ends early.
        let index = nodes.len();
        nodes.push(Node::default());
        let mut types = Vec::new();
        let result = loop {
            match map.next_key::<Key>() {
                Ok(None) => break Ok(()),
                Ok(Some(key)) => {
                    if let Err(error) = read_key(key, &mut map, nodes, index, &mut types, bytes) {
                        break Err(error);
                    }
                }
                Err(error) => break Err(error),
            }
        };
        nodes[index].kind = Kind::of(&types);
        nodes[index].is_person = types.iter().any(|name| name.text.as_deref() == Some("Person"));
        result
    }
}

/// Reads the value of a key into the node at `index`.
fn read_key<'de, M: MapAccess<'de>>(
    key: Key,
    map: &mut M,
    nodes: &mut Vec<Node>,
    index: usize,
    types: &mut Vec<Value>,
    bytes: &mut usize,
) -> Result<(), M::Error> {
    let is_full = nodes.len() >= MAX_NODES;
    if matches!(key, Key::Nodes) && !is_full {
        return map.next_value_seed(NodeSeed { nodes, bytes });
    }
    let node = &mut nodes[index];
    let values = match key {
        Key::Nodes | Key::Text | Key::Other => return skip(map),
        Key::Id => {
            let mut ids = Vec::new();
            map.next_value_seed(ValueSeed { values: &mut ids, bytes })?;
            node.id = ids.into_iter().next().and_then(|id| id.text);
            return Ok(());
        }
        Key::Type => types,
        Key::Url => &mut node.url,
        Key::Name => &mut node.name,
        Key::Headline => &mut node.headline,
        Key::Published => &mut node.published,
        Key::Created => &mut node.created,
        Key::Modified => &mut node.modified,
        Key::Author => &mut node.authors,
        Key::Publisher => &mut node.publisher,
        Key::PartOf => &mut node.part_of,
        Key::Image => &mut node.image,
        Key::License => &mut node.license,
        Key::Language => &mut node.language,
        Key::Description => &mut node.description,
        Key::Page => &mut node.page,
    };
    map.next_value_seed(ValueSeed { values, bytes })
}

impl ValueSeed<'_> {
    /// The string, cut, if there is room for it.
    fn keep(bytes: &mut usize, text: &str) -> Option<String> {
        let text = text.trim();
        let text = &text[..text.floor_char_boundary(MAX_STRING)];
        *bytes = bytes.checked_sub(text.len() + size_of::<Value>())?;
        Some(text.to_owned())
    }

    fn is_full(&self) -> bool {
        self.values.len() >= MAX_VALUES
    }
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.is_full() {
            return IgnoredAny::deserialize(deserializer).map(|_| ());
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    ignore_scalars!();

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        if let Some(text) = Self::keep(self.bytes, text).filter(|text| !text.is_empty()) {
            self.values.push(Value { text: Some(text), url: None, id: None });
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let ValueSeed { values, bytes } = self;
        while values.len() < MAX_VALUES
            && items.next_element_seed(ValueSeed { values: &mut *values, bytes: &mut *bytes })?.is_some()
        {}
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let ValueSeed { values, bytes } = self;
        let mut thing = Value::default();
        let mut parts = Vec::new();
        while let Some(key) = map.next_key::<Key>()? {
            let part = match key {
                Key::Name | Key::Text | Key::Headline => &mut thing.text,
                Key::Url => &mut thing.url,
                Key::Id => &mut thing.id,
                _ => {
                    skip(&mut map)?;
                    continue;
                }
            };
            parts.clear();
            map.next_value_seed(ValueSeed { values: &mut parts, bytes })?;
            if part.is_none() {
                *part = parts.first_mut().and_then(|value| value.text.take());
            }
        }
        values.push(thing);
        Ok(())
    }
}
