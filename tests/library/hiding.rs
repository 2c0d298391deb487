//! Visibility: which styles, rules and attributes hide a block.

use super::{page, texts};
use blocksift::Visibility;

/// The visibility of the block that starts with `x`.
fn visibility(html: &str) -> Visibility {
    let page = page(html);
    let block = page.blocks().iter().find(|b| page.block_text(b).starts_with('x'));
    block.unwrap_or_else(|| panic!("no block starts with x in {html}")).visibility()
}

#[test]
fn inline_styles_hide_and_are_inherited() {
    for style in [
        "display:none",
        "DISPLAY : None !important",
        "color:red;visibility: hidden",
        "opacity:0",
        "opacity: 0.01",
        "position:absolute;left:-9999px",
        "text-indent:-5000px",
        "font-size:0",
        "height:0;overflow:hidden",
        "width:1px;height:1px;overflow:hidden",
        "color:#fff;background:#fff",
        "color:#fefefe",
        "margin-left:-2000px",
    ] {
        let visibility = visibility(&format!("<p>a<div style='{style}'><p>x</p></div><p>b"));
        assert!(visibility.is_hidden() && visibility.is_inline_style() && visibility.is_inherited(), "{style}");
    }
}

#[test]
fn other_inline_styles_do_not_hide() {
    for style in ["display:block", "opacity:0.5", "left:-5px", "font-size:12px", "height:0", "color:#333", ""] {
        assert!(!visibility(&format!("<div style='{style}'>x</div>")).is_hidden(), "{style}");
    }
}

#[test]
fn rules_of_one_class_or_id_hide() {
    let html = "<style>p{color:red} .a, .gone { display:none }</style><div class='b gone'>x</div>";
    assert!(visibility(html).is_display_none() && !visibility(html).is_inline_style());
    let html = "<style>#gone{position:absolute;top:-3000px}</style><div id=gone><p>x</div>";
    assert!(visibility(html).is_off_screen());
    assert!(visibility("<style>div.gone{visibility:hidden}</style><div class=gone>x</div>").is_invisible());
    assert!(visibility("<body><div class=gone>x</div><style>.gone{display:none}</style>").is_hidden());
}

#[test]
fn scripts_that_hide_an_id_hide() {
    let script = "<script>document.getElementById('g').style.display='none'</script>";
    assert!(visibility(&format!("{script}<div id=g>x</div>")).is_hidden());
    assert!(!visibility(&format!("{script}<div id=h>x</div>")).is_hidden());
}

#[test]
fn other_rules_do_not_hide() {
    for css in [
        "@media print{.gone{display:none}}",
        ".menu .gone{display:none}",
        ".gone:hover{display:none}",
        ".other{display:none}",
        ".gone{color:red}",
    ] {
        assert!(!visibility(&format!("<style>{css}</style><div class=gone>x</div>")).is_hidden(), "{css}");
    }
}

#[test]
fn attributes_hide() {
    assert!(visibility("<div hidden>x</div>").is_display_none());
    let aria = visibility("<div aria-hidden=true>x</div>");
    assert!(aria.is_aria_hidden() && !aria.is_hidden());
}

#[test]
fn a_hidden_inline_run_is_a_block_of_its_own() {
    let page = page("<p>seen <span style='display:none'>x not seen</span> seen again</p>");
    assert_eq!(texts(&page), ["seen", "x not seen", "seen again"]);
    let hidden: Vec<bool> = page.blocks().iter().map(|b| b.visibility().is_hidden()).collect();
    assert_eq!(hidden, [false, true, false]);
}
