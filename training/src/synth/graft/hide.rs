//! The ways of keeping an element from a reader's eyes.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::domains::letters;
use super::template::Hiding;
use super::text::{chance, pick};

/// How an outer element hides what it holds.
#[derive(Debug, Default)]
pub(super) struct Cloak {
    pub(super) before: String,
    pub(super) after: String,
    pub(super) class: String,
    pub(super) attributes: String,
}

/// A cloak of the kind asked for.
pub(super) fn cloak(hiding: Hiding, rng: &mut ChaCha8Rng) -> Cloak {
    let style = match hiding {
        Hiding::Visible => return Cloak::default(),
        Hiding::DisplayNone => {
            pick(&["display:none", "display:none;", "display: none;", "DISPLAY: none", "display:none !important"], rng)
                .into()
        }
        Hiding::OffScreen => off_screen(rng),
        Hiding::Opacity => pick(
            &[
                "opacity:0",
                "opacity: 0; position:absolute; z-index:-1",
                "opacity:0.01;",
                "filter:alpha(opacity=0);opacity:0",
            ],
            rng,
        )
        .into(),
        Hiding::Tiny => pick(
            &[
                "width:1px;height:1px;overflow:hidden",
                "overflow:hidden;height:1px;",
                "height:1px; width:1px; overflow:auto; position:absolute",
            ],
            rng,
        )
        .into(),
        Hiding::FontSize => {
            pick(&["font-size:0", "font-size:0px;line-height:0", "font-size: 1px; color: #fff"], rng).into()
        }
        Hiding::Height => {
            pick(&["height:0;overflow:hidden", "max-height:0; overflow:hidden;", "overflow:hidden;height:0px"], rng)
                .into()
        }
        Hiding::Visibility => {
            pick(&["visibility:hidden", "visibility: hidden; height: 0;", "visibility:collapse"], rng).into()
        }
        Hiding::Attribute => return Cloak { attributes: " hidden".into(), ..Cloak::default() },
        Hiding::Marquee => return marquee(rng),
        Hiding::Colour if chance(0.4, rng) => pick(
            &["color:#ffffff", "color:#fff;background:#fff", "color:#fefefe;font-size:1px", "color:transparent"],
            rng,
        )
        .into(),
        Hiding::Colour => {
            return style_class(
                &["color:#FFFFFE !important;", "color:#fff", "color:#ffffff;font-size:2px", "color:transparent"],
                rng,
            );
        }
        Hiding::StyleClass => {
            return style_class(
                &[
                    "display:none",
                    "position:absolute;left:-5000px",
                    "display:none !important;",
                    "height:0;overflow:hidden",
                ],
                rng,
            );
        }
        Hiding::Script => return script(rng),
    };
    let style: String = style;
    Cloak { attributes: format!(" style=\"{style}\""), ..Cloak::default() }
}

fn off_screen(rng: &mut ChaCha8Rng) -> String {
    let by = if chance(0.7, rng) {
        [999, 9999, 5000, 10_000, 2000, 99_999][rng.random_range(0..6)]
    } else {
        rng.random_range(900..60_000)
    };
    match rng.random_range(0..6) {
        0 => format!("position:absolute;left:-{by}px;"),
        1 => format!("position: absolute; left: -{by}px; top: -{by}px;"),
        2 => format!("position:fixed;top:-{by}px"),
        3 => format!("text-indent:-{by}px;overflow:hidden"),
        4 => format!("LEFT: -{by}px; POSITION: absolute; TOP: -{by}px"),
        _ => format!("margin-left:-{by}px; position:absolute; width:1px; height:1px; overflow:hidden"),
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

fn style_class(rules: &[&str], rng: &mut ChaCha8Rng) -> Cloak {
    let class = letters(rng.random_range(2..6), rng);
    let rule = pick(rules, rng);
    Cloak { before: format!("<style type=\"text/css\">.{class}{{{rule}}}</style>"), class, ..Cloak::default() }
}

fn script(rng: &mut ChaCha8Rng) -> Cloak {
    let id = format!("{}{}", pick(&["hidebox", "links", "x", "ads", "block", "c"], rng), rng.random_range(1..99));
    let rule = pick(&["style.display='none'", "style.visibility='hidden'", "style.position='absolute'"], rng);
    let after = format!("<script type=\"text/javascript\">document.getElementById('{id}').{rule};</script>");
    Cloak { attributes: format!(" id=\"{id}\""), after, ..Cloak::default() }
}
