//! HTML tags as small numbers, and how segmentation treats each.

use html5ever::LocalName;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// How an element takes part in segmentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Flows with the text around it.
    Inline,
    /// Ends the block before it and the block inside it.
    Block,
    /// Neither the element nor anything inside it is text of the page.
    Skip,
}

macro_rules! tags {
    ($($name:literal $variant:ident $role:ident,)*) => {
        /// An HTML tag. Custom elements share one value, and unknown tags another.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub(crate) enum Tag { $($variant,)* Custom, Unknown }

        impl Tag {
            /// The name that paths show.
            pub(crate) fn name(self) -> &'static str {
                match self { $(Tag::$variant => $name,)* Tag::Custom => "custom-element", Tag::Unknown => "element" }
            }
        }

        static TABLE: LazyLock<FxHashMap<LocalName, (Tag, Role)>> = LazyLock::new(|| {
            [$((LocalName::from($name), (Tag::$variant, Role::$role)),)*].into_iter().collect()
        });
    };
}

tags! {
    "html" Html Block, "body" Body Block, "head" Head Block, "title" Title Skip, "meta" Meta Skip, "link" Link Skip,
    "base" Base Skip, "script" Script Skip, "style" Style Skip, "template" Template Skip, "svg" Svg Skip,
    "math" Math Inline, "iframe" Iframe Skip, "object" Object Skip, "embed" Embed Skip, "canvas" Canvas Skip,
    "audio" Audio Skip, "video" Video Skip, "source" Source Skip, "map" Map Skip, "datalist" Datalist Skip,
    "noframes" Noframes Skip, "frameset" Frameset Block, "input" Input Skip, "img" Img Skip,
    "picture" Picture Inline, "br" Br Inline, "hr" Hr Block, "wbr" Wbr Inline,
    "main" Main Block, "article" Article Block, "section" Section Block, "nav" Nav Block, "aside" Aside Block,
    "header" Header Block, "footer" Footer Block, "hgroup" Hgroup Block, "search" Search Block,
    "div" Div Block, "p" P Block, "pre" Pre Block, "blockquote" Blockquote Block, "center" Center Block,
    "address" Address Block, "figure" Figure Block, "figcaption" Figcaption Block, "details" Details Block,
    "summary" Summary Block, "dialog" Dialog Block, "fieldset" Fieldset Block, "legend" Legend Block,
    "form" Form Block, "label" Label Block, "button" Button Block, "textarea" Textarea Block,
    "select" Select Block, "option" Option Block, "optgroup" Optgroup Block, "output" Output Inline,
    "noscript" Noscript Block, "marquee" Marquee Block, "listing" Listing Block, "plaintext" Plaintext Block,
    "xmp" Xmp Block, "slot" Slot Inline,
    "h1" H1 Block, "h2" H2 Block, "h3" H3 Block, "h4" H4 Block, "h5" H5 Block, "h6" H6 Block,
    "ul" Ul Block, "ol" Ol Block, "menu" Menu Block, "dir" Dir Block, "li" Li Block, "dl" Dl Block, "dt" Dt Block,
    "dd" Dd Block, "table" Table Block, "caption" Caption Block, "colgroup" Colgroup Block, "thead" Thead Block,
    "tbody" Tbody Block, "tfoot" Tfoot Block, "tr" Tr Block, "td" Td Block, "th" Th Block,
    "a" A Inline, "span" Span Inline, "b" B Inline, "strong" Strong Inline, "i" I Inline, "em" Em Inline,
    "u" U Inline, "s" S Inline, "small" Small Inline, "big" Big Inline, "font" Font Inline, "sub" Sub Inline,
    "sup" Sup Inline, "code" Code Inline, "kbd" Kbd Inline, "samp" Samp Inline, "tt" Tt Inline, "var" Var Inline,
    "abbr" Abbr Inline, "cite" Cite Inline, "q" Q Inline, "mark" Mark Inline, "time" Time Inline, "del" Del Inline,
    "ins" Ins Inline, "dfn" Dfn Inline, "data" Data Inline, "ruby" Ruby Inline, "rt" Rt Inline, "nobr" Nobr Inline,
    "bdi" Bdi Inline, "bdo" Bdo Inline, "strike" Strike Inline, "acronym" Acronym Inline, "progress" Progress Inline,
    "meter" Meter Inline,
}

impl Tag {
    /// The tag and role of an element by its name. Elements with a hyphen in their name are custom elements.
    pub(crate) fn of(name: &LocalName) -> (Tag, Role) {
        match TABLE.get(name) {
            Some(known) => *known,
            None if name.starts_with("mjx-") => (Tag::Custom, Role::Inline),
            None if name.contains('-') => (Tag::Custom, Role::Block),
            None => (Tag::Unknown, Role::Inline),
        }
    }

    /// The level of a heading, 1 to 6; `None` for other tags.
    pub(crate) fn heading(self) -> Option<u8> {
        let level = (self as u8).checked_sub(Tag::H1 as u8)? + 1;
        (level <= 6).then_some(level)
    }
}
