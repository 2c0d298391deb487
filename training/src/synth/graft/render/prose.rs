//! Running text as markup.

use rand_chacha::ChaCha8Rng;

use crate::random::chance;
use crate::synth::graft::payload::Piece;
use crate::synth::spin::pick;
use crate::synth::template::Wrapper;

use super::Painter;

impl Painter {
    /// Paragraphs in the template's wrapper.
    pub(super) fn prose(&self, paragraphs: &[Vec<Piece>], rng: &mut ChaCha8Rng) -> String {
        let runs: Vec<String> = paragraphs.iter().map(|pieces| self.running(pieces, rng)).collect();
        let is_visible = !self.is_hidden();
        match self.template.wrapper {
            Wrapper::Comment => self.comment(&runs.join("</p><p>"), rng),
            Wrapper::Bare if is_visible => runs.join("\n"),
            Wrapper::Span => self.cloaked("span", &runs.join(" "), rng),
            Wrapper::Sloppy => self.cloaked("div", &runs.join("<p>"), rng),
            Wrapper::Headings => {
                let tagged = runs.iter().map(|run| {
                    let tag = pick(&["h1", "h3", "h4", "h5", "strong", "span"], rng);
                    format!("<{tag}>{run}</{tag}>&nbsp;")
                });
                let inner: String = tagged.collect();
                self.cloaked("div", &inner, rng)
            }
            Wrapper::Paragraphs if runs.len() == 1 => self.cloaked("p", &runs.concat(), rng),
            _ => {
                let inner: String = runs.iter().map(|run| format!("<p>{run}</p>\n")).collect();
                if is_visible && chance(0.5, rng) { inner } else { self.cloaked("div", &inner, rng) }
            }
        }
    }

    /// One paragraph's text and anchors.
    pub(super) fn running(&self, pieces: &[Piece], rng: &mut ChaCha8Rng) -> String {
        let mut out = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(text) => out.push_str(&self.text(text, rng)),
                Piece::Link(item) => out.push_str(&self.item(item, "", rng)),
            }
        }
        out
    }
}
