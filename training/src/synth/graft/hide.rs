//! Ways to hide an element from readers.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::random::chance;
use crate::synth::slug::letters;
use crate::synth::spin::pick;
use crate::synth::template::Hiding;

/// What an element needs to hide its contents.
#[derive(Debug, Default)]
pub(super) struct Cloak {
    /// Markup before the element.
    pub(super) before: String,
    /// Markup after the element.
    pub(super) after: String,
    /// Its class; empty without one.
    pub(super) class: String,
    /// Its other attributes, each with a space before it.
    pub(super) attributes: String,
}

/// Draws one of the forms in which an element is hidden.
pub(super) fn cloak(hiding: Hiding, rng: &mut ChaCha8Rng) -> Cloak {
    match hiding {
        Hiding::Visible => Cloak::default(),
        Hiding::OffScreen => inline_style(&off_screen(rng)),
        Hiding::Attribute => Cloak { attributes: " hidden".into(), ..Cloak::default() },
        Hiding::Marquee => marquee(rng),
        Hiding::Script => script(rng),
        Hiding::StyleClass => style_class(&HIDING_RULES, rng),
        Hiding::Color if chance(0.4, rng) => inline_style(pick(&COLOR_STYLES, rng)),
        Hiding::Color => style_class(&COLOR_RULES, rng),
        Hiding::DisplayNone => inline_style(pick(&DISPLAY_NONE, rng)),
        Hiding::Opacity => inline_style(pick(&OPACITY, rng)),
        Hiding::Tiny => inline_style(pick(&TINY, rng)),
        Hiding::FontSize => inline_style(pick(&FONT_SIZE, rng)),
        Hiding::Height => inline_style(pick(&HEIGHT, rng)),
        Hiding::Visibility => inline_style(pick(&VISIBILITY, rng)),
    }
}

fn inline_style(style: &str) -> Cloak {
    Cloak { attributes: format!(" style=\"{style}\""), ..Cloak::default() }
}

const DISPLAY_NONE: [&str; 5] =
    ["display:none", "display:none;", "display: none;", "DISPLAY: none", "display:none !important"];

const OPACITY: [&str; 4] =
    ["opacity:0", "opacity: 0; position:absolute; z-index:-1", "opacity:0.01;", "filter:alpha(opacity=0);opacity:0"];

const TINY: [&str; 3] = [
    "width:1px;height:1px;overflow:hidden",
    "overflow:hidden;height:1px;",
    "height:1px; width:1px; overflow:auto; position:absolute",
];

const FONT_SIZE: [&str; 3] = ["font-size:0", "font-size:0px;line-height:0", "font-size: 1px; color: #fff"];

const HEIGHT: [&str; 3] = ["height:0;overflow:hidden", "max-height:0; overflow:hidden;", "overflow:hidden;height:0px"];

const VISIBILITY: [&str; 3] = ["visibility:hidden", "visibility: hidden; height: 0;", "visibility:collapse"];

const COLOR_STYLES: [&str; 4] =
    ["color:#ffffff", "color:#fff;background:#fff", "color:#fefefe;font-size:1px", "color:transparent"];

/// Rules that give text the background's color.
const COLOR_RULES: [&str; 4] =
    ["color:#FFFFFE !important;", "color:#fff", "color:#ffffff;font-size:2px", "color:transparent"];

/// Rules that hide an element.
const HIDING_RULES: [&str; 4] =
    ["display:none", "position:absolute;left:-5000px", "display:none !important;", "height:0;overflow:hidden"];

fn off_screen(rng: &mut ChaCha8Rng) -> String {
    let distance = if chance(0.7, rng) {
        [999, 9999, 5000, 10_000, 2000, 99_999][rng.random_range(0..6)]
    } else {
        rng.random_range(900..60_000)
    };
    match rng.random_range(0..6) {
        0 => format!("position:absolute;left:-{distance}px;"),
        1 => format!("position: absolute; left: -{distance}px; top: -{distance}px;"),
        2 => format!("position:fixed;top:-{distance}px"),
        3 => format!("text-indent:-{distance}px;overflow:hidden"),
        4 => format!("LEFT: -{distance}px; POSITION: absolute; TOP: -{distance}px"),
        _ => format!("margin-left:-{distance}px; position:absolute; width:1px; height:1px; overflow:hidden"),
    }
}

fn marquee(rng: &mut ChaCha8Rng) -> Cloak {
    let size = pick(
        &[
            "scrollamount=\"10000\" width=\"1\" height=\"1\"",
            "height=\"1\" width=\"4\" scrolldelay=\"60000\"",
            "style=\"position:absolute;width:0px\"",
        ],
        rng,
    );
    Cloak { before: format!("<marquee {size}>"), after: "</marquee>".into(), ..Cloak::default() }
}

/// A class whose rule is in a style element before it.
fn style_class(rules: &[&str], rng: &mut ChaCha8Rng) -> Cloak {
    let class = letters(rng.random_range(2..6), rng);
    let rule = pick(rules, rng);
    Cloak { before: format!("<style type=\"text/css\">.{class}{{{rule}}}</style>"), class, ..Cloak::default() }
}

/// A script after the element hides it.
fn script(rng: &mut ChaCha8Rng) -> Cloak {
    let id = format!("{}{}", pick(&["hidebox", "links", "x", "ads", "block", "c"], rng), rng.random_range(1..99));
    let rule = pick(&["style.display='none'", "style.visibility='hidden'", "style.position='absolute'"], rng);
    let after = format!("<script type=\"text/javascript\">document.getElementById('{id}').{rule};</script>");
    Cloak { attributes: format!(" id=\"{id}\""), after, ..Cloak::default() }
}
