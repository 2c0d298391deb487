//! HTML: which text becomes a block, and what is known about it.

use super::{page, texts};
use blocksift::{BlockKind, Limits, Link, LinkKind, Page};

fn texts_of(html: &str) -> Vec<String> {
    texts(&page(html)).into_iter().map(str::to_owned).collect()
}

#[test]
fn one_line_break_continues_a_block_and_two_end_it() {
    assert_eq!(texts_of("<p>a<br>b<br><br>c<br> <br/>d"), ["a b", "c", "d"]);
    assert_eq!(texts_of("<p>a<br>\n<b>b</b><br></p>c"), ["a b", "c"]);
}

#[test]
fn block_level_elements_start_and_end_blocks() {
    assert_eq!(texts_of("<ul><li>a<li>b <b>c</b> d</ul>e"), ["a", "b c d", "e"]);
    assert_eq!(texts_of("<table><tr><td>a<td>b<tr><th>c</table>"), ["a", "b", "c"]);
    assert_eq!(texts_of("<div>a<div>b</div>c</div>"), ["a", "b", "c"]);
    assert_eq!(texts_of("<dl><dt>a<dd>b</dl><h2>c</h2><select><option>d<option>e</select>"), ["a", "b", "c", "d", "e"]);
    assert_eq!(texts_of("<x-card>a</x-card><unknown>b</unknown> c"), ["a", "b c"]);
}

#[test]
fn inline_elements_do_not_end_blocks() {
    assert_eq!(texts_of("<p>a<b>b</b><i> c</i>\n<a href=x>d</a>,<span>e</span>"), ["ab c d,e"]);
}

#[test]
fn noscript_holds_elements() {
    let page = page("<body><p>a</p><noscript><p>b</p></noscript>");
    assert_eq!(texts(&page), ["a", "b"]);
    assert!(page.blocks()[1].is_noscript() && !page.blocks()[0].is_noscript());
}

#[test]
fn title_and_metas_come_first() {
    let page = page(
        "<title> The  title </title><meta name=Description content='what it is'><meta name=keywords content='a, b'>\
         <body><p>text",
    );
    assert_eq!(texts(&page), ["The title", "what it is", "a, b", "text"]);
    let kinds: Vec<BlockKind> = page.blocks().iter().map(|b| b.kind()).collect();
    assert_eq!(kinds, [BlockKind::Title, BlockKind::Description, BlockKind::Keywords, BlockKind::Text]);
    let paths: Vec<String> = page.blocks().iter().map(|b| page.path(b)).collect();
    assert_eq!(paths[..2], ["html > head > title", "html > head > meta.description"]);
}

#[test]
fn text_after_the_end_of_html_is_marked() {
    for html in ["<body><p>a</p></body></html>\n<p>b</p> <a href=x>c</a>", "<body><p>a</p></body></HTML >b c"] {
        let page = page(html);
        let after: Vec<(&str, bool)> = page.blocks().iter().map(|b| (page.block_text(b), b.is_after_html())).collect();
        assert_eq!(after[0], ("a", false), "{html}");
        assert!(after.len() > 1 && after[1..].iter().all(|(_, after)| *after), "{after:?}");
    }
}

#[test]
fn preformatted_text_keeps_its_white_space() {
    let page = page("<pre>\nfn main() {\n    x();\n}\n</pre><p>a   b");
    assert_eq!(texts(&page), ["fn main() {\n    x();\n}", "a b"]);
    assert!(page.blocks()[0].is_preformatted());
}

#[test]
fn scripts_styles_comments_and_white_space_give_no_blocks() {
    assert_eq!(
        texts_of(
            "<p>a<script>b</script><style>c</style><template>d</template><!-- e --><svg><text>f</text></svg><iframe>g</iframe>"
        ),
        ["a"]
    );
    assert!(texts_of("<p>&nbsp;</p><p> </p><div></div>").is_empty());
}

#[test]
fn paths_show_tags_and_first_classes() {
    let page = page("<body><div class='main wide'><x-card><p>a");
    assert_eq!(page.path(&page.blocks()[0]), "html > body > div.main > custom-element > p");
}

fn kinds(url: Option<&str>, html: &str) -> Vec<LinkKind> {
    let page = Page::from_html(html, url, &Limits::default());
    page.blocks().iter().flat_map(|b| page.block_links(b).map(|l| l.kind).collect::<Vec<_>>()).collect()
}

#[test]
fn links_are_internal_or_external_by_registrable_domain() {
    let html = "<a href='/x'>a</a> <a href='https://shop.example.co.uk/'>b</a> <a href='//other.co.uk'>c</a> \
                <a href='http://example.com/'>d</a> <a href='#top'>e</a> <a href='mailto:a@b.c'>f</a> \
                <a href='javascript:void(0)'>g</a> <a href='page.html'>h</a>";
    use LinkKind::{External, Internal, Other};
    assert_eq!(
        kinds(Some("https://www.example.co.uk/a"), html),
        [Internal, Internal, External, External, Other, Other, Other, Internal]
    );
}

#[test]
fn the_canonical_url_sets_the_domain_unless_the_caller_does() {
    let html = "<head><link rel=canonical href='https://www.example.com.br/1'></head><a href='http://blog.example.com.br/'>a</a>";
    assert_eq!(kinds(None, html), [LinkKind::Internal]);
    assert_eq!(kinds(Some("https://other.org/"), html), [LinkKind::External]);
}

#[test]
fn links_have_target_anchor_domain_and_rel() {
    let page = page(
        "<p>see <a href=' http://a.example.com/x?y=1 ' rel='NoFollow noopener nofollow'> the <b>shop</b> </a> now",
    );
    let links: Vec<Link> = page.block_links(&page.blocks()[0]).collect();
    assert_eq!(links.len(), 1);
    assert_eq!((links[0].target, links[0].anchor), ("http://a.example.com/x?y=1", "the shop"));
    assert_eq!(links[0].domain, Some("example.com"));
    assert!(links[0].is_unendorsed);
}

#[test]
fn a_link_across_blocks_has_a_piece_in_each() {
    let page = page("<a href='/x'><h3>title</h3><p>text</p></a><p>after");
    let anchors: Vec<Vec<&str>> =
        page.blocks().iter().map(|b| page.block_links(b).map(|l| l.anchor).collect()).collect();
    assert_eq!(anchors, [vec!["title"], vec!["text"], vec![]]);
}
