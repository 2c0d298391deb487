//! One page of a corpus, as its line in a JSONL file describes it.

use serde::Deserialize;

/// One page of a corpus. Fields that are not listed here are ignored.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct CorpusPage {
    /// Name of the page, unique across the corpora of a run.
    pub id: String,
    /// Name of the corpus, by which figures are grouped. Where a record has none, [`crate::corpus::read`] sets it.
    #[serde(default)]
    pub corpus: String,
    /// URL of the page.
    #[serde(default)]
    pub url: Option<String>,
    /// ISO 639-1 code of its language, if known.
    #[serde(default)]
    pub lang: Option<String>,
    /// `article`, `forum`, `product` and so on, if known.
    #[serde(default)]
    pub page_type: Option<String>,
    /// Its markup, or its text if `input` is [`InputFormat::Text`].
    #[serde(default)]
    pub html: String,
    /// Format of `html`; `None` means markup.
    #[serde(default)]
    pub input: Option<InputFormat>,
    /// The gold content. `None` where the corpus has no gold; empty where the page could not be judged. Neither
    /// labels a block, see [`crate::corpus::gold`].
    #[serde(default)]
    pub content: Option<String>,
    /// The injected texts, for held-out corpora.
    #[serde(default)]
    pub spam: Option<Vec<String>>,
    /// Whether nothing on the page is spam, although it has no gold that says so. Set by whoever reads such a corpus.
    #[serde(skip)]
    pub is_negative: bool,
}

/// What the field `html` of a page holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum InputFormat {
    /// Text without markup, one block per line.
    Text,
    /// Markup.
    #[serde(other)]
    Html,
}

impl CorpusPage {
    /// The group that keeps pages together in cross-validation: the registrable domain of the URL, or the id if the
    /// page has no URL. Pages of one site are thus never on both sides of a fold.
    pub fn group(&self) -> String {
        let page = blocksift::Page::from_text("", self.url.as_deref(), &blocksift::Limits::default());
        page.domain().map_or_else(|| self.id.clone(), str::to_owned)
    }
}
