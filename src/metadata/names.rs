//! The names under which pages give metadata: of meta tags, properties, classes.

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
            // The full names, as RDFa writes them.
            "http:" if rest.starts_with("//ogp.me/ns") => match rest.split_once('#')? {
                ("//ogp.me/ns/article", "published_time") => Some((Published, OpenGraph, 15)),
                ("//ogp.me/ns/article", "modified_time") => Some((Modified, OpenGraph, 15)),
                ("//ogp.me/ns", "title") => Some((Title, OpenGraph, 15)),
                ("//ogp.me/ns", "site_name") => Some((SiteName, OpenGraph, 10)),
                _ => None,
            },
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

/// Four letters of each word that [`ClassHint`] knows, the rarest ones.
const HINTS: [&[u8; 4]; 27] = [
    b"byli", b"auth", b"writ", b"verf", b"reda", b"auto", b"aute", b"forf", b"skri", b"zuoz", b"date", b"publ",
    b"sted", b"pubt", b"time", b"datu", b"data", b"fech", b"zeit", b"shij", b"modi", b"aktu", b"upda", b"actu",
    b"atua", b"aggi", b"last",
];

/// Bits of a hash of four letters.
const HINT_BITS: u32 = 12;

/// Which hashes [`HINTS`] have.
static HINT_HASHES: [u64; 1 << (HINT_BITS - 6)] = {
    let mut table = [0; 1 << (HINT_BITS - 6)];
    let mut i = 0;
    while i < HINTS.len() {
        let hash = hint_hash(u32::from_le_bytes(*HINTS[i]));
        table[hash >> 6] |= 1 << (hash & 63);
        i += 1;
    }
    table
};

/// A hash of four letters, which ignores their case.
const fn hint_hash(letters: u32) -> usize {
    ((letters | 0x2020_2020).wrapping_mul(0x9e37_79b1) >> (32 - HINT_BITS)) as usize
}

/// Whether an attribute may hold one of the words that [`ClassHint`] knows. Most hold none, and this is much faster.
fn may_hint(attribute: &str) -> bool {
    let mut letters = 0;
    attribute.as_bytes().iter().take(MAX_LIST).any(|byte| {
        letters = letters >> 8 | u32::from(*byte) << 24;
        let hash = hint_hash(letters);
        HINT_HASHES[hash >> 6] >> (hash & 63) & 1 != 0
    })
}

/// What the words of a class or id say about the text of an element.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct ClassHint {
    pub(crate) is_author: bool,
    pub(crate) is_published: bool,
    pub(crate) is_modified: bool,
    /// Whether a word says that a date is of publication, rather than any date.
    states_publication: bool,
}

impl ClassHint {
    /// Reads a class or id attribute.
    pub(crate) fn of(attribute: &str) -> ClassHint {
        let mut hint = ClassHint::default();
        if !may_hint(attribute) {
            return hint;
        }
        let attribute = &attribute[..attribute.floor_char_boundary(MAX_LIST)];
        for name in attribute.split_ascii_whitespace().take(12).filter(|name| may_hint(name)) {
            hint.read(name);
        }
        // `published updated` is what some systems write on a page that has not been updated.
        hint.is_modified &= !hint.states_publication;
        hint.is_published &= !hint.is_modified;
        hint
    }

    fn read(&mut self, name: &str) {
        in_lower_case(name, |lower| {
            // An author's picture, profile or list of posts is no byline.
            let others = ["avatar", "bio", "comment", "related", "image", "img", "photo", "social", "widget", "box"];
            if others.iter().any(|word| lower.contains(word)) {
                return None::<()>;
            }
            let mut is_update = false;
            let mut is_date = false;
            for word in words(name, lower) {
                self.is_author |= is_word_of_authors(word);
                self.states_publication |=
                    word.starts_with("publish") && !word.starts_with("publisher") || word == "posted";
                is_date |= is_word_of_dates(word);
                is_update |= word == "update";
                self.is_modified |= MODIFIED.iter().any(|stem| word.starts_with(stem));
            }
            self.is_modified |= is_update && is_date;
            self.is_published |= is_date && !is_update;
            None
        });
    }
}

/// How words start that name a date of modification.
const MODIFIED: [&str; 8] =
    ["updated", "modified", "lastmod", "aktualis", "actualiz", "actualis", "atualiz", "aggiorn"];

/// The words of a class: between hyphens, underscores and digits, and from one capital to the next.
fn words<'a>(name: &'a str, lower: &'a str) -> impl Iterator<Item = &'a str> {
    let bytes = name.as_bytes();
    let mut start = 0;
    std::iter::from_fn(move || {
        while bytes.get(start).is_some_and(|b| !b.is_ascii_alphabetic() && b.is_ascii()) {
            start += 1;
        }
        let rest = bytes.get(start + 1..)?;
        let is_end = |i: usize, b: u8| {
            b.is_ascii() && !b.is_ascii_alphabetic() || b.is_ascii_uppercase() && bytes[start + i].is_ascii_lowercase()
        };
        let length = rest.iter().enumerate().position(|(i, b)| is_end(i, *b)).unwrap_or(rest.len()) + 1;
        let word = lower.get(start..start + length)?;
        start += length;
        Some(word)
    })
}

/// Whether a word of a class names an author: `author`, `postauthor`, `authorname`, but not `authorization`.
fn is_word_of_authors(word: &str) -> bool {
    let after = word.split_once("author").map(|(_, after)| after);
    after.is_some_and(|after| !["iz", "is", "it"].iter().any(|end| after.starts_with(end)))
        || word.contains("byline")
        || ["writer", "verfasser", "redacteur", "autor", "autore", "auteur", "forfatter", "skribent", "zuozhe"]
            .contains(&word)
}

/// Whether a word of a class names a date: `date`, `pubdate`, `published`, but not `candidate`.
fn is_word_of_dates(word: &str) -> bool {
    let others =
        ["update", "candidate", "mandate", "validate", "consolidate", "accommodate", "liquidate", "intimidate"];
    word.starts_with("date") && !word.starts_with("dated")
        || word.ends_with("date") && !others.contains(&word)
        || word.starts_with("publish") && !word.starts_with("publisher")
        || ["posted", "pubtime", "timestamp", "time", "datum", "data", "fecha", "zeit", "shijian"].contains(&word)
}

#[cfg(test)]
mod tests {
    use super::ClassHint;

    #[test]
    fn classes_are_read_by_whole_words() {
        for class in ["author", "post-author", "postAuthorName", "article_byline2", "entry authorname", "autor"] {
            assert!(ClassHint::of(class).is_author, "{class}");
        }
        for class in ["commonAuthorizationInfo", "authorized_dealer", "authority", "autorun", "author-avatar"] {
            assert!(!ClassHint::of(class).is_author, "{class}");
        }
        for class in ["date", "pub-date", "entryDate", "article_published", "post-time", "published updated"] {
            assert!(ClassHint::of(class).is_published, "{class}");
        }
        for class in ["candidate-list", "publisher", "update", "timeline", "validate", "updated"] {
            assert!(!ClassHint::of(class).is_published, "{class}");
        }
        for class in ["updated", "lastModified", "update-date", "date updated", "zuletzt-aktualisiert"] {
            assert!(ClassHint::of(class).is_modified, "{class}");
        }
    }
}
