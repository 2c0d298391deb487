//! The three labels and their probabilities.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What a block of a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Label {
    /// What the author wrote for this page: article, posts, product data, documentation.
    Content,
    /// What the site's template adds: menus, footers, related links, forms, notices.
    Navigation,
    /// What an intruder added.
    Spam,
}

impl Label {
    /// All labels, in the order that tables and models use.
    pub const ALL: [Label; 3] = [Label::Content, Label::Navigation, Label::Spam];

    /// The label's name as written in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Label::Content => "content",
            Label::Navigation => "navigation",
            Label::Spam => "spam",
        }
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Label {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, String> {
        Label::ALL
            .into_iter()
            .find(|l| l.as_str() == s)
            .ok_or_else(|| format!("{s:?} is not a label; use content, navigation or spam"))
    }
}

/// Probabilities of the three labels of one block. They sum to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Probabilities {
    /// Probability of [`Label::Content`], 0 to 1.
    pub content: f32,
    /// Probability of [`Label::Navigation`], 0 to 1.
    pub navigation: f32,
    /// Probability of [`Label::Spam`], 0 to 1.
    pub spam: f32,
}

impl Probabilities {
    /// The probability of one label.
    ///
    /// ```
    /// use blocksift::{Label, Probabilities};
    /// let p = Probabilities { content: 0.7, navigation: 0.2, spam: 0.1 };
    /// assert_eq!(p.of(Label::Spam), 0.1);
    /// ```
    #[must_use]
    pub fn of(&self, label: Label) -> f32 {
        match label {
            Label::Content => self.content,
            Label::Navigation => self.navigation,
            Label::Spam => self.spam,
        }
    }
}
