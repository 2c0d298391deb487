//! The dimensions along which grafts differ: small enums with a name and a default weight for each member.

use super::named::{Named, named};

named! {
    /// What is planted: a list of links, running text, a comment and so on.
    Shape "shape" {
        /// A list of keywords, nearly always links.
        List "list" 60.0,
        /// Several spun or generated sentences with anchors in them.
        Prose "prose" 10.0,
        /// A reader's comment with links.
        Comment "comment" 5.0,
        /// One or two fluent sentences that recommend a site.
        Recommendation "recommendation" 6.0,
        /// Anchors or a sentence inside a paragraph of the host.
        Inline "inline" 8.0,
        /// Only title and description.
        Title "title" 5.0,
        /// Title and description, and a list in the body.
        TitleAndList "title-and-list" 4.0,
        /// A whole page made for the campaign.
        Doorway "doorway" 0.0,
        /// Verbatim markup from a data file.
        Snippet "snippet" 0.0,
        /// One hidden link of one to three words.
        SingleLink "single-link" 12.0,
        /// Two to four visible links in the footer.
        FooterLinks "footer-links" 6.0,
        /// The name of a brand in place of the host's, in title, headings and paragraphs.
        Name "name" 2.0,
        /// An article of the campaign in place of the host's main content.
        Article "article" 0.0,
    }
}

named! {
    /// Where in the host page the graft is planted.
    Location "location" {
        /// Right after `<body>`.
        BodyStart "body-start" 12.0,
        /// Right before `</body>`.
        BodyEnd "body-end" 26.0,
        /// After `</html>`.
        AfterHtml "after-html" 8.0,
        /// Before the doctype, at the very start of the file.
        BeforeDoctype "before-doctype" 4.0,
        /// Between two blocks somewhere in the middle.
        Middle "middle" 14.0,
        /// Inside the footer.
        Footer "footer" 14.0,
        /// Inside a form.
        Form "form" 4.0,
        /// As additional items of one of the host's menus.
        Menu "menu" 6.0,
        /// As an additional widget beside the host's.
        Widget "widget" 6.0,
        /// Inside a paragraph of the host.
        Paragraph "paragraph" 0.0,
        /// Only in the title and the meta description.
        Head "head" 0.0,
        /// The whole page.
        Page "page" 0.0,
        /// At the start of plain text.
        TextStart "text-start" 0.0,
        /// Between two lines of plain text.
        TextMiddle "text-middle" 0.0,
        /// At the end of plain text.
        TextEnd "text-end" 0.0,
        /// Inside a `noscript` element.
        Noscript "noscript" 5.0,
        /// Inside a sidebar.
        Sidebar "sidebar" 5.0,
        /// In place of the host's main content.
        MainContent "main-content" 0.0,
    }
}

named! {
    /// How the graft is hidden from readers.
    Hiding "hiding" {
        /// Not hidden.
        Visible "visible" 27.0,
        /// Inline `display:none`.
        DisplayNone "display-none" 38.0,
        /// Moved off the screen.
        OffScreen "off-screen" 15.0,
        /// Fully transparent.
        Opacity "opacity" 2.5,
        /// A box of one pixel that clips its contents.
        Tiny "tiny" 3.0,
        /// A font size of zero.
        FontSize "font-size" 2.0,
        /// A height of zero.
        Height "height" 2.0,
        /// In the background's color, inline or through a class.
        // The name is that of release 0.1: draws are seeded by it, and data files may use it.
        Color "colour" 3.0,
        /// `visibility:hidden`.
        Visibility "visibility" 2.0,
        /// The attribute `hidden`.
        Attribute "attribute" 1.5,
        /// A marquee too small to be seen.
        Marquee "marquee" 2.0,
        /// `display:none` through a class in a style element.
        StyleClass "style-class" 2.0,
        /// A script hides it after loading.
        Script "script" 3.0,
    }
}

named! {
    /// The markup around the planted items.
    Wrapper "wrapper" {
        /// One `div`.
        Div "div" 30.0,
        /// One paragraph, or one for each item.
        Paragraphs "p" 12.0,
        /// One `span`, or one for each item.
        Span "span" 6.0,
        /// `ul` with an `li` for each item.
        List "ul" 18.0,
        /// A table.
        Table "table" 3.0,
        /// Headings and bold text of all levels.
        Headings "headings" 5.0,
        /// `font` elements.
        Font "font" 2.0,
        /// A marquee.
        Marquee "marquee" 2.0,
        /// Broken markup: unclosed elements, misspelled attributes, upper case.
        Sloppy "sloppy" 6.0,
        /// The markup of a reader's comment.
        Comment "comment" 0.0,
        /// The markup of a widget of the host.
        Widget "widget" 0.0,
        /// Items of one of the host's menus.
        MenuItems "menu-items" 0.0,
        /// None: bare anchors.
        Bare "bare" 8.0,
        /// Inside a line of text.
        Inline "inline" 0.0,
        /// One long line of plain text.
        TextLine "text-line" 0.0,
        /// Several short lines of plain text.
        TextLines "text-lines" 0.0,
        /// Sentences of plain text.
        TextProse "text-prose" 0.0,
    }
}

named! {
    /// What links point to.
    LinkPattern "link pattern" {
        /// The root of a new unrelated domain for every link.
        Roots "roots" 26.0,
        /// A deep path on a new unrelated domain for every link.
        DeepPaths "deep-paths" 18.0,
        /// Roots and deep paths mixed.
        Mixed "mixed" 8.0,
        /// One domain with a random host name for every link.
        Subdomains "subdomains" 9.0,
        /// Two or three hosts with one path template.
        FewHosts "few-hosts" 8.0,
        /// Doorway pages on the host itself.
        Doorways "doorways" 9.0,
        /// One address, repeated.
        OneTarget "one-target" 7.0,
        /// Domains that spell out the keyword.
        ExactMatch "exact-match" 10.0,
        /// Pages on large, respectable platforms.
        Parasite "parasite" 3.0,
        /// No links.
        Unlinked "none" 7.0,
        /// Ordinary pages of the host's own site.
        Internal "internal" 0.0,
        /// Well-known sites, named in the data file.
        Known "known" 0.0,
        /// One host name or path for each language.
        Locales "locales" 0.0,
        /// Buttons instead of links.
        Buttons "buttons" 0.0,
        /// Fragments of the same page.
        Fragments "fragments" 0.0,
    }
}

named! {
    /// What anchors say.
    AnchorStyle "anchor style" {
        /// A keyword for each item.
        Keyword "keyword" 66.0,
        /// One keyword for all.
        Repeated "repeated" 9.0,
        /// Names of brands.
        Brand "brand" 8.0,
        /// The address itself.
        Url "url" 7.0,
        /// A long anchor like a headline.
        Sentence "sentence" 6.0,
        /// Keywords, brands and addresses mixed.
        Mixed "mixed" 6.0,
    }
}

named! {
    /// What separates two items.
    Separator "separator" {
        /// A space.
        Space "space" 16.0,
        /// A line break in the source.
        Newline "newline" 26.0,
        /// `|`
        Pipe "pipe" 7.0,
        /// `| `
        PipeSpace "pipe-space" 6.0,
        /// ` | `
        SpacedPipe "spaced-pipe" 8.0,
        /// `, `
        Comma "comma" 8.0,
        /// `、`
        IdeographicComma "ideographic-comma" 2.0,
        /// ` / `
        Slash "slash" 3.0,
        /// ` · `
        Dot "dot" 3.0,
        /// `<br>`
        Break "br" 8.0,
        /// `&nbsp;`
        NonBreaking "nbsp" 5.0,
        /// ` - `
        Dash "dash" 3.0,
        /// ` » `
        Guillemet "guillemet" 1.5,
        /// Nothing.
        Nothing "nothing" 3.0,
    }
}

named! {
    /// How letters are written.
    Encoding "encoding" {
        /// Unchanged.
        Plain "plain" 80.0,
        /// Decimal character references.
        Decimal "decimal-entities" 4.0,
        /// Hexadecimal character references.
        Hex "hex-entities" 2.0,
        /// Full-width letters.
        FullWidth "full-width" 1.5,
        /// Zero-width characters between letters.
        ZeroWidth "zero-width" 2.0,
        /// Look-alike letters of another script.
        Homoglyphs "homoglyphs" 2.0,
        /// Digits in place of letters.
        Leet "leet" 1.5,
        /// Random capitals.
        MixedCase "mixed-case" 4.0,
        /// All capitals.
        Upper "upper" 3.0,
    }
}

named! {
    /// How a domain name is invented.
    DomainStyle "domain style" {
        /// From syllables.
        Syllables "syllables" 24.0,
        /// From words of several languages.
        Compound "compound" 34.0,
        /// Like those of universities, offices and hospitals.
        Institution "institution" 12.0,
        /// Digits and a few letters.
        Digits "digits" 8.0,
        /// Random letters.
        Letters "letters" 10.0,
        /// Around the keyword.
        Keyword "keyword" 12.0,
    }
}

impl Shape {
    /// Whether it was added later. The first draws leave it out, so that they give the same grafts as before; it has
    /// draws of its own.
    pub(crate) fn is_further(self) -> bool {
        matches!(self, Shape::SingleLink | Shape::FooterLinks | Shape::Name)
    }
}

impl Location {
    /// Whether it was added later, like [`Shape::is_further`].
    pub(crate) fn is_further(self) -> bool {
        matches!(self, Location::Noscript | Location::Sidebar)
    }
}

impl LinkPattern {
    /// Whether clean look-alikes may have such links.
    pub(crate) fn is_clean(self) -> bool {
        use LinkPattern::{Buttons, Fragments, Internal, Known, Locales, Unlinked};
        matches!(self, Internal | Known | Locales | Buttons | Fragments | Unlinked)
    }
}
