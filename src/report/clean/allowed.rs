//! The elements and attributes that cleaned HTML may hold, and where the HTML parser lets each element stand.

/// How an element must be written so that a parser reads back the same tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Flows with the text and may hold anything.
    Inline,
    /// A link, which may not be inside another.
    Link,
    /// Has no content: an image or a line break.
    Void,
    /// A line across the page: has no content, and ends a paragraph.
    Rule,
    /// Ends a paragraph that it starts in.
    Block,
    /// Preformatted text: a block whose first line feed is dropped by parsers.
    Preformatted,
    /// A paragraph: a block that the next block ends.
    Paragraph,
    /// A heading: a block that ends a heading right around it.
    Heading,
    /// An item of a list, which ends the item before.
    Item,
    /// A term or a description, either of which ends the one before.
    Description,
    /// Text above other text, which ends the one before.
    Ruby,
    /// A table.
    Table,
    /// A caption or a group of columns, only right inside a table.
    Caption,
    Columns,
    /// Only right inside a group of columns. Has no content.
    Column,
    /// A group of rows, only right inside a table.
    Rows,
    /// Only right inside a group of rows.
    Row,
    /// Only right inside a row.
    Cell,
}

/// The kind and the static name of an allowed element; `None` for all others.
pub(super) fn element(name: &str) -> Option<(&'static str, Kind)> {
    TABLE.binary_search_by(|(known, _)| (*known).cmp(name)).ok().map(|at| TABLE[at])
}

/// Sorted by name.
static TABLE: [(&str, Kind); 75] = [
    ("a", Kind::Link),
    ("abbr", Kind::Inline),
    ("acronym", Kind::Inline),
    ("address", Kind::Block),
    ("article", Kind::Block),
    ("aside", Kind::Block),
    ("b", Kind::Inline),
    ("bdi", Kind::Inline),
    ("bdo", Kind::Inline),
    ("blockquote", Kind::Block),
    ("br", Kind::Void),
    ("caption", Kind::Caption),
    ("center", Kind::Block),
    ("cite", Kind::Inline),
    ("code", Kind::Inline),
    ("col", Kind::Column),
    ("colgroup", Kind::Columns),
    ("data", Kind::Inline),
    ("dd", Kind::Description),
    ("del", Kind::Inline),
    ("details", Kind::Block),
    ("dfn", Kind::Inline),
    ("div", Kind::Block),
    ("dl", Kind::Block),
    ("dt", Kind::Description),
    ("em", Kind::Inline),
    ("figcaption", Kind::Block),
    ("figure", Kind::Block),
    ("footer", Kind::Block),
    ("h1", Kind::Heading),
    ("h2", Kind::Heading),
    ("h3", Kind::Heading),
    ("h4", Kind::Heading),
    ("h5", Kind::Heading),
    ("h6", Kind::Heading),
    ("header", Kind::Block),
    ("hgroup", Kind::Block),
    ("hr", Kind::Rule),
    ("i", Kind::Inline),
    ("img", Kind::Void),
    ("ins", Kind::Inline),
    ("kbd", Kind::Inline),
    ("li", Kind::Item),
    ("main", Kind::Block),
    ("mark", Kind::Inline),
    ("nav", Kind::Block),
    ("ol", Kind::Block),
    ("p", Kind::Paragraph),
    ("pre", Kind::Preformatted),
    ("q", Kind::Inline),
    ("rp", Kind::Ruby),
    ("rt", Kind::Ruby),
    ("ruby", Kind::Inline),
    ("s", Kind::Inline),
    ("samp", Kind::Inline),
    ("small", Kind::Inline),
    ("span", Kind::Inline),
    ("strike", Kind::Inline),
    ("strong", Kind::Inline),
    ("sub", Kind::Inline),
    ("summary", Kind::Block),
    ("sup", Kind::Inline),
    ("table", Kind::Table),
    ("tbody", Kind::Rows),
    ("td", Kind::Cell),
    ("tfoot", Kind::Rows),
    ("th", Kind::Cell),
    ("thead", Kind::Rows),
    ("time", Kind::Inline),
    ("tr", Kind::Row),
    ("tt", Kind::Inline),
    ("u", Kind::Inline),
    ("ul", Kind::Block),
    ("var", Kind::Inline),
    ("wbr", Kind::Void),
];

/// What the value of an allowed attribute is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    /// Text for people or for the layout.
    Text,
    /// The address of a link or of a source.
    Link,
    /// The address of an image.
    Image,
    /// The name of a place that links of the page lead to.
    Id,
    /// Classes, of which those that name the language of code are kept.
    Language,
}

/// What an attribute of an allowed element holds; `None` if the attribute is not allowed.
pub(super) fn attribute(element: &str, attribute: &str) -> Option<Value> {
    match (element, attribute) {
        (_, "dir" | "lang" | "title") => Some(Value::Text),
        ("a", "href") | ("blockquote" | "del" | "ins" | "q", "cite") => Some(Value::Link),
        ("img", "src") => Some(Value::Image),
        (_, "id") => Some(Value::Id),
        ("code" | "pre", "class") => Some(Value::Language),
        ("a", "hreflang")
        | ("col" | "colgroup", "align" | "char" | "charoff" | "span")
        | ("del" | "ins" | "time", "datetime")
        | ("hr", "align" | "size" | "width")
        | ("img", "align" | "alt" | "height" | "width")
        | ("li", "value")
        | ("ol", "reversed" | "start")
        | ("table", "align" | "char" | "charoff" | "summary")
        | ("tbody" | "tfoot" | "thead" | "tr", "align" | "char" | "charoff")
        | ("td" | "th", "align" | "char" | "charoff" | "colspan" | "headers" | "rowspan")
        | ("th", "scope") => Some(Value::Text),
        _ => None,
    }
}

impl Kind {
    /// Whether the element has no content and no end tag.
    pub(super) fn is_void(self) -> bool {
        matches!(self, Kind::Void | Kind::Rule | Kind::Column)
    }

    /// Whether the start tag ends an open paragraph.
    pub(super) fn ends_paragraph(self) -> bool {
        matches!(
            self,
            Kind::Block
                | Kind::Preformatted
                | Kind::Paragraph
                | Kind::Heading
                | Kind::Item
                | Kind::Description
                | Kind::Rule
                | Kind::Table
        )
    }

    /// Whether start tags inside do not look for paragraphs and ruby text outside.
    pub(super) fn is_scope(self) -> bool {
        matches!(self, Kind::Table | Kind::Caption | Kind::Cell)
    }

    /// Whether formatting elements outside do not matter to those inside.
    pub(super) fn is_marker(self) -> bool {
        matches!(self, Kind::Caption | Kind::Cell)
    }

    /// Whether text and elements other than the parts of a table may not be right inside.
    pub(super) fn holds_parts_only(self) -> bool {
        matches!(self, Kind::Table | Kind::Columns | Kind::Rows | Kind::Row)
    }

    /// The kind that must be right around a part of a table; `None` for all other elements.
    pub(super) fn required_parent(self) -> Option<Kind> {
        match self {
            Kind::Caption | Kind::Columns | Kind::Rows => Some(Kind::Table),
            Kind::Column => Some(Kind::Columns),
            Kind::Row => Some(Kind::Rows),
            Kind::Cell => Some(Kind::Row),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TABLE;

    #[test]
    fn names_are_sorted() {
        assert!(TABLE.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
