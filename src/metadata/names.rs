//! The names under which pages give metadata: of metas, properties, classes.

use super::MetadataSource::{self, Citation, DublinCore, Meta, Microdata, OpenGraph, Twitter};
use super::field::Field::{self, Author, Canonical, Description, Image, Language, License, Modified, Published};
use super::field::Field::{SiteName, Title};

/// Bytes of the longest name that is looked up.
const MAX_NAME: usize = 40;

/// Bytes of an attribute with several names that are read.
const MAX_LIST: usize = 400;

/// Rank of the values that `twitter:label1` and the like announce.
pub(super) const LABELED: u8 = 30;

/// Calls `look_up` with the name in lower case, if it is no longer than known names.
fn in_lower_case<T>(name: &str, look_up: impl FnOnce(&str) -> Option<T>) -> Option<T> {
    let mut lower = [0; MAX_NAME];
    let lower = lower.get_mut(..name.len())?;
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    look_up(str::from_utf8(lower).ok()?)
}

/// What a `<meta>` of this name is for. JSON-LD has rank 20 (see `resolve`).
pub(super) fn meta(name: &str) -> Option<(Field, MetadataSource, u8)> {
    in_lower_case(name.trim(), |name| {
        let (scheme, rest) = name.split_at(name.find([':', '.', '_']).map_or(0, |at| at + 1));
        match scheme {
            "citation_" => citation(rest),
            "dc." | "dcterms." | "dc:" | "dcterms:" => dublin_core(rest),
            "og:" | "article:" | "book:" => open_graph(name),
            "twitter:" => twitter(rest),
            _ => other(name),
        }
    })
}

fn citation(rest: &str) -> Option<(Field, MetadataSource, u8)> {
    let (field, rank) = match rest {
        "title" => (Title, 10),
        "author" | "authors" => (Author, 10),
        "online_date" => (Published, 10),
        "publication_date" => (Published, 11),
        "date" => (Published, 12),
        "journal_title" => (SiteName, 50),
        "abstract" => (Description, 30),
        "language" => (Language, 40),
        _ => return None,
    };
    Some((field, Citation, rank))
}

fn dublin_core(rest: &str) -> Option<(Field, MetadataSource, u8)> {
    let (field, rank) = match rest {
        "title" => (Title, 40),
        "creator" => (Author, 25),
        "date.issued" | "issued" | "date.published" => (Published, 24),
        "date" | "date.created" | "created" => (Published, 26),
        "date.modified" | "modified" => (Modified, 25),
        "publisher" => (SiteName, 60),
        "description" | "description.abstract" | "abstract" => (Description, 30),
        "language" => (Language, 40),
        "license" => (License, 15),
        "rights" | "rights.license" => (License, 40),
        _ => return None,
    };
    Some((field, DublinCore, rank))
}

fn open_graph(name: &str) -> Option<(Field, MetadataSource, u8)> {
    let (field, rank) = match name {
        "og:title" => (Title, 15),
        "og:site_name" => (SiteName, 10),
        "og:description" => (Description, 15),
        "og:image" | "og:image:url" | "og:image:secure_url" => (Image, 10),
        "og:url" => (Canonical, 30),
        "og:locale" => (Language, 30),
        "article:author" | "og:article:author" | "og:author" | "article:author_name" | "book:author" => (Author, 24),
        "article:published_time" | "og:article:published_time" | "article:published" | "og:published_time" => {
            (Published, 15)
        }
        "article:modified_time" | "og:article:modified_time" | "article:modified" => (Modified, 15),
        "og:updated_time" => (Modified, 35),
        _ => return None,
    };
    Some((field, OpenGraph, rank))
}

fn twitter(rest: &str) -> Option<(Field, MetadataSource, u8)> {
    let (field, rank) = match rest {
        "title" => (Title, 30),
        "description" => (Description, 25),
        "image" | "image:src" => (Image, 30),
        "url" => (Canonical, 50),
        _ => return None,
    };
    Some((field, Twitter, rank))
}

fn other(name: &str) -> Option<(Field, MetadataSource, u8)> {
    let (field, rank) = match name {
        "parsely-title" | "sailthru.title" | "cxenseparse:title" => (Title, 18),
        "title" | "headline" => (Title, 46),
        "parsely-author" | "sailthru.author" | "byl" | "cxenseparse:author" => (Author, 22),
        "author" | "authors" | "article.author" | "dcsext.author" | "byline" => (Author, 28),
        "parsely-pub-date" | "sailthru.date" | "cxenseparse:recs:publishtime" | "rnews:datepublished" => {
            (Published, 22)
        }
        "datepublished"
        | "date.published"
        | "published"
        | "published_time"
        | "publish_date"
        | "publish-date"
        | "publishdate"
        | "published_date"
        | "published-date"
        | "publisheddate"
        | "publication_date"
        | "publication-date"
        | "publicationdate"
        | "pubdate"
        | "pub_date"
        | "article_date_original"
        | "originalpublicationdate"
        | "article.published"
        | "article-published"
        | "displaydate"
        | "ptime"
        | "weibo:article:create_at"
        | "bt:pubdate"
        | "release_date" => (Published, 28),
        "date" | "article.created" | "date.created" | "datecreated" => (Published, 34),
        "datemodified" | "date.modified" | "modified" | "modified_time" | "modified_date" | "article.updated"
        | "lastmodified" | "last-modified" | "last_modified" | "lastmod" | "dateupdated" | "utime" | "last_updated"
        | "updated_at" | "revised" => (Modified, 28),
        "application-name" => (SiteName, 40),
        "apple-mobile-web-app-title" => (SiteName, 45),
        "publisher" => (SiteName, 55),
        "description" | "sailthru.description" => (Description, 20),
        "abstract" => (Description, 35),
        "parsely-image-url" | "sailthru.image.full" | "thumbnail" => (Image, 40),
        "parsely-link" => (Canonical, 40),
        "content-language" | "language" => (Language, 40),
        "license" => (License, 15),
        _ => return None,
    };
    Some((field, Meta, rank))
}

/// Whether a meta is a label (`twitter:label1`) or what one announces (`twitter:data1`).
pub(super) fn twitter_label(name: &str) -> Option<bool> {
    match name {
        "twitter:label1" | "twitter:label2" => Some(true),
        "twitter:data1" | "twitter:data2" => Some(false),
        _ => None,
    }
}

/// The field that a label names. WordPress plugins write "Written by" in the site's language.
pub(super) fn label(label: &str) -> Option<Field> {
    let lower = label.trim().to_lowercase();
    let names = [
        "written by",
        "author",
        "by",
        "verfasst von",
        "geschrieben von",
        "autor",
        "écrit par",
        "auteur",
        "escrito por",
        "scritto da",
        "geschreven door",
        "skriven av",
        "skrevet av",
        "skrevet af",
        "napisane przez",
        "написано автором",
        "автор",
        "yazan",
        "ditulis oleh",
        "執筆者",
        "作者",
        "글쓴이",
        "scris de",
        "napsal(a)",
        "được viết bởi",
        "kirjoittanut",
    ];
    names.contains(&lower.as_str()).then_some(Author)
}

/// What an `itemprop` or `property` with these names is for; the first known name decides.
pub(crate) fn property(names: &str) -> Option<(Field, MetadataSource, u8)> {
    let names = &names[..names.floor_char_boundary(MAX_LIST)];
    names.split_ascii_whitespace().take(4).find_map(|name| {
        let bare = name.strip_prefix("schema:").or_else(|| name.strip_prefix("https://schema.org/")).unwrap_or(name);
        let (field, rank) = match bare {
            "headline" => (Title, 47),
            "author" | "creator" => (Author, 26),
            "datePublished" | "datepublished" | "uploadDate" => (Published, 18),
            "dateCreated" | "pubdate" => (Published, 30),
            "dateModified" | "datemodified" => (Modified, 18),
            "publisher" => (SiteName, 35),
            "license" | "cc:license" | "dct:license" => (License, 25),
            "inLanguage" => (Language, 35),
            // Words such as "title" describe parts of the page too.
            _ => return if name.contains([':', '.']) { meta(name) } else { None },
        };
        Some((field, Microdata, rank))
    })
}

/// Groups of the words that [`ClassHint`] knows, as bits.
const AUTHOR: u8 = 1;
const DATE: u8 = 2;
const MODIFIED: u8 = 4;

/// Four letters of each of the words, the rarest ones, and the word's group.
const HINTS: [(&[u8; 4], u8); 23] = [
    (b"byli", AUTHOR),
    (b"auth", AUTHOR),
    (b"writ", AUTHOR),
    (b"verf", AUTHOR),
    (b"reda", AUTHOR),
    (b"auto", AUTHOR),
    (b"aute", AUTHOR),
    (b"forf", AUTHOR),
    (b"skri", AUTHOR),
    (b"zuoz", AUTHOR),
    (b"date", DATE),
    (b"publ", DATE),
    (b"sted", DATE),
    (b"pubt", DATE),
    (b"time", DATE),
    (b"datu", DATE),
    (b"data", DATE),
    (b"fech", DATE),
    (b"zeit", DATE),
    (b"shij", DATE),
    (b"upda", MODIFIED),
    (b"modi", MODIFIED),
    (b"aktu", MODIFIED),
];

/// Bits of a hash of four letters.
const HINT_BITS: u32 = 12;

/// Which hashes [`HINTS`] have.
static HINT_HASHES: [u64; 1 << (HINT_BITS - 6)] = {
    let mut table = [0; 1 << (HINT_BITS - 6)];
    let mut i = 0;
    while i < HINTS.len() {
        let hash = hint_hash(u32::from_le_bytes(*HINTS[i].0));
        table[hash >> 6] |= 1 << (hash & 63);
        i += 1;
    }
    table
};

/// A hash of four letters, which ignores their case.
const fn hint_hash(letters: u32) -> usize {
    ((letters | 0x2020_2020).wrapping_mul(0x9e37_79b1) >> (32 - HINT_BITS)) as usize
}

/// The groups of the words that an attribute may hold. Most hold none, and finding that is fast.
fn hints(attribute: &str) -> u8 {
    let (mut letters, mut groups) = (0, 0);
    for byte in attribute.as_bytes().iter().take(MAX_LIST) {
        letters = letters >> 8 | u32::from(*byte) << 24;
        let hash = hint_hash(letters);
        if HINT_HASHES[hash >> 6] >> (hash & 63) & 1 != 0 {
            let found = (letters | 0x2020_2020).to_le_bytes();
            groups |= HINTS.iter().filter(|(hint, _)| **hint == found).map(|(_, group)| group).sum::<u8>();
        }
    }
    groups
}

/// What the words of a class or id say about the text of an element.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct ClassHint {
    pub(crate) is_author: bool,
    pub(crate) is_published: bool,
    pub(crate) is_modified: bool,
}

impl ClassHint {
    /// Reads a class or id attribute.
    pub(crate) fn of(attribute: &str) -> ClassHint {
        let mut hint = ClassHint::default();
        if hints(attribute) == 0 {
            return hint;
        }
        let attribute = &attribute[..attribute.floor_char_boundary(MAX_LIST)];
        for name in attribute.split_ascii_whitespace().take(12) {
            match hints(name) {
                0 => {}
                groups => hint.read(name, groups),
            }
        }
        hint
    }

    /// Reads a name that may hold words of these groups.
    fn read(&mut self, name: &str, groups: u8) {
        in_lower_case(name, |name| {
            let has = |word: &str| name.split(['-', '_']).any(|part| part == word);
            let contains = |words: &[&str]| words.iter().any(|word| name.contains(word));
            let is_author = groups & AUTHOR != 0
                && (contains(&["byline", "author", "writer", "verfasser", "redacteur"])
                    || ["autor", "autore", "auteur", "forfatter", "skribent", "zuozhe"].into_iter().any(has));
            let is_date = groups & DATE != 0
                && (contains(&["date", "publish", "posted", "pubtime", "timestamp", "dateline"]) && !has("update")
                    || ["time", "datum", "data", "fecha", "published", "zeit", "shijian"].into_iter().any(has));
            let is_modified = groups & MODIFIED != 0 && contains(&["updated", "modified", "aktualis"]);
            // An author's picture, profile or list of posts is no byline.
            let is_other = || {
                contains(&["avatar", "bio", "comment", "related", "image", "img", "photo", "social", "widget", "box"])
            };
            if (is_author || is_date || is_modified) && !is_other() {
                self.is_author |= is_author;
                self.is_modified |= is_modified;
                self.is_published |= is_date && !is_modified;
            }
            None::<()>
        });
    }
}
