//! Lists of declarations: the value of a `style` attribute or the body of a rule.

use super::color::{Color, Rgb, next_color};
use super::length::{Length, Unit};
use super::property::{Name, Property};
use super::shape::{FAR_AWAY, MIN_SIZE, Shape, clip, clip_path, lengths, moved, scaled, transform};
use cssparser::{Delimiter, ParseError, Parser, Token, match_ignore_ascii_case, parse_important};

/// Opacity below which text counts as transparent.
const MIN_OPACITY: f32 = 0.05;

/// The value of a property, as far as it matters to what can be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Value {
    /// The element is as it would be without the property, or inherits it.
    Unset,
    /// Hides nothing.
    Seen,
    /// Hides, alone or with other properties: `none`, `hidden`, zero, small.
    Hidden,
    /// Moves the element out of the window, alone or with `position`.
    OffScreen,
    /// Of `display`: flows with the text around it.
    Inline,
    /// Of `display`: stands on lines of its own.
    Block,
    /// Of `position` and `float`: not part of the text around it.
    OutOfFlow,
    /// Of colors.
    Rgb(Rgb),
}

/// A declaration of a property that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Declaration {
    pub(crate) property: Property,
    pub(crate) value: Value,
    pub(crate) is_important: bool,
}

/// Calls `visit` with each declaration of a property that is read. Shorthands are written out. Declarations with values
/// that no browser takes are passed over, so that they undo nothing.
pub(crate) fn each_declaration(css: &str, visit: impl FnMut(Declaration)) {
    each_declaration_of(css, |_| true, visit);
}

/// Whether a list of declarations sets `display` so that the element breaks the line.
pub(crate) fn breaks_line(css: &str) -> bool {
    let (mut is_block, mut is_important) = (false, false);
    let is_display = |name| matches!(name, Name::Longhand(Property::Display));
    each_declaration_of(css, is_display, |new| {
        if new.is_important >= is_important {
            (is_block, is_important) = (new.value == Value::Block, new.is_important);
        }
    });
    is_block
}

/// Calls `visit` with each declaration whose name `reads` accepts. Plain lists are split at their semicolons, so that
/// values are read only after names that matter.
fn each_declaration_of(css: &str, reads: impl Fn(Name) -> bool, mut visit: impl FnMut(Declaration)) {
    let mut rest = css;
    while !rest.is_empty() {
        let Some(end) = plain_end(rest) else { return each_parsed(rest, reads, visit) };
        let declaration_text = &rest[..end];
        rest = rest.get(end + 1..).unwrap_or("");
        let Some(colon) = memchr::memchr(b':', declaration_text.as_bytes()) else { continue };
        if let Some(name) = Name::of(declaration_text[..colon].trim_ascii()).filter(|name| reads(*name)) {
            declaration(name, &mut Parser::new(&declaration_text[colon + 1..]), &mut visit);
        }
    }
}

/// The length of the declaration at the start of a list. `None` if it has strings, comments, escapes or blocks inside.
fn plain_end(css: &str) -> Option<usize> {
    let mut inner = 0u32;
    for (at, byte) in css.bytes().enumerate() {
        match byte {
            b';' if inner == 0 => return Some(at),
            b'(' => inner += 1,
            b')' => inner = inner.checked_sub(1)?,
            b';' | b'"' | b'\'' | b'\\' | b'{' | b'}' | b'[' | b']' => return None,
            b'/' if css.as_bytes().get(at + 1) == Some(&b'*') => return None,
            _ => {}
        }
    }
    (inner == 0).then_some(css.len())
}

/// The same for any list.
fn each_parsed(css: &str, reads: impl Fn(Name) -> bool, mut visit: impl FnMut(Declaration)) {
    let mut parser = Parser::new(css);
    loop {
        let name = match parser.next() {
            Ok(Token::Ident(name)) => Some(name.clone()),
            Ok(Token::Semicolon | Token::CurlyBracketBlock) => continue,
            Ok(_) => None,
            Err(_) => return,
        };
        let end = Delimiter::Semicolon | Delimiter::CurlyBracketBlock;
        // What is no declaration, such as a nested rule, is passed over with its block.
        let _ = parser.parse_until_after(end, |parser| -> Result<(), ParseError<()>> {
            if let Some(name) = name.as_deref().and_then(Name::of).filter(|name| reads(*name)) {
                parser.expect_colon()?;
                declaration(name, parser, &mut visit);
            }
            Ok(())
        });
    }
}

/// Reads the value of a declaration and calls `visit` with what it sets.
fn declaration(name: Name, parser: &mut Parser<'_>, visit: &mut impl FnMut(Declaration)) {
    let mut set = [(Property::Display, Value::Unset); 4];
    let mut count = 0;
    let read = parser.parse_until_before(Delimiter::Bang, |parser| -> Result<(), ParseError<()>> {
        let read = values(name, parser, &mut |property, value| {
            set[count] = (property, value);
            count += 1;
        });
        while parser.next().is_ok() {}
        read.ok_or_else(ParseError::unexpected_token)
    });
    let is_important = parser.try_parse(parse_important).is_ok();
    if read.is_ok() && parser.is_exhausted() {
        for &(property, value) in &set[..count] {
            visit(Declaration { property, value, is_important });
        }
    }
}

/// Reads a value and calls `add` with what it sets, at most four times. `None` if no browser takes it.
fn values(name: Name, parser: &mut Parser<'_>, add: &mut impl FnMut(Property, Value)) -> Option<()> {
    match name {
        Name::Longhand(property) => add(property, common(parser).or_else(|| value(property, parser))?),
        Name::Sides(properties) => sides(properties, parser, add)?,
        Name::Overflow => {
            let common = common(parser);
            let x = common.or_else(|| overflow(parser))?;
            let y = if common.is_some() || parser.is_exhausted() { x } else { overflow(parser)? };
            add(Property::OverflowX, x);
            add(Property::OverflowY, y);
        }
        Name::Flex => add(Property::FlexGrow, flex(parser)),
        Name::Font => font(parser, add)?,
        Name::Background => background(parser, add),
    }
    Some(())
}

/// A value that every property takes, or one computed from what is not known here.
fn common(parser: &mut Parser<'_>) -> Option<Value> {
    let start = parser.state();
    let value = match parser.next().ok()? {
        Token::Ident(word) => match_ignore_ascii_case! { word,
            "inherit" | "unset" => Some(Value::Unset),
            "initial" | "revert" | "revert-layer" => Some(Value::Seen),
            _ => None,
        },
        Token::Function(name) => match_ignore_ascii_case! { name,
            "var" | "calc" | "env" | "attr" | "min" | "max" | "clamp" | "if" => Some(Value::Seen),
            _ => None,
        },
        _ => None,
    };
    parser.reset(&start);
    value
}

/// The value of a longhand. `None` if no browser takes it.
fn value(property: Property, parser: &mut Parser<'_>) -> Option<Value> {
    use Property::*;
    match property {
        Display => display(parser),
        Visibility => match_ignore_ascii_case! { parser.expect_ident().ok()?,
            "hidden" | "collapse" => Some(Value::Hidden),
            "visible" => Some(Value::Seen),
            _ => None,
        },
        ContentVisibility => is_word(parser, "hidden"),
        Opacity => {
            let length = Length::next(parser)?;
            let factor = if length.unit == Unit::Percent { 0.01 } else { 1.0 };
            hidden_if(length.number() * factor < MIN_OPACITY)
        }
        Position => match_ignore_ascii_case! { parser.expect_ident().ok()?,
            "absolute" | "fixed" => Some(Value::OutOfFlow),
            // Moves as well, but the text around leaves room for it.
            "relative" => Some(Value::Inline),
            "static" | "sticky" | "-webkit-sticky" => Some(Value::Seen),
            _ => None,
        },
        Float => match_ignore_ascii_case! { parser.expect_ident().ok()?,
            "none" => Some(Value::Seen),
            "left" | "right" | "inline-start" | "inline-end" => Some(Value::OutOfFlow),
            _ => None,
        },
        Left | Top | Right | Bottom | MarginLeft | MarginTop | TextIndent => offset(property, parser),
        Width | Height | MaxWidth | MaxHeight => hidden_if(size(parser)?.is_some_and(|l| l.is_below(MIN_SIZE))),
        MinWidth | MinHeight | PaddingX | PaddingTop | PaddingBottom => match size(parser)? {
            Some(length) => hidden_if(length.is_below(MIN_SIZE)),
            None => Some(Value::Unset),
        },
        FlexGrow => Some(flex(parser)),
        OverflowX | OverflowY => overflow(parser),
        Clip => of_shape(clip(parser)),
        ClipPath => of_shape(clip_path(parser)),
        Transform => of_shape(transform(parser)),
        Scale => of_shape(lengths::<3>(parser).map(|factors| scaled(&factors[..2]))),
        Translate => of_shape(lengths::<3>(parser).map(|offsets| moved(&offsets[..2]))),
        FontSize => font_size(parser),
        LineHeight => line_height(parser),
        Color | TextFill | Background => Some(of_color(next_color(parser)?)),
        BackgroundImage | TextShadow => is_word(parser, "none"),
        BackgroundClip => is_word(parser, "text"),
    }
}

fn hidden_if(is_hidden: bool) -> Option<Value> {
    Some(if is_hidden { Value::Hidden } else { Value::Seen })
}

/// Hidden if `word` comes next.
fn is_word(parser: &mut Parser<'_>, word: &str) -> Option<Value> {
    hidden_if(matches!(parser.next().ok()?, Token::Ident(next) if next.eq_ignore_ascii_case(word)))
}

fn display(parser: &mut Parser<'_>) -> Option<Value> {
    let word = parser.expect_ident().ok()?;
    match_ignore_ascii_case! { word,
        "none" => Some(Value::Hidden),
        "inline" | "contents" | "ruby" => Some(Value::Inline),
        "block" | "flow-root" | "list-item" | "flex" | "grid" | "table" => Some(Value::Block),
        "inline-block" | "inline-flex" | "inline-grid" | "inline-table" | "math" | "flow" | "table-cell" | "table-row"
        | "table-caption" | "table-column" | "table-column-group" | "table-row-group" | "table-header-group"
        | "table-footer-group" => Some(Value::Seen),
        _ => word.starts_with('-').then_some(Value::Seen),
    }
}

fn overflow(parser: &mut Parser<'_>) -> Option<Value> {
    match_ignore_ascii_case! { parser.expect_ident().ok()?,
        "hidden" | "clip" | "auto" | "scroll" | "overlay" => Some(Value::Hidden),
        "visible" => Some(Value::Seen),
        _ => None,
    }
}

/// `flex-grow`, or `flex` that starts with it: hidden if the element does not grow.
fn flex(parser: &mut Parser<'_>) -> Value {
    match parser.next() {
        Ok(Token::Number { value, .. }) if *value == 0.0 => Value::Hidden,
        Ok(Token::Ident(none)) if none.eq_ignore_ascii_case("none") => Value::Hidden,
        _ => Value::Seen,
    }
}

/// A length that is not negative, or `Some(None)` for a word or a function.
fn size(parser: &mut Parser<'_>) -> Option<Option<Length>> {
    match parser.next().ok()? {
        Token::Ident(_) | Token::Function(_) => Some(None),
        token => Length::of(token).filter(|length| length.number() >= 0.0).map(Some),
    }
}

/// A place, a margin or an indent.
fn offset(property: Property, parser: &mut Parser<'_>) -> Option<Value> {
    let token = parser.next().ok()?;
    if matches!(token, Token::Ident(_) | Token::Function(_)) {
        return Some(Value::Seen);
    }
    let length = Length::of(token)?;
    // Far from the right is far to the left.
    let is_far = matches!(property, Property::Right | Property::Bottom) && length.pixels() >= FAR_AWAY;
    Some(if is_far || length.is_off_screen() { Value::OffScreen } else { Value::Seen })
}

fn font_size(parser: &mut Parser<'_>) -> Option<Value> {
    let is_relative = |word: &str| word.eq_ignore_ascii_case("smaller") || word.eq_ignore_ascii_case("larger");
    Some(match parser.next().ok()? {
        // Relative to the parent's: the text of a small one stays small.
        Token::Ident(word) if is_relative(word) => Value::Unset,
        Token::Ident(_) | Token::Function(_) => Value::Seen,
        token => match Length::of(token).filter(|length| length.number() >= 0.0)? {
            length if length.is_below(MIN_SIZE) => Value::Hidden,
            length if matches!(length.unit, Unit::Percent | Unit::Em) => Value::Unset,
            _ => Value::Seen,
        },
    })
}

fn line_height(parser: &mut Parser<'_>) -> Option<Value> {
    Some(match parser.next().ok()? {
        Token::Ident(_) | Token::Function(_) => Value::Seen,
        token => {
            let length = Length::of(token).filter(|length| length.number() >= 0.0)?;
            if length.is_line_below(MIN_SIZE) { Value::Hidden } else { Value::Seen }
        }
    })
}

/// The value of a property that takes functions. Those that are not known leave the element as it is.
fn of_shape(shape: Option<Shape>) -> Option<Value> {
    Some(match shape {
        None | Some(Shape::Seen) => Value::Seen,
        Some(Shape::Tiny) => Value::Hidden,
        Some(Shape::OffScreen) => Value::OffScreen,
    })
}

fn of_color(color: Color) -> Value {
    match color {
        Color::Opaque(rgb) => Value::Rgb(rgb),
        Color::Transparent => Value::Hidden,
        Color::Unknown => Value::Seen,
    }
}

fn sides(properties: [Property; 4], parser: &mut Parser<'_>, add: &mut impl FnMut(Property, Value)) -> Option<()> {
    let (mut values, mut count) = ([Value::Unset; 4], 0);
    while count < 4 && !parser.is_exhausted() {
        values[count] = match common(parser) {
            Some(value) => {
                let _ = parser.next();
                value
            }
            None => value(properties[count], parser)?,
        };
        count += 1;
    }
    let index = match count {
        0 => return None,
        1 => [0, 0, 0, 0],
        2 => [0, 1, 0, 1],
        3 => [0, 1, 2, 1],
        _ => [0, 1, 2, 3],
    };
    for side in [3, 2, 1, 0] {
        add(properties[side], values[index[side]]);
    }
    Some(())
}

/// `[style] size[/line-height] family`.
fn font(parser: &mut Parser<'_>, add: &mut impl FnMut(Property, Value)) -> Option<()> {
    if let Some(value) = common(parser) {
        add(Property::FontSize, value);
        add(Property::LineHeight, value);
        return Some(());
    }
    loop {
        let start = parser.state();
        match parser.next().ok()? {
            // A plain number is a weight, unless it is zero.
            Token::Number { value, .. } if *value != 0.0 => continue,
            Token::Ident(word) if !is_font_size(word) => continue,
            _ => parser.reset(&start),
        }
        add(Property::FontSize, font_size(parser)?);
        let has_line = parser.try_parse(|parser| parser.expect_delim('/')).is_ok();
        add(Property::LineHeight, if has_line { line_height(parser)? } else { Value::Seen });
        return Some(());
    }
}

fn is_font_size(word: &str) -> bool {
    match_ignore_ascii_case! { word,
        "xx-small" | "x-small" | "small" | "medium" | "large" | "x-large" | "xx-large" | "smaller" | "larger" => true,
        _ => false,
    }
}

/// The color of a background and whether it has an image. With one, what is behind the text is not known.
fn background(parser: &mut Parser<'_>, add: &mut impl FnMut(Property, Value)) {
    let (mut color, mut image, mut clip) = (Value::Hidden, Value::Hidden, Value::Seen);
    while !parser.is_exhausted() {
        let start = parser.state();
        if let Some(read) = next_color(parser) {
            color = of_color(read);
            continue;
        }
        parser.reset(&start);
        match parser.next() {
            Ok(Token::Function(_) | Token::UnquotedUrl(_)) => image = Value::Seen,
            Ok(Token::Ident(word)) if word.eq_ignore_ascii_case("text") => clip = Value::Hidden,
            Ok(Token::Ident(word)) if word.eq_ignore_ascii_case("inherit") => color = Value::Seen,
            _ => {}
        }
    }
    add(Property::Background, color);
    add(Property::BackgroundImage, image);
    add(Property::BackgroundClip, clip);
}

#[cfg(test)]
mod tests {
    use super::{Declaration, Property, Value, each_declaration};
    use Property::*;

    fn read(css: &str) -> Vec<(Property, Value)> {
        let mut read = Vec::new();
        each_declaration(css, |Declaration { property, value, .. }| read.push((property, value)));
        read
    }

    #[test]
    fn values_are_read_with_their_units() {
        for (css, property, value) in [
            ("display:none", Display, Value::Hidden),
            ("DISPLAY : Block", Display, Value::Block),
            (r"d\69splay:n\6fne", Display, Value::Hidden),
            ("display:/**/none", Display, Value::Hidden),
            ("visibility:collapse", Visibility, Value::Hidden),
            ("opacity:1%", Opacity, Value::Hidden),
            ("opacity:.9", Opacity, Value::Seen),
            ("left:-9999px", Left, Value::OffScreen),
            ("left:-50%", Left, Value::Seen),
            ("left:-100vw", Left, Value::OffScreen),
            ("margin-left:-50vw", MarginLeft, Value::Seen),
            ("left:calc(0px - 9999px)", Left, Value::Seen),
            ("right:9999px", Right, Value::OffScreen),
            ("text-indent:-999em", TextIndent, Value::OffScreen),
            ("line-height:1.5", LineHeight, Value::Seen),
            ("line-height:1", LineHeight, Value::Seen),
            ("line-height:0", LineHeight, Value::Hidden),
            ("line-height:1px", LineHeight, Value::Hidden),
            ("font-size:0", FontSize, Value::Hidden),
            ("font-size:62.5%", FontSize, Value::Unset),
            ("font-size:1rem", FontSize, Value::Seen),
            ("height:1px", Height, Value::Hidden),
            ("height:100%", Height, Value::Seen),
            ("color:RGB(255,255,255)", Color, Value::Rgb([255; 3])),
            ("text-shadow:none", TextShadow, Value::Hidden),
        ] {
            assert_eq!(read(css), [(property, value)], "{css}");
        }
    }

    #[test]
    fn shorthands_are_written_out() {
        assert_eq!(read("font:italic 700 0/0 a"), [(FontSize, Value::Hidden), (LineHeight, Value::Hidden)],);
        assert_eq!(read("overflow:hidden auto"), [(OverflowX, Value::Hidden), (OverflowY, Value::Hidden)]);
        let margins = read("margin:0 -900px 0 -9999px");
        assert_eq!((margins[0], margins[3]), ((MarginLeft, Value::OffScreen), (MarginTop, Value::Seen)));
        assert_eq!(read("background:#fff url(x.png)")[1], (BackgroundImage, Value::Seen));
        assert_eq!(read("background:none")[0], (Background, Value::Hidden));
    }

    #[test]
    fn what_no_browser_takes_is_passed_over() {
        let css = "display:nine; display; :none; display:none !ie; left:12foo; .b{display:none} a:hover{display:none}
            & .c{display:none} height:-1px; opacity:x; }; visibility:hidden; @media x{display:none} --display:none";
        assert_eq!(read(css), [(Visibility, Value::Hidden)]);
    }

    #[test]
    fn importance_is_told() {
        let mut important = Vec::new();
        each_declaration("top:0;display:none!important;opacity:0 ! IMPORTANT", |d| important.push(d.is_important));
        assert_eq!(important, [false, true, true]);
    }
}
