//! What a walk over the tree keeps: its input, its output, the open block, and the context that ancestors set.

use crate::limits::{Limit, Limits};
use crate::page::Number;
use crate::page::budget::{Budget, ELEMENT};
use crate::page::classes::Classes;
use crate::page::links::Links;
use crate::page::mathml::MathMl;
use crate::page::rules::Rules;
use crate::page::runs::{Converted, Runs};
use crate::page::site::{self, Claims, Site, SiteSource};
use crate::page::visibility::Visibility;
use crate::page::{Block, BlockKind, Element, Meta, NONE, Spent};
use crate::parse::{Allowance, Cues, Tag};
use ego_tree::NodeId;
use scraper::StrTendril;
use std::ops::Range;
use url::Url;

/// What the walk knows about the tree before it starts.
pub(super) struct Input {
    /// What the page's style sheets hide.
    pub(super) rules: Rules,
    /// The node from which everything was written after `</html>`.
    pub(super) after_html: Option<NodeId>,
    /// The kind of the blocks in the tree: of the body, or of markup that the page carries as JSON.
    pub(super) kind: BlockKind,
    /// How many documents are around the one that is read.
    pub(super) nesting: u8,
}

impl Input {
    pub(super) fn new(after_html: Option<NodeId>, rules: Rules) -> Input {
        Input { rules, after_html, kind: BlockKind::Text, nesting: 0 }
    }

    /// Whether the tree is that of the page, not of a document inside it.
    pub(super) fn is_page(&self) -> bool {
        self.kind == BlockKind::Text && self.nesting == 0
    }
}

/// What the page is made of when the walk ends.
pub(super) struct Output {
    pub(super) text: String,
    /// Characters of `text`.
    pub(super) chars: u32,
    pub(super) blocks: Vec<Block>,
    pub(super) elements: Vec<Element>,
    pub(super) links: Links,
    pub(super) runs: Runs,
    pub(super) converted: Vec<Converted>,
    pub(super) numbers: Vec<(u32, Number)>,
    pub(super) classes: Classes,
    pub(super) meta: Meta,
    pub(super) claims: Claims,
    pub(super) limits_met: Vec<Limit>,
}

impl Output {
    pub(super) fn new(limits_met: Vec<Limit>) -> Output {
        Output {
            text: String::with_capacity(32 << 10),
            chars: 0,
            blocks: Vec::with_capacity(512),
            elements: Vec::with_capacity(2048),
            links: Links::default(),
            runs: Runs::default(),
            converted: Vec::new(),
            numbers: Vec::new(),
            classes: Classes::new(),
            meta: Meta::default(),
            claims: Claims::default(),
            limits_met,
        }
    }

    /// Bytes of the text so far.
    pub(super) fn end(&self) -> u32 {
        self.text.len() as u32
    }

    /// Notes a limit, once.
    pub(super) fn meet(&mut self, limit: Limit) {
        if !self.limits_met.contains(&limit) {
            self.limits_met.push(limit);
        }
    }

    /// Decides which site the page belongs to, what its links are relative to, and which of them leave the site. `url` is
    /// the caller's.
    pub(super) fn resolve_links(&mut self, url: Option<&str>) -> Resolved {
        let hint = url.and_then(Site::of_hint);
        let other_own_domain = hint.as_ref().and_then(|hint| {
            site::other_own_domain(&hint.domain, &self.claims, &self.links, &self.blocks, &self.elements)
        });
        let site = hint.or_else(|| site::infer(&self.claims, &self.links, &self.blocks, &self.elements));
        let domain = site.as_ref().map(|site| site.domain.as_str());
        let base = self.claims.base(url, domain);
        self.links.rebase(base.as_ref());
        self.links.resolve(domain);
        Resolved { site, other_own_domain, base }
    }

    /// What each source says of the page's site, alone.
    pub(super) fn site_claims(&self) -> Vec<(SiteSource, String)> {
        site::claimed_domains(&self.claims, &self.links, &self.blocks, &self.elements)
    }

    /// How an element is hidden, or what is outside of all.
    pub(super) fn visibility_of(&self, element: u32) -> Visibility {
        if element == NONE { Visibility::default() } else { self.elements[element as usize].visibility }
    }
}

/// What is known of a page's address.
pub(super) struct Resolved {
    pub(super) site: Option<Site>,
    pub(super) other_own_domain: Option<String>,
    /// What relative targets are resolved against.
    pub(super) base: Option<Url>,
}

/// A `<math>` element that the walk is inside of, in TeX.
pub(super) struct OpenFormula {
    pub(super) node: NodeId,
    /// Where its text starts.
    pub(super) start: u32,
    pub(super) formula: MathMl,
}

/// The block that text flows into.
#[derive(Default)]
pub(super) struct OpenBlock {
    /// Where the block starts in the text, in bytes.
    pub(super) start: u32,
    /// The first link piece of the block.
    pub(super) links_start: u32,
    /// Whether white space is due before the next word.
    pub(super) pending_space: bool,
    /// Line breaks since the last word.
    pub(super) pending_breaks: u16,
    /// Line breaks between words.
    pub(super) breaks: u16,
    /// Bytes of emphasized text.
    pub(super) emphasis: u32,
    /// Cues of the inline elements around the text.
    pub(super) cues: Cues,
    /// Whether the text comes after `</html>`.
    pub(super) is_after_html: bool,
}

/// A link that is open while text flows in.
#[derive(Clone)]
pub(super) struct OpenLink {
    pub(super) href: StrTendril,
    /// Where the target is stored, once a piece of the link is kept.
    pub(super) target: Option<Range<u32>>,
    pub(super) anchor_start: u32,
    pub(super) is_unendorsed: bool,
}

/// A hidden element that waits for the end of the line around it.
pub(super) struct Aside {
    pub(super) node: NodeId,
    /// The link around it.
    pub(super) link: Option<OpenLink>,
}

/// What the open elements mean for the text inside them.
pub(super) struct Context {
    /// The innermost open element.
    pub(super) element: u32,
    /// The innermost open element that is block-level.
    pub(super) container: u32,
    pub(super) link: Option<OpenLink>,
    /// How many open elements keep white space.
    pub(super) preformatted: u32,
    /// How many open elements are `<noscript>`.
    pub(super) noscript: u32,
    /// How many open elements emphasize.
    pub(super) emphasis: u32,
    /// How many open elements hold code.
    pub(super) code: u32,
    /// Whether the walk is past `</html>`.
    pub(super) is_after_html: bool,
}

impl Default for Context {
    fn default() -> Context {
        Context {
            element: NONE,
            container: NONE,
            link: None,
            preformatted: 0,
            noscript: 0,
            emphasis: 0,
            code: 0,
            is_after_html: false,
        }
    }
}

impl Context {
    /// The count of open elements that `tag` belongs to, if it is one that is counted.
    pub(super) fn count_of(&mut self, tag: Tag) -> Option<&mut u32> {
        match tag {
            Tag::Pre | Tag::Textarea | Tag::Listing | Tag::Xmp => Some(&mut self.preformatted),
            Tag::Noscript => Some(&mut self.noscript),
            Tag::B | Tag::Strong | Tag::I | Tag::Em => Some(&mut self.emphasis),
            Tag::Code | Tag::Kbd | Tag::Samp | Tag::Tt => Some(&mut self.code),
            _ => None,
        }
    }
}

/// What the page has cost so far.
pub(super) struct Costs {
    pub(super) budget: Budget,
    /// The caller's limits, and what they leave to parse documents inside the page.
    pub(super) limits: Limits,
    pub(super) left: Allowance,
    /// Steps that the page and the documents inside it took to parse.
    parse_steps: usize,
    /// Bytes that a relative link may grow by when it is made absolute.
    pub(super) base_length: usize,
    /// Bytes of each element's path when written out.
    path_lengths: Vec<u32>,
}

impl Costs {
    /// The costs of a page of `bytes` bytes whose parse took so many steps and left this.
    pub(super) fn new(limits: &Limits, bytes: usize, parse_steps: usize, left: Allowance) -> Costs {
        Costs {
            budget: Budget::new(limits, bytes),
            limits: *limits,
            left,
            parse_steps,
            base_length: 0,
            path_lengths: Vec::with_capacity(2048),
        }
    }

    /// Notes what the parse of a document inside the page took and left.
    pub(super) fn charge_parse(&mut self, steps: usize, left: Allowance) {
        self.parse_steps += steps;
        self.left = left;
    }

    /// What the page was charged.
    pub(super) fn spent(&self) -> Spent {
        let Costs { budget, parse_steps, .. } = self;
        Spent { parse_steps: *parse_steps, walk_steps: budget.steps, output_left: budget.output_left() }
    }

    /// Bytes of an element's path; 0 without element.
    pub(super) fn path_length(&self, element: u32) -> u32 {
        if element == NONE { 0 } else { self.path_lengths[element as usize] }
    }

    /// Charges a new element whose part of the path is `part` bytes long.
    pub(super) fn charge_element(&mut self, parent: u32, part: u32) {
        self.budget.memory += ELEMENT;
        self.path_lengths.push(self.path_length(parent).saturating_add(part));
    }
}
