//! What the head of a page says of it: names of itself, its kind, its own address.

use super::links::domain_of;
use ego_tree::NodeRef;
use scraper::Node;

/// Facts of the page that no block holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Meta {
    /// `og:type` as one of few kinds.
    pub(crate) og_article: bool,
    pub(crate) og_product: bool,
    pub(crate) has_og_type: bool,
    /// JSON-LD types named anywhere in the page's scripts.
    pub(crate) ld_article: bool,
    pub(crate) ld_product: bool,
    pub(crate) ld_list: bool,
    pub(crate) ld_forum: bool,
    /// Form fields.
    pub(crate) inputs: u32,
    pub(crate) images: u32,
    pub(crate) scripts: u32,
    /// Registrable domain stated by the caller or by the page itself.
    pub(crate) stated_domain: Option<String>,
}

/// Addresses that a page states of itself, by precedence.
#[derive(Default)]
pub(super) struct Addresses {
    canonical: Option<String>,
    og_url: Option<String>,
    base: Option<String>,
}

impl Addresses {
    /// The domain of the hint, else of canonical, `og:url` or base.
    pub(super) fn domain(&self, hint: Option<&str>) -> Option<String> {
        [hint, self.canonical.as_deref(), self.og_url.as_deref(), self.base.as_deref()]
            .into_iter()
            .flatten()
            .find_map(domain_of)
    }
}

/// A head element that holds text of its own kind.
pub(super) enum HeadText<'a> {
    Description(&'a str),
    Keywords(&'a str),
}

impl Meta {
    /// Reads a `<meta>`, `<link>` or `<base>`.
    pub(super) fn read<'a>(&mut self, node: &NodeRef<'a, Node>, addresses: &mut Addresses) -> Option<HeadText<'a>> {
        let element = node.value().as_element()?;
        match element.name() {
            "link" if element.attr("rel").is_some_and(|r| r.eq_ignore_ascii_case("canonical")) => {
                addresses.canonical = addresses.canonical.take().or(element.attr("href").map(str::to_owned));
            }
            "base" => addresses.base = addresses.base.take().or(element.attr("href").map(str::to_owned)),
            "meta" => {
                let content = element.attr("content")?;
                let name = element.attr("name").or_else(|| element.attr("property"))?;
                if name.eq_ignore_ascii_case("description") {
                    return Some(HeadText::Description(content));
                } else if name.eq_ignore_ascii_case("keywords") {
                    return Some(HeadText::Keywords(content));
                } else if name.eq_ignore_ascii_case("og:url") {
                    addresses.og_url = addresses.og_url.take().or(Some(content.to_owned()));
                } else if name.eq_ignore_ascii_case("og:type") {
                    self.has_og_type = true;
                    self.og_article |= content.contains("article") || content.contains("blog");
                    self.og_product |= content.contains("product");
                }
            }
            _ => {}
        }
        None
    }

    /// Notes which schema.org types a JSON-LD script names; the JSON itself is not parsed.
    pub(super) fn read_json_ld(&mut self, json: &str) {
        let bytes = json.as_bytes();
        for at in memchr::memmem::find_iter(bytes, b"\"@type\"").take(256) {
            let value = json[at + 7..].trim_start_matches([':', ' ', '\n', '\t', '\r', '[', '"']);
            let name = &value[..value.find(['"', ',', '}', ']']).unwrap_or(0)];
            self.ld_article |= name.ends_with("Article") || name == "BlogPosting" || name == "Report";
            self.ld_product |= name.starts_with("Product") || name == "Offer" || name == "Recipe";
            self.ld_list |= name == "ItemList" || name == "CollectionPage" || name == "OfferCatalog";
            self.ld_forum |= name == "DiscussionForumPosting" || name == "QAPage" || name == "Comment";
        }
    }
}
