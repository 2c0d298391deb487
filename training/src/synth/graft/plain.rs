//! Grafts for pages that were flattened to plain text: no links and no markup, only lines.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::build::Builder;
use super::campaign::Campaign;
use super::lookalike::Lookalike;
use super::render::{Body, Goods, Item, Piece, plain_separator};
use super::template::{AnchorStyle, Encoding, Hiding, LinkPattern, Place, Separator, Shape, Template, Wrapper};
use super::text::{chance, disguise};
use super::{Graft, Host, MARK_END, MARK_SPAM};

/// Plants a campaign's spam between the lines of a text.
pub(super) fn spam(lines: &str, campaign: &Campaign, rng: &mut ChaCha8Rng) -> Graft {
    let in_text = |shape| !matches!(shape, Shape::Title | Shape::TitleAndList | Shape::Doorway | Shape::Snippet);
    let shape = campaign.shapes.draw(rng, in_text).unwrap_or(Shape::List);
    let mut template = campaign.mix().draw(shape, rng);
    // Dumps of comments and forms keep the markup that was typed into them.
    let raw = chance(RAW, rng).then(|| Raw::draw(rng));
    if template.anchors != AnchorStyle::Url && raw.is_none() {
        template.links = LinkPattern::Unlinked;
    }
    flatten(&mut template, rng);
    let mut goods = Builder::new(campaign, template, None, rng).goods(usize::MAX, rng);
    if let Some(raw) = raw {
        raw.write(&mut goods);
    }
    if goods.lead_in.is_none() && template.wrapper == Wrapper::TextLine && chance(0.4, rng) {
        goods.lead_in = Some(campaign.line(&campaign.lead_ins, rng));
    }
    finish(lines, &goods, template, MARK_SPAM, &campaign.family, rng)
}

/// Plants a look-alike between the lines of a text.
pub(super) fn clean(lines: &str, lookalike: &Lookalike, rng: &mut ChaCha8Rng) -> Graft {
    let mut template = lookalike.template(rng);
    template.links = LinkPattern::Unlinked;
    flatten(&mut template, rng);
    let host = Host { html: "", url: None, language: None };
    let set = lookalike.set(None, rng);
    let goods = lookalike.goods(set, &template, usize::MAX, &host, rng);
    finish(lines, &goods, template, lookalike.mark(), &lookalike.family, rng)
}

/// Share of grafts whose links stand in the text as they were typed.
const RAW: f64 = 0.2;

/// How links are typed.
#[derive(Clone, Copy)]
enum Raw {
    Html,
    Forum,
    After,
}

impl Raw {
    fn draw(rng: &mut ChaCha8Rng) -> Raw {
        [Raw::Html, Raw::Html, Raw::Forum, Raw::After][rng.random_range(0..4)]
    }

    fn write(self, goods: &mut Goods) {
        match &mut goods.body {
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
                Raw::Html => format!("<a href=\"{href}\">{}</a>", item.text),
                Raw::Forum => format!("[url={href}]{}[/url]", item.text),
                Raw::After => format!("{} {href}", item.text),
            };
        }
    }
}

/// Makes a template one of plain text.
fn flatten(template: &mut Template, rng: &mut ChaCha8Rng) {
    template.hiding = Hiding::Visible;
    if matches!(template.encoding, Encoding::Decimal | Encoding::Hex) {
        template.encoding = Encoding::Plain;
    }
    template.wrapper = match template.shape {
        Shape::List => [Wrapper::TextLine, Wrapper::TextLine, Wrapper::TextLines][rng.random_range(0..3)],
        _ => Wrapper::TextProse,
    };
    if !template.woven {
        template.place = [Place::TextStart, Place::TextMiddle, Place::TextMiddle, Place::TextEnd, Place::TextEnd]
            [rng.random_range(0..5)];
    }
    if template.wrapper == Wrapper::TextLine && matches!(template.separator, Separator::Newline | Separator::Break) {
        template.separator = if chance(0.5, rng) { Separator::PipeSpace } else { Separator::Space };
    }
}

fn finish(
    lines: &str,
    goods: &Goods,
    mut template: Template,
    label: char,
    family: &str,
    rng: &mut ChaCha8Rng,
) -> Graft {
    let planted = lines_of(goods, &template, rng);
    let html = if template.woven { woven(lines, &planted, label, rng) } else { None };
    let html = html.unwrap_or_else(|| {
        template.woven = false;
        between(lines, &planted, &mut template, label, rng)
    });
    Graft { html, family: family.to_owned(), template, is_spam: label == MARK_SPAM }
}

/// The goods as lines without marks.
fn lines_of(goods: &Goods, template: &Template, rng: &mut ChaCha8Rng) -> Vec<String> {
    let lines = match &goods.body {
        Body::List(items) => list_lines(goods.lead_in.as_deref(), items, template, rng),
        Body::Prose(paragraphs) => paragraphs.iter().map(|pieces| prose_line(pieces)).collect(),
        Body::Snippet(html) => shown(html),
    };
    let clean = |line: &String| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines = lines.iter().map(clean).filter(|line| !line.is_empty());
    lines.map(|line| if line.contains("://") { line } else { disguise(&line, template.encoding, rng) }).collect()
}

fn list_lines(lead_in: Option<&str>, items: &[Item], template: &Template, rng: &mut ChaCha8Rng) -> Vec<String> {
    let texts = items.iter().map(|item| item.text.clone());
    if template.wrapper == Wrapper::TextLines {
        return lead_in.map(str::to_owned).into_iter().chain(texts).collect();
    }
    let separator = plain_separator(template.separator);
    let mut line = lead_in.map_or(String::new(), |lead_in| format!("{lead_in} "));
    line.push_str(&texts.collect::<Vec<_>>().join(separator));
    if chance(0.3, rng) {
        line.push_str(separator);
    }
    vec![line]
}

fn prose_line(pieces: &[Piece]) -> String {
    let text = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Link(item) => item.text.clone(),
    };
    pieces.iter().map(text).collect()
}

/// What a snippet shows: the runs between its marks, one line each.
fn shown(html: &str) -> Vec<String> {
    let marked = |part: &str| part.rfind(super::is_begin).map(|at| part[at..].chars().skip(1).collect::<String>());
    let (parts, _) = html.rsplit_once(MARK_END).unwrap_or((html, ""));
    let decode =
        |text: String| text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    parts
        .split(MARK_END)
        .filter_map(marked)
        .flat_map(|text| decode(text).lines().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

/// Puts planted lines at the start, at the end or between two lines.
fn between(lines: &str, planted: &[String], template: &mut Template, label: char, rng: &mut ChaCha8Rng) -> String {
    let hosts: Vec<&str> = lines.split('\n').collect();
    if hosts.len() < 3 && template.place == Place::TextMiddle || template.place == Place::Paragraph {
        template.place = Place::TextEnd;
    }
    let at = match template.place {
        Place::TextStart => 0,
        Place::TextMiddle => rng.random_range(1..hosts.len()),
        _ if hosts.last() == Some(&"") => hosts.len() - 1,
        _ => hosts.len(),
    };
    let marked: Vec<String> = planted.iter().map(|line| format!("{label}{line}{MARK_END}")).collect();
    let mut out: Vec<&str> = Vec::with_capacity(hosts.len() + marked.len());
    out.extend(&hosts[..at]);
    out.extend(marked.iter().map(String::as_str));
    out.extend(&hosts[at..]);
    out.join("\n")
}

/// Puts planted text into a long line, after a word or a sentence; `None` where no line is long enough.
fn woven(lines: &str, planted: &[String], label: char, rng: &mut ChaCha8Rng) -> Option<String> {
    let mut hosts: Vec<String> = lines.split('\n').map(str::to_owned).collect();
    let long: Vec<usize> = (0..hosts.len()).filter(|at| hosts[*at].len() > 160).collect();
    let chosen = *long.get(rng.random_range(0..long.len().max(1)))?;
    let line = &hosts[chosen];
    let after =
        |(at, c): (usize, char)| (c.is_whitespace() || matches!(c, '。' | '，' | '、')).then(|| at + c.len_utf8());
    let points: Vec<usize> = line.char_indices().filter_map(after).filter(|at| *at + 1 < line.len()).collect();
    let at = *points.get(rng.random_range(0..points.len().max(1)))?;
    let marked = format!("{label}{}{MARK_END} ", planted.join(" "));
    hosts[chosen] = format!("{}{marked}{}", &line[..at], &line[at..]);
    Some(hosts.join("\n"))
}
