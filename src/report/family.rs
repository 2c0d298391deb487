//! Tokens of a spam text, and the spam family that it resembles most; see [`Families`].

use crate::features::{TEXT_BUCKETS, Tokens};
use crate::limits::Limits;
use crate::model::{FAMILY_BUCKETS, Families, Resemblance};
use crate::page::Page;

/// Characters of a spam text that are read.
const MAX_CHARS: usize = 20_000;

impl Families {
    /// The tokens of a text, as buckets below [`FAMILY_BUCKETS`].
    #[must_use]
    pub fn tokens(text: &str) -> Vec<usize> {
        let end = text.char_indices().nth(MAX_CHARS).map_or(text.len(), |(at, _)| at);
        let page = Page::from_text(&text[..end], None, &Limits::default());
        let tokens = Tokens::of(&page);
        (0..tokens.len())
            .flat_map(|i| tokens.text(i).iter().map(|t| usize::from(*t) * FAMILY_BUCKETS / TEXT_BUCKETS))
            .collect()
    }

    /// The family that a text resembles most; `None` if the model knows no families or the text has no tokens.
    #[must_use]
    pub fn resembles(&self, text: &str) -> Option<Resemblance> {
        let tokens = Self::tokens(text);
        let best = self.rank(&tokens).first().filter(|_| !tokens.is_empty()).copied();
        best.map(|(family, probability)| Resemblance { family: family.to_owned(), probability })
    }
}
