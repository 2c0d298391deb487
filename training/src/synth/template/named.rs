//! Enums with named members, and weights to draw a member by.

use std::collections::BTreeMap;
use std::fmt;

use rand::Rng;
use serde::{Deserialize, Deserializer};

/// An enum whose members have the names that data files and evaluations use, and default weights.
pub trait Named: Copy + Ord + fmt::Debug + 'static {
    /// Name of the dimension, as in error messages.
    const WHAT: &'static str;
    /// Every member with its name and its default weight.
    const ALL: &'static [(Self, &'static str, f64)];

    /// The member's name.
    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(member, ..)| *member == self).map_or("", |(_, name, _)| name)
    }
}

macro_rules! named {
    ($(#[$meta:meta])* $name:ident $what:literal { $($(#[$doc:meta])* $variant:ident $text:literal $weight:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl Named for $name {
            const WHAT: &'static str = $what;
            const ALL: &'static [(Self, &'static str, f64)] = &[$((Self::$variant, $text, $weight),)*];
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                super::named::parse(&String::deserialize(deserializer)?)
            }
        }
    };
}

pub(super) use named;

/// Former names of members, which data files may still use.
const FORMER_NAMES: &[(&str, &str, &str)] = &[("shape", "woven", "inline")];

/// The member with a name.
pub(super) fn parse<T: Named, E: serde::de::Error>(text: &str) -> Result<T, E> {
    let former = FORMER_NAMES.iter().find(|(what, old, _)| *what == T::WHAT && *old == text);
    let name = former.map_or(text, |(.., new)| new);
    if let Some((member, ..)) = T::ALL.iter().find(|(_, known, _)| *known == name) {
        return Ok(*member);
    }
    let known: Vec<&str> = T::ALL.iter().map(|(_, name, _)| *name).collect();
    Err(E::custom(format!("unknown {} `{text}`; use one of: {}", T::WHAT, known.join(", "))))
}

/// Weights of the members of a dimension. Members without a weight of their own keep the default.
#[derive(Debug, Clone)]
pub struct Weights<T: Named>(BTreeMap<T, f64>);

impl<T: Named> Default for Weights<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<'de, T: Named + Deserialize<'de>> Deserialize<'de> for Weights<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let map = BTreeMap::<T, f64>::deserialize(deserializer)?;
        match map.iter().find(|(_, weight)| !weight.is_finite() || **weight < 0.0) {
            Some((member, weight)) => Err(serde::de::Error::custom(format!(
                "the weight of {} `{}` is {weight}; give a number of 0 or more",
                T::WHAT,
                member.name()
            ))),
            None => Ok(Self(map)),
        }
    }
}

impl<T: Named> Weights<T> {
    /// Weights that only ever draw one member.
    pub fn only(member: T) -> Self {
        Self(T::ALL.iter().map(|(other, ..)| (*other, f64::from(u8::from(*other == member)))).collect())
    }

    /// The weight of one member.
    pub fn weight(&self, member: T) -> f64 {
        let default = || T::ALL.iter().find(|(other, ..)| *other == member).map_or(0.0, |(.., weight)| *weight);
        self.0.get(&member).copied().unwrap_or_else(default)
    }

    /// Draws one of the allowed members. `None` if none of them has any weight.
    pub fn draw(&self, rng: &mut impl Rng, is_allowed: impl Fn(T) -> bool) -> Option<T> {
        let weight = |member: T| if is_allowed(member) { self.weight(member) } else { 0.0 };
        let total: f64 = T::ALL.iter().map(|(member, ..)| weight(*member)).sum();
        if total <= 0.0 {
            return None;
        }
        let mut left = rng.random::<f64>() * total;
        let mut last = None;
        for (member, ..) in T::ALL {
            let weight = weight(*member);
            if weight > 0.0 {
                last = Some(*member);
                if left < weight {
                    break;
                }
                left -= weight;
            }
        }
        last
    }
}
