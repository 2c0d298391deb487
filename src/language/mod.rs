//! The page's language, by function words where they are clear and by whatlang where they are not.

pub(crate) mod scripts;
pub(crate) mod stopwords;

/// Languages that function words alone identify. The others have close relatives without a list of their own: by
/// function words, Catalan passes for Spanish and Afrikaans for Dutch.
const DISTINCT: [&str; 5] = ["en", "pl", "el", "hu", "vi"];

/// The language of a page's prose, as an ISO 639-1 code. `by_words` is the language by function words, and `is_clear`
/// says whether no other comes close. whatlang costs a tenth of the parse, so it runs once per page and only if the
/// function words leave doubt. On short text it guesses, so its uncertain answers are dropped.
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
    // whatlang calls all Han text Mandarin, but it does tell Chinese from Japanese by kana.
    if info.is_reliable() || info.confidence() > 0.5 {
        return Some(iso_639_1(info.lang().code()).to_owned());
    }
    by_words.map(str::to_owned).or_else(|| Some(iso_639_1(info.lang().code()).to_owned()))
}

/// The two-letter code of a language that whatlang knows by three letters.
fn iso_639_1(code: &str) -> &str {
    DETECTED.iter().find(|(three, ..)| *three == code).map_or(code, |(_, two, _)| two)
}

/// The English name of a language, by its ISO 639-1 code.
pub(crate) fn name(code: &str) -> Option<&'static str> {
    DETECTED.iter().find(|(_, two, _)| *two == code).map(|(.., name)| *name)
}

/// The languages that whatlang knows: their codes of ISO 639-3 and of ISO 639-1, and their names.
const DETECTED: [(&str, &str, &str); 70] = [
    ("epo", "eo", "Esperanto"),
    ("eng", "en", "English"),
    ("rus", "ru", "Russian"),
    ("cmn", "zh", "Chinese"),
    ("spa", "es", "Spanish"),
    ("por", "pt", "Portuguese"),
    ("ita", "it", "Italian"),
    ("ben", "bn", "Bengali"),
    ("fra", "fr", "French"),
    ("deu", "de", "German"),
    ("ukr", "uk", "Ukrainian"),
    ("kat", "ka", "Georgian"),
    ("ara", "ar", "Arabic"),
    ("hin", "hi", "Hindi"),
    ("jpn", "ja", "Japanese"),
    ("heb", "he", "Hebrew"),
    ("yid", "yi", "Yiddish"),
    ("pol", "pl", "Polish"),
    ("amh", "am", "Amharic"),
    ("jav", "jv", "Javanese"),
    ("kor", "ko", "Korean"),
    ("nob", "no", "Norwegian"),
    ("dan", "da", "Danish"),
    ("swe", "sv", "Swedish"),
    ("fin", "fi", "Finnish"),
    ("tur", "tr", "Turkish"),
    ("nld", "nl", "Dutch"),
    ("hun", "hu", "Hungarian"),
    ("ces", "cs", "Czech"),
    ("ell", "el", "Greek"),
    ("bul", "bg", "Bulgarian"),
    ("bel", "be", "Belarusian"),
    ("mar", "mr", "Marathi"),
    ("kan", "kn", "Kannada"),
    ("ron", "ro", "Romanian"),
    ("slv", "sl", "Slovenian"),
    ("hrv", "hr", "Croatian"),
    ("srp", "sr", "Serbian"),
    ("mkd", "mk", "Macedonian"),
    ("lit", "lt", "Lithuanian"),
    ("lav", "lv", "Latvian"),
    ("est", "et", "Estonian"),
    ("tam", "ta", "Tamil"),
    ("vie", "vi", "Vietnamese"),
    ("urd", "ur", "Urdu"),
    ("tha", "th", "Thai"),
    ("guj", "gu", "Gujarati"),
    ("uzb", "uz", "Uzbek"),
    ("pan", "pa", "Punjabi"),
    ("aze", "az", "Azerbaijani"),
    ("ind", "id", "Indonesian"),
    ("tel", "te", "Telugu"),
    ("pes", "fa", "Persian"),
    ("mal", "ml", "Malayalam"),
    ("ori", "or", "Odia"),
    ("mya", "my", "Burmese"),
    ("nep", "ne", "Nepali"),
    ("sin", "si", "Sinhala"),
    ("khm", "km", "Khmer"),
    ("tuk", "tk", "Turkmen"),
    ("aka", "ak", "Akan"),
    ("zul", "zu", "Zulu"),
    ("sna", "sn", "Shona"),
    ("afr", "af", "Afrikaans"),
    ("lat", "la", "Latin"),
    ("slk", "sk", "Slovak"),
    ("cat", "ca", "Catalan"),
    ("tgl", "tl", "Tagalog"),
    ("hye", "hy", "Armenian"),
    ("cym", "cy", "Welsh"),
];
