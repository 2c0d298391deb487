//! Pages made to cost as much as possible, at any size, and an ordinary page to compare them with. Tests make them small,
//! the benches `bounds` and `growth` large.

mod embedded;
mod entities;
mod hashes;
mod inputs;
mod markup;
mod ordinary;
mod random;
mod text;

pub use inputs::{Input, inputs};
pub use ordinary::ordinary;

use blocksift::Format;

/// One kind of hostile page.
pub struct Case {
    /// Name for tables and messages.
    pub name: String,
    /// Whether the page is markup or text.
    pub format: Format,
    make: Make,
}

enum Make {
    /// A prefix, a unit repeated to the wanted size, and a suffix.
    Repeat(&'static str, &'static str, &'static str),
    /// The same, where `#` in the unit becomes the number of the repetition.
    Count(&'static str, &'static str, &'static str),
    /// An opening repeated the given number of times, where `#` becomes its number, then a unit to the wanted size.
    Deep(&'static str, usize, &'static str),
    /// The bytes that a function makes for a size.
    Bytes(Box<dyn Fn(usize) -> Vec<u8> + Send + Sync>),
}

impl Make {
    /// The bytes that a function makes for a size.
    fn of(make: impl Fn(usize) -> Vec<u8> + Send + Sync + 'static) -> Self {
        Make::Bytes(Box::new(make))
    }

    /// Something long, then something often, half of the size each: what each repetition copies or reads again costs the
    /// square of the size. The page is `before`, a unit repeated, `between`, and another unit repeated. `#` in a unit
    /// becomes the number of the repetition.
    fn product(
        before: impl Into<String>,
        long: impl Into<String>,
        between: impl Into<String>,
        often: impl Into<String>,
    ) -> Self {
        let (before, long, between, often) = (before.into(), long.into(), between.into(), often.into());
        Make::of(move |size| {
            let mut page = before.clone();
            push_counted(&mut page, &long, size / 2);
            page.push_str(&between);
            push_counted(&mut page, &often, size);
            page.into_bytes()
        })
    }
}

impl Case {
    /// Makes the page, of about `size` bytes.
    pub fn page(&self, size: usize) -> Vec<u8> {
        match &self.make {
            Make::Repeat(before, unit, after) => {
                let times = (size.saturating_sub(before.len() + after.len()) / unit.len()).max(1);
                [before, unit.repeat(times).as_str(), after].concat().into_bytes()
            }
            Make::Count(before, unit, after) => {
                let mut page = (*before).to_owned();
                push_counted(&mut page, unit, size.saturating_sub(after.len()));
                page.push_str(after);
                page.into_bytes()
            }
            Make::Deep(open, depth, unit) => {
                let mut page = String::new();
                (0..*depth).for_each(|i| page.push_str(&open.replace('#', &i.to_string())));
                page.push_str(&unit.repeat((size.saturating_sub(page.len()) / unit.len()).max(1)));
                page.into_bytes()
            }
            Make::Bytes(make) => make(size),
        }
    }
}

/// Repeats a unit until the page has the wanted size; `#` in the unit becomes the number of the repetition.
fn push_counted(page: &mut String, unit: &str, size: usize) {
    let mut number = 0usize;
    while page.len() + unit.len() < size {
        page.push_str(&unit.replace('#', &number.to_string()));
        number += 1;
    }
}

fn html(name: impl Into<String>, make: Make) -> Case {
    Case { name: name.into(), format: Format::Html, make }
}

fn text(name: impl Into<String>, make: Make) -> Case {
    Case { name: name.into(), format: Format::Text, make }
}

/// All hostile pages, by what they attack.
pub fn cases() -> Vec<Case> {
    [
        markup::cases(),
        markup::structure::cases(),
        markup::reopened::cases(),
        markup::attributes::cases(),
        entities::cases(),
        markup::styles::cases(),
        embedded::cases(),
        markup::frames::cases(),
        hashes::cases(),
        markup::links::cases(),
        markup::metadata::cases(),
        text::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
