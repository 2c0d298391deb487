//! What a graft plants, before it is written as markup or plain text.

/// One thing to plant, nearly always a link.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) text: String,
    pub(super) href: Option<String>,
    pub(super) is_button: bool,
}

/// A part of running text.
#[derive(Debug, Clone)]
pub(super) enum Piece {
    Text(String),
    Link(Item),
}

/// The planted items, text or markup.
#[derive(Debug, Clone)]
pub(super) enum Body {
    List(Vec<Item>),
    /// Paragraphs.
    Prose(Vec<Vec<Piece>>),
    /// Verbatim markup that contains its own marks.
    Snippet(String),
}

/// What is planted, with the words that introduce it.
#[derive(Debug, Clone)]
pub(super) struct Payload {
    pub(super) lead_in: Option<String>,
    pub(super) body: Body,
}
