//! Composes the payload that a campaign's template asks for.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::random::chance;
use crate::synth::Campaign;
use crate::synth::graft::linker::Linker;
use crate::synth::graft::payload::{Body, Item, Payload, Piece};
use crate::synth::spin::{LINK_SLOT, markov, sentence_gap};
use crate::synth::template::{AnchorStyle, GraftTemplate, LinkPattern, Shape};

/// Words of a short anchor, at most.
const SHORT_WORDS: usize = 3;

/// Anchors that are drawn until one is short; the last is cut.
const SHORT_DRAWS: usize = 8;

/// Composes the payload of one graft.
pub(crate) struct SpamComposer<'a> {
    campaign: &'a Campaign,
    template: GraftTemplate,
    linker: Linker<'a>,
    /// The anchor of grafts that repeat one keyword.
    repeated: String,
    /// Prefix of addresses on the host itself; empty for relative ones.
    origin: String,
}

impl<'a> SpamComposer<'a> {
    pub(crate) fn new(
        campaign: &'a Campaign,
        template: GraftTemplate,
        origin: Option<&str>,
        rng: &mut ChaCha8Rng,
    ) -> Self {
        let linker = Linker::new(campaign, template.links, rng);
        let repeated = campaign.keyword(rng);
        let origin = origin.filter(|_| chance(0.3, rng)).unwrap_or_default().to_owned();
        Self { campaign, template, linker, repeated, origin }
    }

    /// Composes what the template asks for. A list has at most `max_items`.
    pub(crate) fn payload(&mut self, max_items: usize, rng: &mut ChaCha8Rng) -> Payload {
        let body = match self.template.shape {
            Shape::Prose => Body::Prose(self.prose(rng)),
            Shape::Comment => Body::Prose(self.comment(rng)),
            Shape::Recommendation => Body::Prose(self.recommendation(rng)),
            Shape::Inline if chance(0.35, rng) => Body::Prose(self.recommendation(rng)),
            Shape::Inline => Body::List((0..rng.random_range(1..4)).map(|_| self.item(rng)).collect()),
            Shape::SingleLink => Body::List(vec![self.short_item(rng)]),
            Shape::FooterLinks => Body::List((0..rng.random_range(2..5)).map(|_| self.short_item(rng)).collect()),
            _ => Body::List(self.items(self.campaign.count.draw(rng).min(max_items), rng)),
        };
        let has_lead_in = chance(0.22, rng) && self.template.shape != Shape::SingleLink;
        let lead_in = has_lead_in.then(|| self.campaign.line(&self.campaign.lead_ins, rng));
        Payload { lead_in, body }
    }

    /// Items with few repetitions.
    fn items(&mut self, count: usize, rng: &mut ChaCha8Rng) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::with_capacity(count);
        for _ in 0..count {
            let mut item = self.item(rng);
            let is_repeated = items.iter().rev().take(40).any(|other| other.text == item.text);
            if self.template.anchors == AnchorStyle::Keyword && is_repeated {
                item = self.item(rng);
            }
            items.push(item);
        }
        items
    }

    /// One item: an anchor in the template's style, with an address unless the template has no links.
    pub(crate) fn item(&mut self, rng: &mut ChaCha8Rng) -> Item {
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
            Some(href) if style == AnchorStyle::Url => displayed(href, rng),
            _ => text,
        };
        Item { text, href, is_button: false }
    }

    /// An item of one to three words.
    fn short_item(&mut self, rng: &mut ChaCha8Rng) -> Item {
        let mut item = self.item(rng);
        for _ in 0..SHORT_DRAWS {
            if item.text.split_whitespace().count() <= SHORT_WORDS {
                break;
            }
            item = self.item(rng);
        }
        item.text = item.text.split_whitespace().take(SHORT_WORDS).collect::<Vec<_>>().join(" ");
        item
    }

    fn prose(&mut self, rng: &mut ChaCha8Rng) -> Vec<Vec<Piece>> {
        let is_generated = chance(0.35, rng);
        let samples: Vec<String> = if is_generated {
            (0..40).map(|_| self.campaign.line(&self.campaign.sentences, rng)).collect()
        } else {
            Vec::new()
        };
        let gap = self.gap();
        let mut paragraphs = Vec::new();
        for _ in 0..rng.random_range(1..6) {
            let text = if is_generated {
                markov(&samples, rng.random_range(15..80), rng)
            } else {
                let sentences: Vec<String> =
                    (0..rng.random_range(1..6)).map(|_| self.campaign.line(&self.campaign.sentences, rng)).collect();
                sentences.join(gap)
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
        let gap = self.gap();
        let mut paragraphs = vec![self.linked(&lines.join(gap), rng)];
        self.ensure_link(&mut paragraphs, rng);
        paragraphs
    }

    /// What joins two sentences in the family's main language.
    fn gap(&self) -> &'static str {
        sentence_gap(self.campaign.languages.first().map_or("", String::as_str))
    }

    /// Replaces link slots in a text with anchors.
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

    /// Adds an anchor at the end of prose that has none, unless the template has no links.
    fn ensure_link(&mut self, paragraphs: &mut [Vec<Piece>], rng: &mut ChaCha8Rng) {
        let has_link = paragraphs.iter().flatten().any(|piece| matches!(piece, Piece::Link(_)));
        if has_link || self.template.links == LinkPattern::Unlinked {
            return;
        }
        if let Some(last) = paragraphs.last_mut() {
            last.push(Piece::Text(" ".into()));
            last.push(Piece::Link(self.item(rng)));
        }
    }
}

/// An address in one of the forms that anchors show.
fn displayed(href: &str, rng: &mut ChaCha8Rng) -> String {
    let bare = href.split_once("://").map_or(href, |(_, rest)| rest);
    match rng.random_range(0..3) {
        0 => href.to_owned(),
        1 => bare.trim_end_matches('/').to_owned(),
        _ => bare.split('/').next().filter(|host| !host.is_empty()).unwrap_or(href).to_owned(),
    }
}
