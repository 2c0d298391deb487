//! The style of an element: when it is worth asking for, and what it does to the text inside.

use super::attributes::{Attributes, IdTraits};
use super::walk::Walk;
use crate::page::classes::Class;
use crate::page::rules::{Styled, inline_declarations, may_change_style};
use crate::page::visibility::Visibility;
use crate::parse::css::{Flow, Key, Style, Surroundings};
use crate::parse::{Role, Tag};
use scraper::StrTendril;

/// What an element's style and its ancestors' make of it.
pub(super) struct Appearance {
    pub(super) visibility: Visibility,
    /// Whether it ends the block before it and the block inside it.
    pub(super) is_block: bool,
    /// Whether it is hidden inside a line that is seen, and breaks it nowhere.
    pub(super) is_aside: bool,
}

/// What is known of an element when its style is asked for.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) attributes: &'a Attributes<'a>,
    pub(super) name: &'a str,
    pub(super) tag: Tag,
    pub(super) role: Role,
    pub(super) class: &'a Class,
    pub(super) id: Option<&'a IdTraits>,
}

impl Walk {
    pub(super) fn appearance(&mut self, asked: Asked<'_>) -> Appearance {
        let Asked { attributes, tag, role, .. } = asked;
        let above = self.output.visibility_of(self.context.element);
        // A page that hides all of itself, or its main part, shows it by a script once it is loaded.
        let is_page = matches!(tag, Tag::Html | Tag::Body | Tag::Main);
        let style = if is_page { Style::default() } else { self.style(asked, above) };
        let mut visibility = above.inherited_by(&style).with(Visibility::of_style(&style));
        if attributes.is_aria_hidden {
            visibility = visibility.with(Visibility::aria_hidden());
        }
        let breaks = match style.flow {
            // Lines of preformatted text are one text, however each is laid out.
            Flow::Block if self.context.preformatted == 0 => true,
            Flow::Inline if style.is_flow_inline && !is_item(tag) => false,
            _ => role == Role::Block,
        };
        let is_hidden = visibility.is_hidden();
        Appearance {
            visibility,
            // A run that is hidden inside a visible line, or the other way round, is a separate block.
            is_block: breaks || is_hidden != above.is_hidden(),
            is_aside: is_hidden
                && !above.is_hidden()
                && (!breaks || style.is_out_of_flow || Visibility::of_style(&style).is_display_none()),
        }
    }

    /// The style of an element. Most elements have none that matters.
    #[inline]
    fn style(&mut self, asked: Asked<'_>, above: Visibility) -> Style {
        let Asked { attributes, tag, role, class, id, .. } = asked;
        let of_tag = self.styles.tag_traits(asked.name, tag, &self.input.rules);
        let may_hide = class.may_hide
            || of_tag.may_hide
            || id.is_some_and(|id| id.may_hide)
            || (role == Role::Inline && (class.may_break || of_tag.may_break));
        if attributes.style.is_none() && !attributes.has_hidden && !may_hide && !above.may_be_undone() {
            return Style::default();
        }
        self.style_of(asked, may_hide, above)
    }

    #[inline(never)]
    fn style_of(&mut self, asked: Asked<'_>, may_hide: bool, above: Visibility) -> Style {
        let Asked { attributes, name, tag, role, class, .. } = asked;
        let has_inline = attributes.style.is_some_and(|style| self.attributes.screened.read(style, may_change_style));
        let has_hidden = attributes.has_hidden;
        if !has_inline && !has_hidden && !may_hide && !above.may_be_undone() {
            return Style::default();
        }
        let inline = attributes.style.map(|style| self.attributes.styles.read(style, inline_declarations));
        let inline = inline.as_deref().unwrap_or_default();
        let (rules, ids) = (&mut self.input.rules, &mut self.attributes.ids_in_rules);
        let is_in_rules = |id: &&StrTendril| ids.read(id, |id| rules.has_key(Key::of_id(id.trim())));
        let id = attributes.id.filter(is_in_rules).map(|id| id.trim());
        let is_known = inline.is_empty() && !has_hidden && id.is_none() && !matches!(tag, Tag::Custom | Tag::Unknown);
        if is_known && let Some(style) = self.styles.known.get(&(class.index, tag)) {
            return *style;
        }
        let around = Surroundings { is_inline: role == Role::Inline, has_hidden };
        let element = Styled { tag: name, class: attributes.class.map_or("", |class| class), id, inline, around };
        let style = self.input.rules.style(&element, &mut self.costs.budget);
        if is_known {
            self.styles.known.insert((class.index, tag), style);
        }
        style
    }
}

/// Whether an element stands for itself, however it is laid out: an item of a list or a cell.
fn is_item(tag: Tag) -> bool {
    matches!(tag, Tag::Li | Tag::Dt | Tag::Dd | Tag::Td | Tag::Th | Tag::Tr | Tag::Option | Tag::Table)
}
