//! Cues: what the words of class, id and role attributes say an element is for.
//!
//! Sites name the parts of their templates with a few words, mostly English, whatever the language of their text. Each
//! group of such words is one bit. The idea goes back to Readability's `unlikelyCandidates`, but here a word decides
//! nothing: it only informs the model.

use crate::hash::{FNV32_SEED, fnv32, fnv32_add};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A set of cue groups.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Cues(pub(crate) u32);

impl Cues {
    /// Number of groups.
    pub(crate) const COUNT: usize = GROUPS.len();

    /// Both sets.
    pub(crate) fn with(self, other: Cues) -> Cues {
        Cues(self.0 | other.0)
    }

    /// Whether group `i` is in the set.
    pub(crate) fn has(self, i: usize) -> bool {
        self.0 >> i & 1 == 1
    }

    /// The groups that an attribute's words belong to.
    pub(crate) fn of(attribute: &str) -> Cues {
        Self::of_each(attribute, |_| ())
    }

    /// The same. Calls `visit` with the [`fnv32`](crate::hash::fnv32) of each of the words.
    pub(crate) fn of_each(attribute: &str, mut visit: impl FnMut(u32)) -> Cues {
        let words = &*WORDS;
        let mut cues = 0;
        each_word(attribute, |word, hash| {
            cues |= words.groups_of(word, hash);
            visit(hash);
        });
        Cues(cues)
    }
}

/// Letters of a word that are read.
const MAX_WORD: usize = 16;

/// Calls `visit` with each word of an attribute and its hash, in lower case, truncated to [`MAX_WORD`] letters. Words end at camel case
/// and at anything but ASCII letters.
fn each_word(attribute: &str, mut visit: impl FnMut(&[u8], u32)) {
    let mut word = [0u8; MAX_WORD];
    let (mut len, mut hash) = (0, FNV32_SEED);
    let mut previous_lower = false;
    for &b in attribute.as_bytes() {
        let is_letter = b.is_ascii_alphabetic();
        if len > 0 && (!is_letter || (b.is_ascii_uppercase() && previous_lower)) {
            visit(&word[..len], hash);
            (len, hash) = (0, FNV32_SEED);
        }
        if is_letter && len < word.len() {
            word[len] = b.to_ascii_lowercase();
            hash = fnv32_add(hash, u32::from(word[len]));
            len += 1;
        }
        previous_lower = b.is_ascii_lowercase();
    }
    if len > 0 {
        visit(&word[..len], hash);
    }
}

/// Groups of words, each with its name in the feature schema. The bit of a group is its position.
pub(crate) const GROUPS: [(&str, &str); 26] = [
    ("body", "content body story text prose richtext entry markdown rte wysiwyg articlebody bodytext contents mw"),
    ("article", "article artikel articulo noticia single blog news story entry hentry"),
    ("main", "main primary center middle principal maincontent"),
    ("post", "post posts message messages msg thread topic reply replies bbs answer question"),
    (
        "comment",
        "comment comments kommentar comentarios disqus discussion respond commentlist feedback comm komentarz komentarze komentarza koment opinia opinie opinii kommentare commentaires commenti comentario reacties kommentarer yorum yorumlar pinglun liuyan",
    ),
    ("title", "title headline heading titulo titre subtitle deck lead intro summary excerpt abstract"),
    ("meta", "meta byline author date time published posted dateline timestamp info byauthor writer"),
    ("nav", "nav navigation menu navbar submenu megamenu topnav mainnav subnav topmenu navi dropdown"),
    ("breadcrumb", "breadcrumb breadcrumbs crumb crumbs trail pagination pager paging pages prev next"),
    ("header", "header masthead topbar branding logo head top banner"),
    ("footer", "footer foot bottom copyright colophon copy legal footnav"),
    ("side", "sidebar side aside widget rail secondary widgets sidenav leftnav rightcol leftcol column"),
    (
        "related",
        "related recommended recommend recommendation more popular trending similar also latest recent suggested suggestions must read hot rank ranking",
    ),
    ("share", "share sharing social follow facebook twitter sns tweet linkedin whatsapp addthis sharedaddy"),
    ("ad", "ad ads advert advertisement sponsor sponsored promo promotion banner taboola outbrain adsense dfp gpt"),
    (
        "popup",
        "cookie cookies consent gdpr modal popup dialog overlay newsletter subscribe subscription signup lightbox toast alert notice drawer popover tooltip infotip offcanvas flyout",
    ),
    ("form", "search login form filter filters facet facets sort input field register signin"),
    ("product", "product products price prices cart basket sku shop buy shipping stock variant variants offer"),
    ("card", "card cards item items tile tiles grid list listing teaser thumb thumbnail carousel slider swiper slide"),
    (
        "description",
        "description desc details detail specs spec specification specifications specs features overview about info tabs tab",
    ),
    ("tag", "tag tags tagcloud category categories cat cats topics labels keywords"),
    ("hide", "hide hidden invisible visuallyhidden sr sronly screen reader skip offscreen collapse collapsed"),
    ("link", "link links friendlink partner partners friend blogroll sitemap directory"),
    (
        "review",
        "review reviews rating ratings testimonial testimonials stars jdgm yotpo bazaarvoice bewertungen avis opiniones",
    ),
    ("faq", "faq faqs accordion question questions answer answers qa toggle collapsible"),
    ("button", "btn button cta action actions toggle toolbar tools icon icons print"),
];

/// The words of all groups.
struct Words {
    /// The groups of each word, as bits.
    groups: FxHashMap<&'static [u8], u32>,
    /// Which hashes the words have, modulo the number of bits. Most words of a page belong to no group.
    hashes: [u64; 128],
}

impl Words {
    /// The groups that a word with this hash belongs to, as bits.
    fn groups_of(&self, word: &[u8], hash: u32) -> u32 {
        let (index, bit) = Self::bit(hash);
        if word.len() < 2 || self.hashes[index] & bit == 0 {
            return 0;
        }
        self.groups.get(word).copied().unwrap_or(0)
    }

    fn bit(hash: u32) -> (usize, u64) {
        ((hash >> 6) as usize % 128, 1 << (hash % 64))
    }
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words { groups: FxHashMap::default(), hashes: [0; 128] };
    for (i, (_, group)) in GROUPS.iter().enumerate() {
        for word in group.split(' ') {
            *words.groups.entry(word.as_bytes()).or_insert(0) |= 1 << i;
            let (index, bit) = Words::bit(fnv32(word.bytes()));
            words.hashes[index] |= bit;
        }
    }
    words
});
