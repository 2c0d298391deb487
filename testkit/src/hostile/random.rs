//! Bytes without a plan: random ones, compressed ones, damaged encodings, pieces of markup in random order.

use crate::random::Numbers;

pub(super) fn random_bytes(size: usize) -> Vec<u8> {
    Numbers::new(1).bytes(size)
}

pub(super) fn random_ascii(size: usize) -> Vec<u8> {
    random_bytes(size).into_iter().map(|b| b' ' + b % 95).collect()
}

/// Pieces of markup in random order.
pub(super) fn soup(size: usize) -> Vec<u8> {
    #[rustfmt::skip]
    const PIECES: [&str; 40] = [
        "<div>", "</div>", "<p>", "</p>", "<a href=/x>", "</a>", "<b>", "</b>", "<i>", "</i>", "<table>",
        "</table>", "<tr>", "<td>", "</td>", "<font color=red>", "</font>", "<svg>", "</svg>", "<math>", "<mi>",
        "<select>", "</select>", "<option>", "<form>", "</form>", "<template>", "</template>", "<h1>", "</h1>",
        "<li>", "<ul>", "</ul>", "text ", "&amp;", "<nobr>", "<applet>", "</applet>", "<frameset>", "<br>",
    ];
    let mut numbers = Numbers::new(3);
    let mut page = String::new();
    while page.len() < size {
        page.push_str(PIECES[numbers.below(PIECES.len())]);
    }
    page.into_bytes()
}

fn utf16(unit: &[u16], size: usize) -> Vec<u8> {
    let mut page = vec![0xff, 0xfe];
    while page.len() < size {
        page.extend(unit.iter().flat_map(|u| u.to_le_bytes()));
    }
    page
}

pub(super) fn surrogates(size: usize) -> Vec<u8> {
    utf16(&[0x3c, 0x70, 0x3e, 0xd800, 0x61, 0xdc00, 0x20], size)
}

/// Random bytes behind a gzip header.
pub(super) fn gzip(size: usize) -> Vec<u8> {
    [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3][..], &random_bytes(size.saturating_sub(10))].concat()
}

pub(super) fn iso_2022_jp(size: usize) -> Vec<u8> {
    b"\x1b$B$3$s\x1b(Ba".repeat(size / 11 + 1)
}

pub(super) fn broken_utf8(size: usize) -> Vec<u8> {
    [&b"<meta charset=utf-8>"[..], &b"caf\xe9 \xc3\xa9 \xff\xfe ".repeat(size / 12 + 1)].concat()
}
