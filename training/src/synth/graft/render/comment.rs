//! Readers' comments as markup.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::synth::spin::pick;

use super::Painter;

/// Names that spammers comment under.
const NAMES: &[&str] = &[
    "Daniel",
    "Mary K.",
    "seo_master",
    "Alexey",
    "Mehmet",
    "guest",
    "admin",
    "Linda77",
    "JamesTaf",
    "Robertfat",
    "Ayşe",
    "Nguyen",
    "Putri",
    "Budi",
    "Kevin W",
    "Олег",
    "Марина",
    "user4821",
    "Anonymous",
    "Maria José",
    "Pierre",
    "Giulia",
    "Jan",
    "小明",
    "网友",
    "匿名",
    "たかし",
    "지수",
    "สมชาย",
    "محمد",
    "علی",
    "rahul_k",
    "Sofia",
    "Hans",
    "Visitor",
    "bestlinks",
    "WilliamRog",
    "xoilac",
];

impl Painter {
    /// Markup of a reader's comment, with the name of its author.
    pub(super) fn comment(&self, inner: &str, rng: &mut ChaCha8Rng) -> String {
        let name = self.text(pick(NAMES, rng), rng);
        let number = rng.random_range(100..99_999);
        match rng.random_range(0..3) {
            0 => format!(
                "<li class=\"comment even\" id=\"comment-{number}\"><div class=\"comment-author vcard\"><cite class=\"fn\">{name}</cite></div>\n<div class=\"comment-content\"><p>{inner}</p></div></li>\n"
            ),
            1 => format!("<div class=\"comment-body\"><strong>{name}</strong>\n<p>{inner}</p></div>\n"),
            _ => format!(
                "<article class=\"post reply\"><header><span class=\"author\">{name}</span></header><p>{inner}</p></article>\n"
            ),
        }
    }
}
