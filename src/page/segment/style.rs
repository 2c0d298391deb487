//! The style of an element: when it is worth asking for, and what it does to the text inside.

use super::attributes::Attributes;
use super::walk::Walk;
use crate::page::classes::Class;
use crate::page::rules::Styled;
use crate::page::visibility::Visibility;
use crate::parse::css::{Flow, Key, Style, Surroundings, declarations_may_hide, sets_display};
use crate::parse::{Role, Tag};

/// What an element's style and its ancestors' make of it.
pub(super) struct Appearance {
    pub(super) visibility: Visibility,
    /// Whether it ends the block before it and the block inside it.
    pub(super) is_block: bool,
    /// Whether it is hidden inside a line that is seen, and breaks it nowhere.
    pub(super) is_aside: bool,
}

impl Walk {
    pub(super) fn appearance(
        &mut self,
        read: &Attributes<'_>,
        class: &Class,
        tag: (&str, Tag),
        role: Role,
    ) -> Appearance {
        let above = self.output.visibility_of(self.context.element);
        // A page that hides all of itself, or its main part, shows it by a script once it is loaded.
        let is_page = matches!(tag.1, Tag::Html | Tag::Body | Tag::Main);
        let style = if is_page { Style::default() } else { self.style(read, class, tag, role, above) };
        let mut visibility = above.inherited_by(&style).with(Visibility::of_style(&style));
        if read.is_aria_hidden {
            visibility = visibility.with(Visibility::aria_hidden());
        }
        let breaks = match style.flow {
            // Lines of preformatted text are one text, however each is laid out.
            Flow::Block if self.context.preformatted == 0 => true,
            Flow::Inline if style.is_flow_inline && !is_item(tag.1) => false,
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

    fn style(
        &mut self,
        read: &Attributes<'_>,
        class: &Class,
        tag: (&str, Tag),
        role: Role,
        above: Visibility,
    ) -> Style {
        let rules = &mut self.input.rules;
        let has_inline = !read.style.is_empty() && (declarations_may_hide(read.style) || sets_display(read.style));
        let hiding = rules.hiding();
        let may_hide = class.may_hide
            || hiding.have_tag(tag.0)
            || read.id.is_some_and(|id| hiding.have_id(id.trim()))
            || (role == Role::Inline && (class.may_break || rules.breaking().have_tag(tag.0)));
        if !has_inline && !read.has_hidden && !may_hide && !above.may_be_undone() {
            return Style::default();
        }
        let id = read.id.map(str::trim).filter(|id| rules.has_key(Key::of_id(id)));
        let is_known =
            read.style.is_empty() && !read.has_hidden && id.is_none() && tag.1 != Tag::Custom && tag.1 != Tag::Unknown;
        if is_known && let Some(style) = self.styles.get(&(class.index, tag.1)) {
            return *style;
        }
        let around = Surroundings { is_inline: role == Role::Inline, has_hidden: read.has_hidden };
        let element = Styled { tag: tag.0, class: read.class.unwrap_or(""), id, inline: read.style, around };
        let style = rules.style(&element, &mut self.costs.budget);
        if is_known {
            self.styles.insert((class.index, tag.1), style);
        }
        style
    }
}

/// Whether an element stands for itself, however it is laid out: an item of a list or a cell.
fn is_item(tag: Tag) -> bool {
    matches!(tag, Tag::Li | Tag::Dt | Tag::Dd | Tag::Td | Tag::Th | Tag::Tr | Tag::Option | Tag::Table)
}
