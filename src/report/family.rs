//! A text of spam becomes tokens, and these the family that it most resembles, see [`Families`].

use crate::features::{Features, TEXT_BUCKETS};
use crate::limits::Limits;
use crate::model::{FAMILY_BUCKETS, Families, Resemblance};
use crate::page::Page;

/// Spam of a page that is read, in characters.
const MOST_CHARS: usize = 20_000;

impl Families {
    /// Buckets of a text's tokens, below [`FAMILY_BUCKETS`].
    pub fn tokens(text: &str) -> Vec<usize> {
        let end = text.char_indices().nth(MOST_CHARS).map_or(text.len(), |(at, _)| at);
        let page = Page::from_text(&text[..end], None, &Limits::default());
        let features = Features::of(&page);
        let tokens = features.tokens();
        (0..tokens.len())
            .flat_map(|i| tokens.text(i).iter().map(|t| usize::from(*t) * FAMILY_BUCKETS / TEXT_BUCKETS))
            .collect()
    }

    /// The family that a text most resembles; `None` without families or tokens.
    pub fn resembles(&self, text: &str) -> Option<Resemblance> {
        let tokens = Self::tokens(text);
        let best = self.rank(&tokens).first().filter(|_| !tokens.is_empty()).copied();
        best.map(|(family, probability)| Resemblance { family: family.to_owned(), probability })
    }
}
