//! A campaign into goods: lists of links, prose, comments, as the template asks for.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::campaign::Campaign;
use super::domains::Linker;
use super::render::{Body, Goods, Item, Piece};
use super::template::{AnchorStyle, LinkPattern, Shape, Template};
use super::text::{LINK_SLOT, chance, markov};

/// Draws the items of one graft.
pub(super) struct Builder<'a> {
    campaign: &'a Campaign,
    template: Template,
    linker: Linker<'a>,
    repeated: String,
    /// Put before addresses on the host itself.
    origin: String,
}

impl<'a> Builder<'a> {
    pub(super) fn new(campaign: &'a Campaign, template: Template, origin: Option<&str>, rng: &mut ChaCha8Rng) -> Self {
        let linker = Linker::new(campaign.naming(), template.links, rng);
        let repeated = campaign.keyword(rng);
        let origin = origin.filter(|_| chance(0.3, rng)).unwrap_or_default().to_owned();
        Self { campaign, template, linker, repeated, origin }
    }

    /// What the template asks for, of at most so many items.
    pub(super) fn goods(&mut self, limit: usize, rng: &mut ChaCha8Rng) -> Goods {
        let body = match self.template.shape {
            Shape::Prose => Body::Prose(self.prose(rng)),
            Shape::Comment => Body::Prose(self.comment(rng)),
            Shape::Recommendation => Body::Prose(self.recommendation(rng)),
            Shape::Woven if chance(0.35, rng) => Body::Prose(self.recommendation(rng)),
            Shape::Woven => Body::List((0..rng.random_range(1..4)).map(|_| self.item(rng)).collect()),
            _ => Body::List(self.items(self.campaign.count.draw(rng).min(limit), rng)),
        };
        let lead_in = chance(0.22, rng).then(|| self.campaign.line(&self.campaign.lead_ins, rng));
        Goods { lead_in, body }
    }

    /// So many items, with few repetitions.
    pub(super) fn items(&mut self, count: usize, rng: &mut ChaCha8Rng) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::with_capacity(count);
        for _ in 0..count {
            let mut item = self.item(rng);
            let known = |item: &Item| items.iter().rev().take(40).any(|other| other.text == item.text);
            if self.template.anchors == AnchorStyle::Keyword && known(&item) {
                item = self.item(rng);
            }
            items.push(item);
        }
        items
    }

    pub(super) fn item(&mut self, rng: &mut ChaCha8Rng) -> Item {
        let style = match self.template.anchors {
            AnchorStyle::Mixed => [AnchorStyle::Keyword, AnchorStyle::Keyword, AnchorStyle::Brand, AnchorStyle::Url]
                [rng.random_range(0..4)],
            style => style,
        };
        let text = match style {
            AnchorStyle::Repeated => self.repeated.clone(),
            AnchorStyle::Brand => self.campaign.line(&self.campaign.brands, rng),
            AnchorStyle::Sentence if chance(0.5, rng) => self.campaign.unlinked(&self.campaign.titles, rng),
            AnchorStyle::Sentence => self.campaign.unlinked(&self.campaign.sentences, rng),
            _ => self.campaign.keyword(rng),
        };
        let href = self.linker.address(&text, rng);
        let href = href.map(|href| if href.starts_with('/') { format!("{}{href}", self.origin) } else { href });
        let text = match &href {
            Some(href) if style == AnchorStyle::Url => shown(href, rng),
            _ => text,
        };
        Item { text, href, button: false }
    }

    fn prose(&mut self, rng: &mut ChaCha8Rng) -> Vec<Vec<Piece>> {
        let generated = chance(0.35, rng);
        let samples: Vec<String> = if generated {
            (0..40).map(|_| self.campaign.line(&self.campaign.sentences, rng)).collect()
        } else {
            Vec::new()
        };
        let joint = self.joint();
        let mut paragraphs = Vec::new();
        for _ in 0..rng.random_range(1..6) {
            let text = if generated {
                markov(&samples, rng.random_range(15..80), rng)
            } else {
                let sentences: Vec<String> =
                    (0..rng.random_range(1..6)).map(|_| self.campaign.line(&self.campaign.sentences, rng)).collect();
                sentences.join(joint)
            };
            paragraphs.push(self.linked(&text, rng));
        }
        self.ensure_link(&mut paragraphs, rng);
        paragraphs
    }

    fn comment(&mut self, rng: &mut ChaCha8Rng) -> Vec<Vec<Piece>> {
        let list = if self.campaign.comments.is_empty() { &self.campaign.sentences } else { &self.campaign.comments };
        let text = self.campaign.line(list, rng);
        let mut paragraphs = vec![self.linked(&text, rng)];
        if chance(0.3, rng) {
            let links = rng.random_range(2..6);
            let pieces = (0..links).flat_map(|_| [Piece::Text(" ".into()), Piece::Link(self.item(rng))]).collect();
            paragraphs.push(pieces);
        }
        self.ensure_link(&mut paragraphs, rng);
        paragraphs
    }

    fn recommendation(&mut self, rng: &mut ChaCha8Rng) -> Vec<Vec<Piece>> {
        let lines: Vec<String> =
            (0..rng.random_range(1..3)).map(|_| self.campaign.line(&self.campaign.sentences, rng)).collect();
        let joint = self.joint();
        let mut paragraphs = vec![self.linked(&lines.join(joint), rng)];
        self.ensure_link(&mut paragraphs, rng);
        paragraphs
    }

    /// What stands between two sentences of the family's language.
    fn joint(&self) -> &'static str {
        let unspaced = self.campaign.languages.first().is_some_and(|language| matches!(language.as_str(), "zh" | "ja"));
        if unspaced { "" } else { " " }
    }

    /// Puts anchors where the text has slots for them.
    fn linked(&mut self, text: &str, rng: &mut ChaCha8Rng) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for (at, part) in text.split(LINK_SLOT).enumerate() {
            if at > 0 {
                pieces.push(Piece::Link(self.item(rng)));
            }
            if !part.is_empty() {
                pieces.push(Piece::Text(part.to_owned()));
            }
        }
        pieces
    }

    fn ensure_link(&mut self, paragraphs: &mut [Vec<Piece>], rng: &mut ChaCha8Rng) {
        let linked = paragraphs.iter().flatten().any(|piece| matches!(piece, Piece::Link(_)));
        if linked || self.template.links == LinkPattern::Unlinked {
            return;
        }
        if let Some(last) = paragraphs.last_mut() {
            last.push(Piece::Text(" ".into()));
            last.push(Piece::Link(self.item(rng)));
        }
    }
}

/// An address as an anchor shows it.
fn shown(href: &str, rng: &mut ChaCha8Rng) -> String {
    let bare = href.split_once("://").map_or(href, |(_, rest)| rest);
    match rng.random_range(0..3) {
        0 => href.to_owned(),
        1 => bare.trim_end_matches('/').to_owned(),
        _ => bare.split('/').next().filter(|host| !host.is_empty()).unwrap_or(href).to_owned(),
    }
}
