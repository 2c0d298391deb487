//! The page's language: function words where they tell, whatlang where they do not.

pub(crate) mod scripts;
pub(crate) mod stopwords;

/// Languages whose function words no other language of whatlang's has nearly as many of. The others have neighbours
/// without a list of their own: Catalan passes for Spanish, Afrikaans for Dutch.
const DISTINCT: [&str; 5] = ["en", "pl", "el", "hu", "vi"];

/// Language of a page's prose. whatlang costs a tenth of the parse, so it is asked once a page and only where the
/// function words leave doubts; on short text it guesses, so what it is not sure of is left out.
pub(crate) fn detect(prose: &str, by_words: Option<&str>, is_clear: bool) -> Option<String> {
    if is_clear && by_words.is_some_and(|l| DISTINCT.contains(&l)) {
        return by_words.map(str::to_owned);
    }
    if prose.chars().filter(|c| c.is_alphabetic()).take(40).count() < 40 {
        return by_words.map(str::to_owned);
    }
    let Some(info) = whatlang::detect(prose) else {
        return by_words.map(str::to_owned);
    };
    // whatlang calls all Han text Mandarin, kana or not is what it does tell.
    if info.is_reliable() || info.confidence() > 0.5 {
        return Some(iso_639_1(info.lang().code()).to_owned());
    }
    by_words.map(str::to_owned).or_else(|| Some(iso_639_1(info.lang().code()).to_owned()))
}

/// Two-letter codes of the languages that whatlang knows; the others keep their three letters.
fn iso_639_1(code: &str) -> &str {
    const CODES: [(&str, &str); 70] = [
        ("epo", "eo"),
        ("eng", "en"),
        ("rus", "ru"),
        ("cmn", "zh"),
        ("spa", "es"),
        ("por", "pt"),
        ("ita", "it"),
        ("ben", "bn"),
        ("fra", "fr"),
        ("deu", "de"),
        ("ukr", "uk"),
        ("kat", "ka"),
        ("ara", "ar"),
        ("hin", "hi"),
        ("jpn", "ja"),
        ("heb", "he"),
        ("yid", "yi"),
        ("pol", "pl"),
        ("amh", "am"),
        ("jav", "jv"),
        ("kor", "ko"),
        ("nob", "no"),
        ("dan", "da"),
        ("swe", "sv"),
        ("fin", "fi"),
        ("tur", "tr"),
        ("nld", "nl"),
        ("hun", "hu"),
        ("ces", "cs"),
        ("ell", "el"),
        ("bul", "bg"),
        ("bel", "be"),
        ("mar", "mr"),
        ("kan", "kn"),
        ("ron", "ro"),
        ("slv", "sl"),
        ("hrv", "hr"),
        ("srp", "sr"),
        ("mkd", "mk"),
        ("lit", "lt"),
        ("lav", "lv"),
        ("est", "et"),
        ("tam", "ta"),
        ("vie", "vi"),
        ("urd", "ur"),
        ("tha", "th"),
        ("guj", "gu"),
        ("uzb", "uz"),
        ("pan", "pa"),
        ("aze", "az"),
        ("ind", "id"),
        ("tel", "te"),
        ("pes", "fa"),
        ("mal", "ml"),
        ("ori", "or"),
        ("mya", "my"),
        ("nep", "ne"),
        ("sin", "si"),
        ("khm", "km"),
        ("tuk", "tk"),
        ("aka", "ak"),
        ("zul", "zu"),
        ("sna", "sn"),
        ("afr", "af"),
        ("lat", "la"),
        ("slk", "sk"),
        ("cat", "ca"),
        ("tgl", "tl"),
        ("hye", "hy"),
        ("cym", "cy"),
    ];
    CODES.iter().find(|(three, _)| *three == code).map_or(code, |(_, two)| two)
}
