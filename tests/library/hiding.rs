//! What hides a block.

use super::page;
use blocksift::{Block, Visibility};

/// The visibility of the block that begins with `x`.
fn of(html: &str) -> Visibility {
    let page = page(html);
    let block: Option<&Block> = page.blocks().iter().find(|b| page.block_text(b).starts_with('x'));
    block.unwrap_or_else(|| panic!("no block in {html}")).visibility()
}

#[test]
fn by_inline_style() {
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
        let seen = of(&format!("<p>a<div style='{style}'><p>x</p></div><p>b"));
        assert!(seen.is_hidden() && seen.is_inline_style() && seen.is_inherited(), "{style}");
    }
    for style in ["display:block", "opacity:0.5", "left:-5px", "font-size:12px", "height:0", "color:#333", ""] {
        assert!(!of(&format!("<div style='{style}'>x</div>")).is_hidden(), "{style}");
    }
}

#[test]
fn by_rules_of_the_page() {
    assert!(of("<style>p{color:red} .a, .gone { display:none }</style><div class='b gone'>x</div>").is_display_none());
    assert!(of("<style>#gone{position:absolute;top:-3000px}</style><div id=gone><p>x</div>").is_off_screen());
    assert!(of("<style>div.gone{visibility:hidden}</style><div class=gone>x</div>").is_invisible());
    assert!(of("<body><div class=gone>x</div><style>.gone{display:none}</style>").is_hidden());
    assert!(of("<script>document.getElementById('g').style.display='none'</script><div id=g>x</div>").is_hidden());
    assert!(!of("<style>@media print{.gone{display:none}}</style><div class=gone>x</div>").is_hidden());
    assert!(!of("<style>.menu .gone{display:none}</style><div class=gone>x</div>").is_hidden());
    assert!(!of("<style>.gone:hover{display:none}</style><div class=gone>x</div>").is_hidden());
    assert!(!of("<style>.gone{display:none}</style><div class=other>x</div>").is_hidden());
}

#[test]
fn by_attributes() {
    assert!(of("<div hidden>x</div>").is_display_none());
    let aria = of("<div aria-hidden=true>x</div>");
    assert!(aria.is_aria_hidden() && !aria.is_hidden());
}

#[test]
fn a_hidden_run_is_a_block_of_its_own() {
    let page = page("<p>seen <span style='display:none'>x not seen</span> seen again</p>");
    assert_eq!(super::texts(&page), ["seen", "x not seen", "seen again"]);
    let hidden: Vec<bool> = page.blocks().iter().map(|b| b.visibility().is_hidden()).collect();
    assert_eq!(hidden, [false, true, false]);
}
