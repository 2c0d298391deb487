//! Grafts for pages that were flattened to plain text: only lines, without links and markup.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::random::chance;
use crate::synth::template::{
    AnchorStyle, Encoding, GraftTemplate, Hiding, LinkPattern, Location, Separator, Shape, Wrapper,
};
use crate::synth::{Campaign, Lookalike};

use super::compose::{clean, spam::SpamComposer};
use super::host::Host;
use super::letters::obfuscate;
use super::marked::{self, Graft, MARK_END, MARK_SPAM};
use super::payload::{Body, Item, Payload, Piece};
use super::render::plain_separator;

/// Plants a campaign's spam between the lines of a text.
pub(super) fn spam(lines: &str, campaign: &Campaign, rng: &mut ChaCha8Rng) -> Graft {
    use Shape::{Article, Doorway, Snippet, Title, TitleAndList};
    let is_plain =
        |shape: Shape| !matches!(shape, Title | TitleAndList | Doorway | Snippet | Article) && !shape.is_further();
    let shape = campaign.shapes.draw(rng, is_plain).unwrap_or(Shape::List);
    of_shape(lines, campaign, shape, rng)
}

/// Plants one or few links, which [`spam`] leaves out, between the lines of a text.
pub(super) fn further_spam(lines: &str, campaign: &Campaign, rng: &mut ChaCha8Rng) -> Graft {
    let is_plain = |shape| matches!(shape, Shape::SingleLink | Shape::FooterLinks);
    let shape = campaign.shapes.draw(rng, is_plain).unwrap_or(Shape::SingleLink);
    of_shape(lines, campaign, shape, rng)
}

fn of_shape(lines: &str, campaign: &Campaign, shape: Shape, rng: &mut ChaCha8Rng) -> Graft {
    let mut template = campaign.mix().draw(shape, rng);
    // Dumps of comments and forms keep the markup that was typed into them.
    let typed = chance(TYPED_SHARE, rng).then(|| TypedLink::draw(rng));
    if template.anchors != AnchorStyle::Url && typed.is_none() {
        template.links = LinkPattern::Unlinked;
    }
    flatten(&mut template, rng);
    let mut payload = SpamComposer::new(campaign, template, None, rng).payload(usize::MAX, rng);
    if let Some(typed) = typed {
        typed.write(&mut payload);
    }
    let may_have_lead_in = shape != Shape::SingleLink && template.wrapper == Wrapper::TextLine;
    if payload.lead_in.is_none() && may_have_lead_in && chance(0.4, rng) {
        payload.lead_in = Some(campaign.line(&campaign.lead_ins, rng));
    }
    let mut planter = Planter { lines, template, mark: MARK_SPAM };
    let html = planter.put(&payload, rng);
    Graft { html, family: campaign.family.clone(), template: planter.template, is_spam: true }
}

/// Plants a look-alike between the lines of a text.
pub(super) fn lookalike(lines: &str, lookalike: &Lookalike, rng: &mut ChaCha8Rng) -> Graft {
    let mut template = lookalike.template(rng);
    template.links = LinkPattern::Unlinked;
    flatten(&mut template, rng);
    let host = Host { html: "", url: None, language: None };
    let set = lookalike.set(None, rng);
    let composer = clean::Composer { lookalike, set, template: &template, host: &host };
    let payload = composer.payload(usize::MAX, rng);
    let mut planter = Planter { lines, template, mark: clean::mark(lookalike.label) };
    let html = planter.put(&payload, rng);
    Graft { html, family: lookalike.family.clone(), template: planter.template, is_spam: false }
}

/// Share of grafts whose links appear in the text as they were typed.
const TYPED_SHARE: f64 = 0.2;

/// Bytes above which a line is long enough to plant inside it.
const MIN_LONG_LINE: usize = 160;

/// How links are typed.
#[derive(Debug, Clone, Copy)]
enum TypedLink {
    /// As an HTML anchor.
    Html,
    /// In square brackets, as in forums.
    BbCode,
    /// The address after the text.
    Address,
}

impl TypedLink {
    fn draw(rng: &mut ChaCha8Rng) -> TypedLink {
        [TypedLink::Html, TypedLink::Html, TypedLink::BbCode, TypedLink::Address][rng.random_range(0..4)]
    }

    /// Writes every link of a payload into its text.
    fn write(self, payload: &mut Payload) {
        match &mut payload.body {
            Body::List(items) => items.iter_mut().for_each(|item| self.link(item)),
            Body::Prose(paragraphs) => {
                for piece in paragraphs.iter_mut().flatten() {
                    if let Piece::Link(item) = piece {
                        self.link(item);
                    }
                }
            }
            Body::Snippet(_) => {}
        }
    }

    fn link(self, item: &mut Item) {
        if let Some(href) = &item.href {
            item.text = match self {
                TypedLink::Html => format!("<a href=\"{href}\">{}</a>", item.text),
                TypedLink::BbCode => format!("[url={href}]{}[/url]", item.text),
                TypedLink::Address => format!("{} {href}", item.text),
            };
        }
    }
}

/// Adapts a template to plain text.
fn flatten(template: &mut GraftTemplate, rng: &mut ChaCha8Rng) {
    template.hiding = Hiding::Visible;
    if matches!(template.encoding, Encoding::Decimal | Encoding::Hex) {
        template.encoding = Encoding::Plain;
    }
    template.wrapper = match template.shape {
        Shape::List | Shape::SingleLink | Shape::FooterLinks => {
            [Wrapper::TextLine, Wrapper::TextLine, Wrapper::TextLines][rng.random_range(0..3)]
        }
        _ => Wrapper::TextProse,
    };
    if !template.is_inline {
        template.location =
            [Location::TextStart, Location::TextMiddle, Location::TextMiddle, Location::TextEnd, Location::TextEnd]
                [rng.random_range(0..5)];
    }
    if template.shape == Shape::FooterLinks {
        template.location = Location::TextEnd;
    }
    if template.wrapper == Wrapper::TextLine && matches!(template.separator, Separator::Newline | Separator::Break) {
        template.separator = if chance(0.5, rng) { Separator::PipeSpace } else { Separator::Space };
    }
}

/// Plants a payload in the lines of a text.
struct Planter<'a> {
    lines: &'a str,
    template: GraftTemplate,
    mark: char,
}

impl Planter<'_> {
    /// The text with the payload, and the template updated to where it was really planted.
    fn put(&mut self, payload: &Payload, rng: &mut ChaCha8Rng) -> String {
        let planted = self.plain_lines(payload, rng);
        if self.template.is_inline {
            if let Some(text) = self.inside(&planted, rng) {
                return text;
            }
            self.template.is_inline = false;
        }
        self.between(&planted, rng)
    }

    /// The payload as lines without marks.
    fn plain_lines(&self, payload: &Payload, rng: &mut ChaCha8Rng) -> Vec<String> {
        let lines = match &payload.body {
            Body::List(items) => self.list_lines(payload.lead_in.as_deref(), items, rng),
            Body::Prose(paragraphs) => paragraphs.iter().map(|pieces| prose_line(pieces)).collect(),
            Body::Snippet(html) => visible_lines(html),
        };
        let collapsed = lines.iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        let encoding = self.template.encoding;
        collapsed
            .filter(|line| !line.is_empty())
            .map(|line| if line.contains("://") { line } else { obfuscate(&line, encoding, rng) })
            .collect()
    }

    fn list_lines(&self, lead_in: Option<&str>, items: &[Item], rng: &mut ChaCha8Rng) -> Vec<String> {
        let texts = items.iter().map(|item| item.text.clone());
        if self.template.wrapper == Wrapper::TextLines {
            return lead_in.map(str::to_owned).into_iter().chain(texts).collect();
        }
        let separator = plain_separator(self.template.separator);
        let mut line = lead_in.map_or(String::new(), |lead_in| format!("{lead_in} "));
        line.push_str(&texts.collect::<Vec<_>>().join(separator));
        if chance(0.3, rng) {
            line.push_str(separator);
        }
        vec![line]
    }

    /// Inserts planted lines at the start, at the end or between two lines.
    fn between(&mut self, planted: &[String], rng: &mut ChaCha8Rng) -> String {
        let hosts: Vec<&str> = self.lines.split('\n').collect();
        let location = &mut self.template.location;
        if hosts.len() < 3 && *location == Location::TextMiddle || *location == Location::Paragraph {
            *location = Location::TextEnd;
        }
        let at = match *location {
            Location::TextStart => 0,
            Location::TextMiddle => rng.random_range(1..hosts.len()),
            _ if hosts.last() == Some(&"") => hosts.len() - 1,
            _ => hosts.len(),
        };
        let marked: Vec<String> = planted.iter().map(|line| format!("{}{line}{MARK_END}", self.mark)).collect();
        let mut out: Vec<&str> = Vec::with_capacity(hosts.len() + marked.len());
        out.extend(&hosts[..at]);
        out.extend(marked.iter().map(String::as_str));
        out.extend(&hosts[at..]);
        out.join("\n")
    }

    /// Inserts planted text inside a long line, after a word or a sentence. `None` if no line is long enough.
    fn inside(&self, planted: &[String], rng: &mut ChaCha8Rng) -> Option<String> {
        let mut hosts: Vec<String> = self.lines.split('\n').map(str::to_owned).collect();
        let long: Vec<usize> = (0..hosts.len()).filter(|at| hosts[*at].len() > MIN_LONG_LINE).collect();
        let chosen = *long.get(rng.random_range(0..long.len().max(1)))?;
        let line = &hosts[chosen];
        let after =
            |(at, c): (usize, char)| (c.is_whitespace() || matches!(c, '。' | '，' | '、')).then(|| at + c.len_utf8());
        let points: Vec<usize> = line.char_indices().filter_map(after).filter(|at| *at + 1 < line.len()).collect();
        let at = *points.get(rng.random_range(0..points.len().max(1)))?;
        let marked = format!("{}{}{MARK_END} ", self.mark, planted.join(" "));
        hosts[chosen] = format!("{}{marked}{}", &line[..at], &line[at..]);
        Some(hosts.join("\n"))
    }
}

/// A paragraph's text, with anchors as plain text.
fn prose_line(pieces: &[Piece]) -> String {
    let text = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Link(item) => item.text.clone(),
    };
    pieces.iter().map(text).collect()
}

/// The visible text of a snippet: the runs between its marks, one line each.
fn visible_lines(html: &str) -> Vec<String> {
    let text_after_mark =
        |part: &str| part.rfind(marked::is_begin).map(|at| part[at..].chars().skip(1).collect::<String>());
    let (parts, _) = html.rsplit_once(MARK_END).unwrap_or((html, ""));
    let decode =
        |text: String| text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    parts
        .split(MARK_END)
        .filter_map(text_after_mark)
        .flat_map(|text| decode(text).lines().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}
