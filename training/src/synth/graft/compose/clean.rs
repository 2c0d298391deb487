//! Composes the payload of a look-alike.

use rand::Rng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use crate::random::chance;
use crate::synth::graft::host::Host;
use crate::synth::graft::marked::{MARK_CONTENT, MARK_END, MARK_NAVIGATION};
use crate::synth::graft::payload::{Body, Item, Payload, Piece};
use crate::synth::slug::letters;
use crate::synth::spin::{LINK_SLOT, expand, pick, sentence_gap};
use crate::synth::template::{GraftTemplate, LinkPattern, Shape};
use crate::synth::{CleanLabel, Lookalike, Set};

use super::addresses::Addresses;

/// The mark of a label.
pub(crate) fn mark(label: CleanLabel) -> char {
    match label {
        CleanLabel::Navigation => MARK_NAVIGATION,
        CleanLabel::Content => MARK_CONTENT,
    }
}

/// Composes the payload of one look-alike on one page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Composer<'a> {
    pub(crate) lookalike: &'a Lookalike,
    pub(crate) set: &'a Set,
    pub(crate) template: &'a GraftTemplate,
    pub(crate) host: &'a Host<'a>,
}

impl Composer<'_> {
    /// Composes what the look-alike's shape asks for. A list has at most `max_items`.
    pub(crate) fn payload(&self, max_items: usize, rng: &mut ChaCha8Rng) -> Payload {
        let body = match self.lookalike.shape {
            Shape::Snippet => Body::Snippet(self.snippet(pick(&self.set.snippets, rng), rng)),
            Shape::Prose | Shape::Inline => Body::Prose(self.prose(rng)),
            _ => Body::List(self.items(max_items, rng)),
        };
        let has_lead_in = !self.set.lead_ins.is_empty() && chance(0.5, rng);
        let lead_in = has_lead_in.then(|| self.expand(pick(&self.set.lead_ins, rng), rng));
        Payload { lead_in, body }
    }

    fn expand(&self, template: &str, rng: &mut ChaCha8Rng) -> String {
        expand(template, &self.lookalike.lists, rng)
    }

    fn addresses(&self, rng: &mut ChaCha8Rng) -> Addresses {
        Addresses::new(self.set, self.template.links, self.host, rng)
    }

    fn items(&self, max_items: usize, rng: &mut ChaCha8Rng) -> Vec<Item> {
        let mut chosen: Vec<&String> = self.set.items.iter().collect();
        if !self.lookalike.ordered {
            chosen.shuffle(rng);
        }
        chosen.truncate(self.lookalike.count.draw(rng).min(max_items).max(1));
        let addresses = self.addresses(rng);
        chosen.into_iter().map(|entry| self.item(entry, &addresses, rng)).collect()
    }

    fn item(&self, entry: &str, addresses: &Addresses, rng: &mut ChaCha8Rng) -> Item {
        let (text, address) = entry.split_once(" => ").unwrap_or((entry, ""));
        let text = self.expand(text.trim(), rng).trim().to_owned();
        let href = addresses.address(&text, address.trim(), rng);
        Item { text, is_button: href.is_none() && self.template.links == LinkPattern::Buttons, href }
    }

    fn prose(&self, rng: &mut ChaCha8Rng) -> Vec<Vec<Piece>> {
        let mut sentences: Vec<&String> = self.set.sentences.iter().collect();
        sentences.shuffle(rng);
        sentences.truncate(if self.template.is_inline { 1 } else { rng.random_range(2..9) });
        let per_paragraph = rng.random_range(1..5);
        let addresses = self.addresses(rng);
        let gap = self.gap();
        let mut paragraphs = Vec::new();
        for group in sentences.chunks(per_paragraph) {
            let lines: Vec<String> = group.iter().map(|line| self.expand(line, rng)).collect();
            paragraphs.push(self.linked(&lines.join(gap), &addresses, rng));
        }
        paragraphs
    }

    /// What joins two sentences in the set's languages.
    fn gap(&self) -> &'static str {
        let gaps = self.set.languages.iter().map(|language| sentence_gap(language));
        gaps.min_by_key(|gap| gap.len()).unwrap_or(" ")
    }

    /// Replaces link slots in a text with items of the set.
    fn linked(&self, text: &str, addresses: &Addresses, rng: &mut ChaCha8Rng) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for (at, part) in text.split(LINK_SLOT).enumerate() {
            if at > 0 && !self.set.items.is_empty() {
                let entry = pick(&self.set.items, rng);
                pieces.push(Piece::Link(self.item(entry, addresses, rng)));
            }
            pieces.push(Piece::Text(part.to_owned()));
        }
        pieces
    }

    /// Fills the `@slots@` of a snippet and replaces its brackets with marks.
    fn snippet(&self, snippet: &str, rng: &mut ChaCha8Rng) -> String {
        let mut out = String::new();
        for (at, part) in snippet.split('@').enumerate() {
            match part {
                "number" if at % 2 == 1 => out.push_str(&rng.random_range(1000..99_999_999).to_string()),
                "letters" if at % 2 == 1 => out.push_str(&letters(rng.random_range(3..8), rng)),
                "host" if at % 2 == 1 => out.push_str(self.host.bare_name()),
                _ => out.push_str(part),
            }
        }
        out.replace("[[", &String::from(mark(self.lookalike.label))).replace("]]", &String::from(MARK_END))
    }
}
