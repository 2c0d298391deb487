//! Decoding: charsets that are declared in various ways, wrongly, or not at all.

use blocksift::decode;
use encoding_rs::Encoding;

const ZH: &str = "今天早上，县里的干部到村里看望了几位老人，并且送去了米、面和油。";
const ZH_TW: &str = "今天早上，縣裡的幹部到村裡看望了幾位老人，並且送去了米、麵和油。";
const JA: &str = "今日は朝から雨が降っていたので、図書館で本を読んで過ごしました。";
const KO: &str = "오늘은 아침부터 비가 와서 도서관에서 책을 읽으며 시간을 보냈습니다.";
const RU: &str = "Сегодня с утра шёл дождь, поэтому мы весь день просидели в библиотеке.";
const FR: &str = "Il a plu dès le matin, si bien que nous avons passé la journée à la bibliothèque.";
const AR: &str = "هطل المطر منذ الصباح ولذلك قضينا اليوم كله في المكتبة نقرأ الكتب";

/// A charset's label, a text to encode in it, and the name of the encoding.
const CASES: [(&str, &str, &str); 10] = [
    ("gbk", ZH, "GBK"),
    ("gb2312", ZH, "GBK"),
    ("gb18030", ZH, "gb18030"),
    ("big5", ZH_TW, "Big5"),
    ("shift_jis", JA, "Shift_JIS"),
    ("euc-jp", JA, "EUC-JP"),
    ("euc-kr", KO, "EUC-KR"),
    ("windows-1251", RU, "windows-1251"),
    ("windows-1252", FR, "windows-1252"),
    ("windows-1256", AR, "windows-1256"),
];

fn encode(label: &str, text: &str) -> Vec<u8> {
    let (bytes, _, lost) = Encoding::for_label(label.as_bytes()).unwrap().encode(text);
    assert!(!lost, "{label} cannot write {text}");
    bytes.into_owned()
}

#[test]
fn a_meta_declares_the_charset() {
    for (label, text, name) in CASES {
        let metas = [
            format!("<meta charset={label}>"),
            format!("<META charset = \"{}\">", label.to_uppercase()),
            format!("<meta http-equiv='Content-Type' content='text/html; charset={label}'>"),
            format!("<?xml version='1.0' encoding='{label}'?>"),
        ];
        for meta in metas {
            let bytes = encode(label, &format!("{meta}<p>{text}</p>"));
            let decoded = decode(&bytes, None, None);
            assert_eq!(decoded.encoding, name, "{meta}");
            assert!(decoded.text.contains(text), "{meta}");
        }
    }
}

#[test]
fn http_names_the_charset_and_goes_before_meta() {
    for (label, text, name) in CASES {
        let bytes = encode(label, &format!("<meta charset=iso-8859-2><p>{text}</p>"));
        for header in
            [format!("text/html; charset={label}"), format!("text/html;charset=\"{}\"; x=y", label.to_uppercase())]
        {
            let decoded = decode(&bytes, Some(&header), None);
            assert_eq!(decoded.encoding, name, "{header}");
            assert!(decoded.text.contains(text), "{header}");
        }
    }
}

#[test]
fn short_texts_are_guessed() {
    // A guess need not find GB18030 by name: GBK reads the same characters.
    for (label, text, _) in CASES {
        let bytes = encode(label, &format!("<html><body><p>{text}</p></body></html>"));
        let decoded = decode(&bytes, None, None);
        assert!(decoded.text.contains(text), "{label} was taken for {}", decoded.encoding);
    }
}

#[test]
fn utf16_is_decoded_with_and_without_a_byte_order_mark() {
    let text = format!("<html><body><p>{FR} {RU}</p></body></html>");
    let units: Vec<u16> = text.encode_utf16().collect();
    let little: Vec<u8> = units.iter().flat_map(|u| u.to_le_bytes()).collect();
    let big: Vec<u8> = units.iter().flat_map(|u| u.to_be_bytes()).collect();
    for (bytes, mark, name) in [(&little, [0xff, 0xfe], "UTF-16LE"), (&big, [0xfe, 0xff], "UTF-16BE")] {
        for bytes in [[&mark[..], bytes].concat(), bytes.clone()] {
            let decoded = decode(&bytes, None, None);
            assert_eq!((decoded.encoding, decoded.text.as_ref()), (name, text.as_str()));
        }
        // The byte order mark takes precedence over the header.
        let marked = [&mark[..], bytes].concat();
        assert_eq!(decode(&marked, Some("text/html; charset=gbk"), None).encoding, name);
    }
}

#[test]
fn utf8_is_decoded_as_utf8() {
    let text = format!("<p>{ZH}</p>");
    for content_type in [None, Some("text/html; charset=utf-8"), Some("text/html"), Some("text/html; charset=nonsense")]
    {
        let decoded = decode(text.as_bytes(), content_type, None);
        assert_eq!((decoded.encoding, decoded.text.as_ref()), ("UTF-8", text.as_str()));
    }
    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    assert_eq!(decode(&marked, Some("text/html; charset=gbk"), None).text, text);
}

#[test]
fn a_wrong_label_over_utf8_is_ignored() {
    let text = format!("<meta charset=gb2312><p>{ZH}</p>");
    assert_eq!(decode(text.as_bytes(), None, None).text, text);
    let text = format!("<meta charset=iso-8859-1><p>{FR} {FR} {RU}</p>");
    assert_eq!(decode(text.as_bytes(), None, None).text, text);
}

#[test]
fn a_few_broken_bytes_do_not_change_the_encoding() {
    let mut bytes = format!("<meta charset=utf-8><p>{ZH}{ZH}</p>").into_bytes();
    bytes.extend_from_slice(b"<p>cut \xe4\xb8</p>");
    let decoded = decode(&bytes, None, None);
    assert_eq!(decoded.encoding, "UTF-8");
    assert!(decoded.text.contains(ZH) && decoded.text.contains("cut \u{fffd}</p>"));
}

#[test]
fn any_top_level_domain_is_accepted() {
    for tld in ["jp", "JP", "рф", "", "co.uk", "xn--p1ai", "\u{0}"] {
        assert!(!decode(&encode("shift_jis", JA), None, Some(tld)).text.is_empty());
    }
}
