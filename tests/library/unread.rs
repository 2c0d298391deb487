//! Text that is easily overlooked: in shadow trees, frames, form fields and the state of applications.

use super::{page, texts};
use blocksift::{BlockKind, Hints, Label, Limit, Limits, LinkKind, Page, Sifter};

/// The texts of the blocks that readers see.
fn visible(page: &Page) -> Vec<&str> {
    page.blocks().iter().filter(|b| !b.visibility().is_hidden()).map(|b| page.block_text(b)).collect()
}

/// The path of the block with this text.
fn path(page: &Page, text: &str) -> String {
    let block = page.blocks().iter().find(|b| page.block_text(b) == text);
    page.path(block.unwrap_or_else(|| panic!("no block is {text:?}: {:?}", texts(page))))
}

#[test]
fn children_of_a_shadow_host_stand_in_their_slots() {
    let found = page(
        "<body><p>Před</p><news-card><template shadowrootmode=open><style>p{color:red}</style>
        <h2><slot name=title>Bez názvu</slot></h2><slot></slot><footer><slot name=by>Redakce</slot></footer></template>
        <p>Loď pluje.</p><b slot=title>Přívoz</b><p>Zítra zase.</p></news-card><p>Po",
    );
    assert_eq!(texts(&found), ["Před", "Přívoz", "Loď pluje.", "Zítra zase.", "Redakce", "Po"]);
    assert_eq!(path(&found, "Zítra zase."), "html > body > custom-element > slot > p");
    assert!(found.blocks().iter().all(|b| !b.visibility().is_hidden()));
}

#[test]
fn shadow_trees_nest_and_hand_slots_on() {
    let found = page(
        "<body><x-page><template shadowrootmode=CLOSED><x-card><template shadowrootmode=open><h2>Card</h2><slot name=c>
        </slot></template><slot slot=c></slot></x-card></template><p>Inside both</p></x-page>",
    );
    assert_eq!(visible(&found), ["Card", "Inside both"]);
}

#[test]
fn children_without_a_slot_are_hidden() {
    let found = page(
        "<body><x-menu><template shadowrootmode=open><p>Speisekarte</p><slot name=a></slot></template>
        <p>Nicht zu sehen</p><p slot=b>Auch nicht</p><p slot=a>Suppe</p></x-menu><p>Ende",
    );
    assert_eq!(visible(&found), ["Speisekarte", "Suppe", "Ende"]);
    assert_eq!(texts(&found), ["Speisekarte", "Suppe", "Nicht zu sehen", "Auch nicht", "Ende"]);
}

#[test]
fn templates_that_are_no_shadow_roots_stay_unread() {
    for markup in [
        "<div><template><p>x</template>",
        "<div><template shadowrootmode=none><p>x</template>",
        "<table><tr><td><template shadowrootmode=open><p>x</template>",
        "<template><div><template shadowrootmode=open><p>x</template></div></template>",
        "<div><template shadowrootmode=open></template><template shadowrootmode=open><p>x</template></div>",
    ] {
        let found = page(&format!("<body>{markup}</table></div><p>y"));
        assert_eq!(texts(&found), ["y"], "{markup}");
    }
}

#[test]
fn cleaned_markup_of_a_shadow_tree_loses_what_is_spam() {
    let casino = "<p slot=s><a href=https://www.bet-casino.example>online casino bonus, slot gacor, judi bola</a></p>";
    let html = format!(
        "<title>Ferry</title><body><x-a><template shadowrootmode=open><article><slot></slot></article><aside><slot name=s>
        </slot></aside></template>{casino}<p>The ferry to Skarholm runs twice a day again since Monday, the master said.
        </p></x-a>"
    );
    let sifter = Sifter::default();
    let report = sifter.sift_str(&html, &Hints::default());
    assert_eq!(
        report.page().text().lines().nth(1),
        Some("The ferry to Skarholm runs twice a day again since Monday, the master said.")
    );
    let cleaned = report.cleaned_html(&html, &[Label::Spam, Label::Navigation]);
    assert!(cleaned.contains("runs twice a day") && !cleaned.contains("casino"), "{cleaned}");
}

#[test]
fn noframes_is_what_a_frameset_has_to_read() {
    let text = "Przepisano z <a href=/ksiega>księgi</a>.<p>Brak roku 1706.";
    let frames =
        page(&format!("<frameset cols='20%,80%'><frame src=m><noframes><body>{text}</body></noframes></frameset>"));
    assert_eq!(visible(&frames), ["Przepisano z księgi.", "Brak roku 1706."]);
    assert_eq!(path(&frames, "Brak roku 1706."), "html > frameset > noframes > html > body > p");
    assert_eq!(frames.block_links(&frames.blocks()[0]).next().map(|l| l.kind), Some(LinkKind::Internal));
    let after = page(&format!("<frameset><frame src=m></frameset><noframes>{text}</noframes>"));
    assert_eq!(visible(&after).len(), 2);
    for hidden in [format!("<body><noframes>{text}</noframes><p>y"), format!("<noframes>{text}</noframes><body><p>y")] {
        let found = page(&hidden);
        assert_eq!((visible(&found), found.blocks().len()), (vec!["y"], 3), "{hidden}");
    }
}

#[test]
fn documents_of_frames_are_read_in_place() {
    let inner = "<style>.a{display:none}</style><p class=a>Secret</p><p class=b>渡轮 <a href=https://other.example>时刻表</a></p>";
    let html = format!(
        "<style>.b{{display:none}}</style><body><p class=a>Before</p><a href=/x>Link<iframe srcdoc=\"{inner}\">fallback</iframe>
        </a><p class=b>Hidden</p><iframe src=/other></iframe><iframe hidden srcdoc='<p>Gone'></iframe><p>After"
    );
    let found = page(&html);
    assert_eq!(texts(&found), ["Before", "Link", "Secret", "渡轮 时刻表", "Hidden", "Gone", "After"]);
    assert_eq!(visible(&found), ["Before", "Link", "渡轮 时刻表", "After"]);
    assert_eq!(path(&found, "渡轮 时刻表"), "html > body > a > iframe > html > body > p.b");
    let links: Vec<_> =
        found.blocks().iter().flat_map(|b| found.block_links(b)).map(|l| (l.anchor, l.target)).collect();
    assert_eq!(links, [("Link", "/x"), ("时刻表", "https://other.example")]);
}

#[test]
fn frames_in_frames_are_read_to_a_fixed_depth() {
    let quote = |markup: &str| markup.replace('&', "&amp;").replace('"', "&quot;");
    let nested = (1..=6).rev().fold(String::new(), |inner, level| {
        format!("<p>level {level}</p><iframe srcdoc=\"{}\"></iframe>", quote(&inner))
    });
    assert_eq!(texts(&page(&nested)), ["level 1", "level 2", "level 3", "level 4"]);
}

#[test]
fn limits_cover_the_documents_inside_a_page() {
    let frames = "<iframe srcdoc='<p>one</p><p>two</p><b>three</b>'></iframe>".repeat(40);
    let read = |limits: Limits| {
        let found = Page::from_html(&frames, None, &limits);
        (found.blocks().len(), found.limits_met().to_vec())
    };
    assert_eq!(read(Limits::default()), (120, vec![]));
    assert_eq!(read(Limits::default().with_blocks(50)), (50, vec![Limit::Blocks]));
    let (blocks, met) = read(Limits::default().with_nodes(300));
    assert!(blocks < 100 && met == [Limit::Nodes], "{blocks} {met:?}");
    // The parse of each frame is far from the limit of steps, that of all of them is not.
    let reopened = format!("<iframe srcdoc='{}{}'></iframe>", "<b><i>".repeat(100), "<p>x".repeat(1500));
    let many = Page::from_html(&reopened.repeat(200), None, &Limits::default().with_memory_per_byte(10_000));
    assert!(many.limits_met().contains(&Limit::Steps), "{:?}", many.limits_met());
}

#[test]
fn hidden_fields_are_read_if_they_hold_links_or_many_words() {
    let links = "<a href='https://pills.example/a'>cheap pills</a> <a href='https://pills.example/b'>buy pills</a>";
    let words = "Das Fährschiff verkehrt wieder zweimal täglich zwischen der Insel und dem Festland. ".repeat(6);
    let html = format!(
        "<body><form><input type=hidden name=l value=\"{links}\"><input type=HIDDEN value=\"{words}\">
        <input type=hidden name=t value='{}'><input type=hidden value='https://example.org/a/long/address?with=values&and=more'>
        <input type=hidden value='Thank you. We have received your message and will answer soon.'>
        <input type=hidden value=\"[{links}]\"><input type=text value=\"{links}\"></form><p>y",
        "a8f31b".repeat(90)
    );
    let found = page(&html);
    assert_eq!(texts(&found), ["cheap pills buy pills", words.trim(), "y"]);
    assert_eq!(visible(&found), ["y"]);
    assert_eq!(path(&found, words.trim()), "html > body > form > input");
    assert_eq!(found.block_links(&found.blocks()[0]).count(), 2);
}

#[test]
fn only_hidden_text_areas_with_links_are_read_as_markup() {
    let links = "<a href=https://pills.example/a>cheap pills</a>\n<a href=https://pills.example/b>buy pills</a>";
    let hidden = page(&format!("<body><div style=display:none><textarea>{links}</textarea></div>"));
    assert_eq!(texts(&hidden), ["cheap pills buy pills"]);
    assert_eq!(hidden.block_links(&hidden.blocks()[0]).count(), 2);
    assert_eq!(texts(&page(&format!("<body><textarea>{links}</textarea>"))), [links]);
    let article = format!("<textarea hidden><p>{}</p>{links}</textarea>", "The ferry runs again. ".repeat(40));
    assert!(texts(&page(&article))[0].starts_with("<p>The ferry"));
}

const ARTICLE: &str = "Der Kutter lief um fünf Uhr früh aus, obwohl der Wind schon am Abend gedreht hatte. Gegen Mittag \
    kam er mit leeren Netzen zurück, und niemand an der Mole wollte etwas gesehen haben.";

fn state() -> String {
    serde_json::json!({
        "props": {"post": {"id": 7, "bodyHtml": format!("<p>{ARTICLE}</p>"), "excerpt": ARTICLE}},
        "i18n": {"text": ARTICLE.replace("Kutter", "Dampfer").replace("Wind", "Sturm")},
        "build": "x".repeat(600),
    })
    .to_string()
}

#[test]
fn the_state_of_an_application_is_read_if_the_page_shows_little() {
    let state = state();
    for script in [
        format!("<script id=__NEXT_DATA__ type=application/json>{state}</script>"),
        format!("<script>window.__INITIAL_STATE__ = {state};</script>"),
        format!("<svg><style>a</style></svg><script>window.__APOLLO_STATE__={state}</script>"),
    ] {
        let found = page(&format!("<title>Kutter</title><body><div id=app>Bitte warten</div>{script}"));
        assert_eq!(texts(&found), ["Kutter", "Bitte warten", ARTICLE], "{script}");
        let block = found.blocks().last().expect("the article");
        assert_eq!((block.kind(), block.is_after_html()), (BlockKind::Embedded, false));
        let shown = format!("<body><p>{}</p>{script}", "Die Fähre fährt wieder zweimal am Tag. ".repeat(60));
        assert_eq!(texts(&page(&shown)).len(), 1, "a page that shows its text");
    }
}

#[test]
fn articles_from_json_do_not_come_after_the_end_of_the_page() {
    let paragraphs = vec![ARTICLE; 40].join("\n");
    let script = serde_json::json!({"@type": "NewsArticle", "articleBody": paragraphs});
    let found =
        page(&format!("<html><body><p>x<script type=application/ld+json>{script}</script></body></html>\n<p>Tail"));
    let after: Vec<&str> = found.blocks().iter().filter(|b| b.is_after_html()).map(|b| found.block_text(b)).collect();
    assert_eq!(after, ["Tail"]);
    assert_eq!(found.blocks().len(), 42);
}

#[test]
fn a_flat_tree_is_no_deeper_than_the_limit() {
    let host = format!("<x-a><template shadowrootmode=open>{}<slot></slot></template>", "<div>".repeat(100));
    let found = page(&format!("<p>first</p>{}<p>inside", host.repeat(20)));
    assert_eq!((texts(&found), found.limits_met()), (vec!["first"], &[Limit::Depth][..]));
    let second = "<template shadowrootmode=open><p>x</p></template>".repeat(5000);
    assert_eq!(texts(&page(&format!("<x-a>{second}</x-a>"))), ["x"]);
}
