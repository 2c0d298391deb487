//! Ids of cleaned HTML: those that links of the page lead to, under a prefix of their own. Without it, a page could take
//! the place of ids and of script variables of the site that publishes it.

use super::allowed;
use ego_tree::NodeRef;
use html5ever::ns;
use rustc_hash::FxHashSet;
use scraper::{Html, Node};

/// What every id starts with.
const PREFIX: &str = "user-content-";

/// Bytes of the longest id that is kept.
const MAX_ID: usize = 256;

/// The ids that links lead to, without prefix.
pub(super) struct Ids(FxHashSet<String>);

impl Ids {
    pub(super) fn of(html: &Html) -> Ids {
        let links = html.tree.root().descendants().filter_map(|node| {
            let target = target(attribute(&node, "href").filter(|_| is_html(&node, "a"))?)?;
            // A link in another one may not be written.
            (!node.ancestors().any(|outer| is_html(&outer, "a"))).then_some(target)
        });
        let mut linked: FxHashSet<String> = links.collect();
        if !linked.is_empty() {
            let nodes: Vec<_> = html.tree.root().descendants().collect();
            let known: FxHashSet<&str> = nodes.iter().filter_map(|node| name(attribute(node, "id")?)).collect();
            linked.retain(|id| known.contains(id.as_str()));
        }
        Ids(linked)
    }

    /// An id as it is written; `None` if no link leads to it.
    pub(super) fn id(&self, id: &str) -> Option<String> {
        name(id).filter(|name| self.0.contains(*name)).map(|name| format!("{PREFIX}{name}"))
    }

    /// The address of a link to an id that is written; `None` for all other addresses.
    pub(super) fn link(&self, href: &str) -> Option<String> {
        target(href).filter(|name| self.0.contains(name)).map(|name| format!("#{PREFIX}{}", name.replace('%', "%25")))
    }
}

/// The value of an attribute of an allowed element.
fn attribute<'a>(node: &NodeRef<'a, Node>, name: &str) -> Option<&'a str> {
    let element = node.value().as_element().filter(|e| e.name.ns == ns!(html))?;
    allowed::element(&element.name.local)?;
    element.attrs.iter().find(|(known, _)| &*known.local == name && known.ns == ns!()).map(|(_, value)| &**value)
}

fn is_html(node: &NodeRef<'_, Node>, name: &str) -> bool {
    node.value().as_element().is_some_and(|e| e.name.ns == ns!(html) && &*e.name.local == name)
}

/// An id without prefix.
fn name(id: &str) -> Option<&str> {
    let is_kept = !id.is_empty() && id.len() <= MAX_ID && !id.contains(|c: char| c.is_whitespace() || c.is_control());
    is_kept.then(|| id.strip_prefix(PREFIX).unwrap_or(id)).filter(|name| !name.is_empty())
}

/// The id that an address in the page leads to, without prefix.
fn target(href: &str) -> Option<String> {
    let fragment = href.trim_ascii().strip_prefix('#').filter(|fragment| fragment.len() <= 3 * MAX_ID)?;
    name(&decoded(fragment)).map(str::to_owned)
}

/// Text without percent-encoding.
fn decoded(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::with_capacity(text.len()), text.as_bytes());
    while let Some((&byte, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| byte == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        let code =
            digits.filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit())).and_then(|d| u8::from_str_radix(d, 16).ok());
        bytes.push(code.unwrap_or(byte));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
