//! Visibility: which styles, rules and attributes hide a block.

use super::{page, texts};
use blocksift::{Features, Limits, Page, Visibility};

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
        "line-height:0",
        "line-height:0px",
        "visibility:collapse",
        "content-visibility:hidden",
        "width:0;height:0;overflow:auto",
        "max-height:0;overflow-y:scroll",
        "position:absolute;clip:rect(0,0,0,0)",
        "clip-path:inset(100%)",
        "-webkit-clip-path:circle(0)",
        "transform:scale(0)",
        "transform:translateX(-9999px)",
        "position:fixed;right:9999px",
        "position:relative;left:-500em",
        "margin:0 0 0 -9999px",
        "font:0/0 a",
        "color:rgb(255, 255, 255);background-color:white",
        "color:hsl(0 0% 0%);background:#010101",
        "color:transparent",
        "color:rgba(0,0,0,0)",
        "d\\69splay:none",
        "/* ; */display:none",
        "display:none;display:nothing",
        "content:\";\";display:none",
    ] {
        let visibility = visibility(&format!("<p>a<div style='{style}'><p>x</p></div><p>b"));
        assert!(visibility.is_hidden() && visibility.is_inline_style() && visibility.is_inherited(), "{style}");
    }
}

#[test]
fn other_inline_styles_do_not_hide() {
    for style in [
        "display:block",
        "opacity:0.5",
        "left:-5px",
        "font-size:12px",
        "height:0",
        "color:#333",
        "",
        "line-height:1.5",
        "line-height:1",
        "line-height:100%",
        "left:-9999px",
        "position:static;left:-9999px",
        "clip:rect(0,0,0,0)",
        "display:none;display:block",
        "display:none !ie",
        "color:#fff;background:#fff url(night.jpg)",
        "color:transparent;background:linear-gradient(red,blue);-webkit-background-clip:text",
        "color:#fff",
        "height:0;padding-bottom:56%;overflow:hidden",
        "width:0;flex:1;overflow:hidden",
        "transform:scale(1)",
        "transform:translate(-50%,-50%)",
        "opacity:var(--o)",
        "background:url(\"a;display:none;b\")",
        "position:relative;left:50%;margin-left:-50vw;width:100vw",
    ] {
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
        "@media (max-width:600px){.gone{display:none}}",
        "@supports not (display:grid){.gone{display:none}}",
        "@container (width > 1px){.gone{display:none}}",
        "@import url(x.css) print; @font-face{font-family:gone} @keyframes gone{from{opacity:0}}",
        ".gone[title]{display:none}",
        ".gone::before{display:none}",
        ".gone:not(.shown){display:none}",
        ".GONE{display:none}",
        ".other{a:'}.gone{display:none}'}",
        "/* .gone{display:none} */",
        ".other{color:red;.gone{display:none}}",
        ".x,.y .gone,.gone>p,.z{display:none}",
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
fn rules_in_every_form_hide() {
    for css in [
        "div.gone{display:none}",
        "DIV.gone.too{display:none}",
        ".x, .too.gone, .y{display:none}",
        "#g{display:none}",
        "div#g.gone{display:none}",
        "*.gone{display:none}",
        "@media screen{.gone{display:none}}",
        "@media all and (min-width:600px){@supports (display:grid){.gone{display:none}}}",
        "@layer base{.gone{display:none}}",
        "@charset 'utf-8';@import 'x.css';.gone{display:none}",
        "<!-- .gone{display:none} -->",
        "/* { */ .gone{content:'}';display:none}",
        ".other{x:'}{'} .gone{display:none}",
        ".g\\6fne{display:none}",
        ".gone{color:red;.other{color:red} display:none}",
        ".gone{display:none",
    ] {
        let html = format!("<style>{css}</style><div class='too gone' id=g>x</div>");
        assert!(visibility(&html).is_display_none(), "{css}");
    }
}

#[test]
fn a_rule_hides_text_in_the_color_of_its_background() {
    for css in
        ["color:#FFFFFE !Important", "color:white;background:#fff", "color:#123456;background-color:rgb(18 52 86)"]
    {
        let html = format!("<style>.gone{{{css}}}</style><div class=gone>x</div>");
        assert!(visibility(&html).is_background_colored(), "{css}");
    }
    assert!(!visibility("<style>.seen{color:#fff}</style><div class=seen>x</div>").is_hidden());
}

#[test]
fn the_rule_that_wins_decides() {
    let wins = |css: &str, style: &str| {
        let html = format!("<style>{css}</style><div class='a b' id=i style='{style}'>x</div>");
        visibility(&html).is_hidden()
    };
    for (css, style) in [
        (".a{display:none} .b{display:block}", ""),
        (".a{display:none} .a{display:flex}", ""),
        (".a.b{display:block} .a{display:none}", ""),
        ("#i{display:block} div.a.b{display:none}", ""),
        (".a{display:block!important} #i{display:none}", ""),
        (".a{display:none}", "display:block"),
        (".a{display:block!important}", "display:none"),
        ("@layer x{#i{display:none}} .a{display:block}", ""),
        ("@layer x{#i{display:none}} @layer y{.a{display:block}}", ""),
        (".a{display:none} @media screen{.a{display:block}}", ""),
        (".a{position:absolute;left:-9999px} .b{position:static}", ""),
        (".a{height:0;overflow:hidden} .b{height:auto}", ""),
        (".a{color:#fff;background:#fff} .b{color:#000}", ""),
        (".a{display:none} .\\61.b{display:block}", ""),
    ] {
        assert!(!wins(css, style), "{css} {style}");
    }
    for (css, style) in [
        (".b{display:block} .a{display:none}", ""),
        (".a.b{display:none} .a{display:block}", ""),
        (".a{display:none!important} #i{display:block}", ""),
        (".a{display:none!important}", "display:block"),
        (".a{display:block}", "display:none"),
        (".a{display:none} @media print{.a{display:block}}", ""),
        (".a{display:none} .a:hover{display:block} .menu .a{display:block}", ""),
        (".a{height:0} .b{overflow:hidden}", ""),
        (".a{left:-9999px}", "position:absolute"),
        ("@layer x{.a{display:none!important}} .a{display:block!important}", ""),
    ] {
        assert!(wins(css, style), "{css} {style}");
    }
}

#[test]
fn sheets_for_other_readers_do_not_count() {
    let rule = ".gone{display:none}</style>";
    for tag in ["<style media=print>", "<style type='text/css' media='print, (max-width:600px)'>", "<noscript><style>"]
    {
        assert!(!visibility(&format!("{tag}{rule}</noscript><div class=gone>x</div>")).is_hidden(), "{tag}");
    }
    assert!(visibility(&format!("<style media=screen>{rule}<div class=gone>x</div>")).is_hidden());
    assert!(visibility(&format!("<noscript>a</noscript><style>{rule}<div class=gone>x</div>")).is_hidden());
}

#[test]
fn sheets_of_other_trees_do_not_count() {
    let rule = "<style>p{display:none}</style>";
    for around in ["<template>#</template>", "<div><template shadowrootmode=open>#<slot></slot></template></div>"] {
        let html = format!("{}<p>x</p>", around.replace('#', rule));
        assert!(!visibility(&html).is_hidden(), "{around}");
    }
    let html = format!("<!-- <noscript> --><style type='text/x'>p{{}}</style>{rule}<p>x");
    assert!(visibility(&html).is_hidden(), "a comment opens nothing");
    assert!(!visibility("<style type=text/plain>p{display:none}</style><p>x").is_hidden());
}

#[test]
fn many_rules_for_one_class_hide_nothing_of_each_other() {
    let others: String = (0..200).map(|i| format!(".c{i}.hid{{color:red}} ")).collect();
    assert!(visibility(&format!("<style>{others}.hid{{display:none}}</style><p class=hid>x")).is_hidden());
}

#[test]
fn descendants_may_undo_inherited_properties() {
    for (outer, inner) in [
        ("visibility:hidden", "visibility:visible"),
        ("font-size:0", "font-size:14px"),
        ("line-height:0", "line-height:1.2"),
        ("text-indent:-9999px", "text-indent:0"),
        ("color:#fff;background:#fff", "color:black"),
    ] {
        let html = format!("<div style='{outer}'>y<div style='{inner}'><p>x</div></div>");
        assert!(!visibility(&html).is_hidden() && !visibility(&html).is_inline_style(), "{outer}");
        let html = format!("<style>.o{{{outer}}} .i{{{inner}}}</style><div class=o>y<div class=i><p>x</div></div>");
        assert!(!visibility(&html).is_hidden(), "{outer}");
    }
    for (outer, inner) in [
        ("display:none", "display:block"),
        ("opacity:0", "opacity:1"),
        ("visibility:hidden", "visibility:inherit"),
        ("font-size:0", "font-size:2em"),
        ("height:0;overflow:hidden", "height:9px"),
    ] {
        let html = format!("<div style='{outer}'>y<div style='{inner}'><p>x</div></div>");
        assert!(visibility(&html).is_hidden(), "{outer}");
    }
}

#[test]
fn what_a_reader_can_open_is_not_hidden() {
    assert!(!visibility("<div hidden=until-found>x</div>").is_hidden());
    assert!(!visibility("<details><summary>More</summary><p>x</details>").is_hidden());
    assert!(!visibility("<div hidden style='display:block'>x</div>").is_hidden());
    let rules = "<style>[hidden]{display:none!important} .a{display:block}</style>";
    assert!(visibility(&format!("{rules}<div hidden class=a>x</div>")).is_hidden());
}

#[test]
fn a_page_does_not_hide_all_of_itself() {
    let page = "<style>html,body{opacity:0} main{visibility:hidden}</style><body style='visibility:hidden'><main><p>x";
    assert!(!visibility(page).is_hidden());
}

#[test]
fn classes_with_one_hash_do_not_share_a_style() {
    // Two names with the same 64-bit FxHash.
    let seen = "BybtjGqU6TBeGDs8abcdefghijklmnopxoWFw54uvisible0qrstuvwxyzABCDEFGH";
    let hidden = seen.replace("visible0", "hidden00");
    let html = format!("<style>.{hidden}{{display:none}}</style><p class={seen}>x</p><p class={hidden}>Bonus</p>");
    assert!(!visibility(&html).is_hidden());
    assert!(visibility(&html.replace(">x<", ">y<").replace("Bonus", "x")).is_hidden());
}

#[test]
fn more_rules_than_are_told_apart_hide_nothing() {
    let rules: String = (0..300).map(|i| format!(".a.b{i},p{i}.a{{display:none}}")).collect();
    assert!(!visibility(&format!("<style>{rules}</style><div class='a b1'>x</div>")).is_hidden());
}

#[test]
fn a_hidden_run_does_not_cut_the_line_it_is_in() {
    for style in ["display:none", "position:absolute;left:-9999px", "opacity:0", "font-size:0"] {
        let page = page(&format!("<p>Hver morgen <span style='{style}'>x skjult</span> gik han ned.<p>Next"));
        assert_eq!(texts(&page), ["Hver morgen gik han ned.", "x skjult", "Next"], "{style}");
        let hidden: Vec<bool> = page.blocks().iter().map(|b| b.visibility().is_hidden()).collect();
        assert_eq!(hidden, [false, true, false], "{style}");
    }
}

#[test]
fn a_limit_inside_a_hidden_run_closes_its_elements() {
    let html = "<p>One<span style='display:none'><b>two<br><br>three</b></span><p>four";
    for blocks in 1..5 {
        let page = Page::from_html(html, None, &Limits::default().with_blocks(blocks));
        assert!(page.blocks().len() <= blocks + 1);
        assert_eq!(Features::of(&page).rows().nrows(), page.blocks().len());
    }
}

#[test]
fn hidden_runs_follow_the_line_in_their_order() {
    let html =
        "<div>Один <b hidden>a</b>два<div style='display:none'><p>b<p>c</div> три<br><br>четыре <i hidden>d</i></div>";
    assert_eq!(texts(&page(html)), ["Один два три", "a", "b", "c", "четыре", "d"]);
    let at_the_start = "<p><span hidden>x</span>Le bateau <i>part</i> à six heures.";
    assert_eq!(texts(&page(at_the_start)), ["x", "Le bateau part à six heures."]);
}

#[test]
fn links_of_hidden_runs_stay_theirs() {
    let map = "<p>See <a href=/map>the map<span hidden> (a new window)</span> here</a> now, <a href=/b>or</a> not.";
    let page = page(map);
    let of = |i: usize| -> Vec<String> {
        page.block_links(&page.blocks()[i]).map(|link| format!("{} {}", link.target, link.anchor)).collect()
    };
    assert_eq!(texts(&page), ["See the map here now, or not.", "(a new window)"]);
    assert_eq!((of(0), of(1)), (vec!["/map the map here".into(), "/b or".into()], vec!["/map (a new window)".into()]));
    let casino = "<p>The boat <span style='display:none'><a href=https://casino.example/>casino</a></span> left.";
    let page = super::page(casino);
    let link = page.block_links(&page.blocks()[1]).next().expect("a link");
    assert_eq!((link.target, link.anchor), ("https://casino.example/", "casino"));
    assert_eq!(page.block_links(&page.blocks()[0]).count(), 0);
}

#[test]
fn display_says_whether_an_element_breaks_the_line() {
    let inline = "<div>Die Fähre <div style='display:inline'>fährt täglich</div> um sechs.</div>";
    assert_eq!(texts(&page(inline)), ["Die Fähre fährt täglich um sechs."]);
    let block = "<p>Die Fähre <span style='display:block'>fährt täglich</span> um sechs.</p>";
    assert_eq!(texts(&page(block)), ["Die Fähre", "fährt täglich", "um sechs."]);
    let loose = "<p>Die Fähre <span style='line-height:1.5;color:#333'>fährt täglich</span> um sechs.</p>";
    assert_eq!(texts(&page(loose)), ["Die Fähre fährt täglich um sechs."]);
    let rule = "<style>.b{display:block}</style><p>Die Fähre <span class=b>fährt täglich</span> um sechs.</p>";
    assert_eq!(texts(&page(rule)), ["Die Fähre", "fährt täglich", "um sechs."]);
    let code = "<style>.l{display:flex}</style><pre><span class=l>a\n</span><span class=l>b\n</span></pre>";
    assert_eq!(texts(&page(code)), ["a\nb"]);
    let items = "<ul><li style='display:inline'>eins<li style='display:inline'>zwei</ul>";
    assert_eq!(texts(&page(items)), ["eins", "zwei"]);
}
