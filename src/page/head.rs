//! What the head of a page says about its kind.

use super::attribute::HeadAttributes;

/// The key of a type in JSON-LD.
const TYPE_KEY: &[u8] = b"\"@type\"";

/// Types that describe parts of a page, never the page.
const LISTS: [&str; 8] =
    ["BreadcrumbList", "ListItem", "ItemList", "SiteNavigationElement", "FAQPage", "Question", "Answer", "Thing"];

/// Types of a script that are read.
const MAX_TYPES: usize = 256;

/// Facts about the page that are not text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Meta {
    /// Whether there is an `og:type`, and whether it names an article or a product.
    pub(crate) has_og_type: bool,
    pub(crate) og_article: bool,
    pub(crate) og_product: bool,
    /// Kinds of JSON-LD types named anywhere in the page's scripts.
    pub(crate) ld_article: bool,
    pub(crate) ld_product: bool,
    pub(crate) ld_list: bool,
    pub(crate) ld_forum: bool,
    /// Counts of elements: form fields, images and scripts.
    pub(crate) inputs: u32,
    pub(crate) images: u32,
    pub(crate) scripts: u32,
}

/// A meta element whose content is text of the page.
pub(super) enum HeadText<'a> {
    Description(&'a str),
    Keywords(&'a str),
}

impl Meta {
    /// Reads a `<meta>`. Returns its text if it has any.
    pub(super) fn read<'a>(&mut self, attributes: &HeadAttributes<'a>) -> Option<HeadText<'a>> {
        self.read_named(attributes.name.or(attributes.property)?, attributes.content?)
    }

    /// Reads a `<meta>` with a name.
    fn read_named<'a>(&mut self, name: &str, content: &'a str) -> Option<HeadText<'a>> {
        if name.eq_ignore_ascii_case("description") {
            return Some(HeadText::Description(content));
        } else if name.eq_ignore_ascii_case("keywords") {
            return Some(HeadText::Keywords(content));
        } else if name.eq_ignore_ascii_case("og:type") {
            self.has_og_type = true;
            self.og_article |= content.contains("article") || content.contains("blog");
            self.og_product |= content.contains("product");
        }
        None
    }

    /// Notes which schema.org types a JSON-LD script names, without parsing the JSON. Returns whether one of them may
    /// describe the page.
    pub(super) fn read_json_ld(&mut self, json: &str) -> bool {
        let mut may_describe = false;
        let bytes = json.as_bytes();
        for at in memchr::memmem::find_iter(bytes, TYPE_KEY).take(MAX_TYPES) {
            let value = json[at + TYPE_KEY.len()..].trim_start_matches([':', ' ', '\n', '\t', '\r', '[', '"']);
            let name = &value[..value.find(['"', ',', '}', ']']).unwrap_or(0)];
            self.ld_article |= name.ends_with("Article") || name == "BlogPosting" || name == "Report";
            self.ld_product |= name.starts_with("Product") || name == "Offer" || name == "Recipe";
            self.ld_list |= name == "ItemList" || name == "CollectionPage" || name == "OfferCatalog";
            may_describe |= !LISTS.contains(&name);
            self.ld_forum |= name == "DiscussionForumPosting" || name == "QAPage" || name == "Comment";
        }
        may_describe
    }
}
