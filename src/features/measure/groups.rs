//! Groups of blocks that are decided together: items of a list, cells of a table, terms and definitions.

use super::intern::Interned;
use crate::page::{Block, Element, Format, NONE, Page};
use crate::parse::Tag;

/// Elements between a block and its list, the item included.
const MAX_PARTS: usize = 6;

/// The same in a table. Deeper blocks are those of a layout, whose cells hold whole parts of the page.
const MAX_PARTS_OF_TABLE: usize = 2;

/// Units of the longest block of a table's group. Cells with more are paragraphs of a layout.
const MAX_CELL_UNITS: f32 = 60.0;

/// Blocks of the smallest group.
const MIN_BLOCKS: usize = 3;

/// The list or table of a block, and what the block is in it: the tags between both.
type Key = (u32, [u8; MAX_PARTS]);

/// For each block the number of its group, or [`NONE`].
///
/// Blocks of one list or table are a group if the tags between them and it are the same: all titles of a list of cards, all
/// cells of a table. Heads of rows count as cells, and terms as definitions.
pub(super) fn groups(page: &Page, units: &[f32]) -> Vec<u32> {
    if page.format == Format::Text {
        return vec![NONE; page.blocks.len()];
    }
    let keys: Vec<Option<Key>> =
        page.blocks.iter().zip(units).map(|(block, units)| key(&page.elements, block, *units)).collect();
    let interned = Interned::new(keys.iter().flatten(), 0);
    let mut sizes = vec![0usize; interned.count];
    interned.ids.iter().for_each(|id| sizes[*id as usize] += 1);
    let mut ids = interned.ids.into_iter();
    let number = |key: &Option<Key>| key.as_ref().and_then(|_| ids.next());
    let group = |id: Option<u32>| id.filter(|id| sizes[*id as usize] >= MIN_BLOCKS).unwrap_or(NONE);
    keys.iter().map(number).map(group).collect()
}

fn key(elements: &[Element], block: &Block, units: f32) -> Option<Key> {
    let mut parts = [0; MAX_PARTS];
    let mut length = 0;
    let mut id = block.element;
    while id != NONE {
        let element = &elements[id as usize];
        match element.tag {
            Tag::Ul | Tag::Ol | Tag::Menu | Tag::Dl => return Some((id, parts)),
            Tag::Table => return (length <= MAX_PARTS_OF_TABLE && units <= MAX_CELL_UNITS).then_some((id, parts)),
            Tag::Tr | Tag::Tbody | Tag::Thead | Tag::Tfoot => {}
            tag => {
                *parts.get_mut(length)? = part(tag);
                length += 1;
            }
        }
        id = element.parent;
    }
    None
}

/// A number for a tag, the same for tags of one role. It is not 0, which stands for no tag.
fn part(tag: Tag) -> u8 {
    let tag = match tag {
        Tag::Th => Tag::Td,
        Tag::Dt => Tag::Dd,
        other => other,
    };
    tag as u8 + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;

    fn groups_of(html: &str) -> Vec<Option<u32>> {
        let page = Page::from_html(html, None, &Limits::default());
        let units = vec![3.0; page.blocks.len()];
        groups(&page, &units).into_iter().map(|group| (group != NONE).then_some(group)).collect()
    }

    #[test]
    fn items_of_a_list_are_a_group() {
        assert_eq!(groups_of("<p>a<ul><li>b<li>c<li>d</ul><p>e"), [None, Some(0), Some(0), Some(0), None]);
    }

    #[test]
    fn a_short_list_is_no_group() {
        assert_eq!(groups_of("<ul><li>b<li>c</ul>"), [None, None]);
    }

    #[test]
    fn parts_of_cards_are_groups_of_their_own() {
        let card = "<li><h3>title</h3><p>text</p>";
        let html = format!("<ul>{}</ul>", card.repeat(3));
        assert_eq!(groups_of(&html), [Some(0), Some(1), Some(0), Some(1), Some(0), Some(1)]);
    }

    #[test]
    fn heads_and_cells_of_a_table_are_one_group() {
        let html = "<table><tr><th>a<td>b<tr><th>c<td>d</table>";
        assert_eq!(groups_of(html), vec![Some(0); 4]);
    }

    #[test]
    fn parts_of_a_layout_are_no_group() {
        let cell = "<td><div><div><p>text</p></div></div>";
        assert_eq!(groups_of(&format!("<table><tr>{}</table>", cell.repeat(4))), vec![None; 4]);
    }

    #[test]
    fn terms_and_definitions_are_one_group() {
        assert_eq!(groups_of("<dl><dt>a<dd>b<dt>c<dd>d</dl>"), vec![Some(0); 4]);
    }
}
