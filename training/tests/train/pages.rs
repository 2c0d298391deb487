//! A small corpus of the tests' own writing: 18 pages of as many sites in three languages, with gold content.

use serde_json::json;
use std::io::Write;
use std::path::Path;

/// What pages of one language are put together from. `@` in a sentence is a number of the page.
struct Language {
    code: &'static str,
    tld: &'static str,
    subjects: [&'static str; 8],
    /// `#` is the subject.
    sentences: [&'static str; 8],
    menu: [&'static str; 7],
    related: &'static str,
    notice: &'static str,
}

const LANGUAGES: [Language; 3] = [
    Language {
        code: "en",
        tld: "org",
        subjects: [
            "the lighthouse",
            "the mill race",
            "the tram depot",
            "the apple store",
            "the town clock",
            "the sea wall",
            "the old quarry",
            "the reading room",
        ],
        sentences: [
            "Nobody in the village could say who had locked the door of # on the night of the storm, and it was @ days before the key was found.",
            "The council has set aside @ thousand crowns for #, which is more than it has spent on any other building since the flood.",
            "When the carpenters took up the floor of #, they found letters that had been lying there for @ years, and most of them could still be read.",
            "Her grandfather had worked at # from the age of @, and he used to say that the work was hard but that the company was good.",
            "A survey that was made last spring counted @ kinds of moss on the walls of #, of which three had not been seen in the county before.",
            "The children of the school have drawn a map of #, on which @ doors are marked in red and all of the windows in blue.",
            "It is not known how long the repairs of # will take, since the stone has to come by water from a quarry @ miles to the north.",
            "Those who would like to help with # are asked to come on the first Saturday of the month, and to bring gloves for @ people.",
        ],
        menu: ["Home", "News", "Weather", "Tide tables", "Letters", "Archive", "Contact"],
        related: "More from this section",
        notice: "All rights reserved. Terms of use and privacy notice.",
    },
    Language {
        code: "de",
        tld: "de",
        subjects: [
            "die Mühle",
            "die Brücke",
            "die Sternwarte",
            "die Bücherei",
            "die Molkerei",
            "die Schmiede",
            "die Fähre",
            "die Turnhalle",
        ],
        sentences: [
            "Niemand im Dorf wusste, wer # in der Nacht des Sturms abgeschlossen hatte, und es dauerte @ Tage, bis der Schlüssel wieder da war.",
            "Der Gemeinderat hat für # @ tausend Kronen vorgesehen, und das ist mehr, als er seit dem Hochwasser für ein anderes Haus ausgegeben hat.",
            "Als die Zimmerleute den Boden öffneten, fanden sie Briefe über #, die dort seit @ Jahren lagen und von denen die meisten noch zu lesen waren.",
            "Ihr Großvater war mit @ Jahren an # gekommen, und er sagte immer, dass die Arbeit schwer, die Gesellschaft aber gut gewesen sei.",
            "Eine Zählung im letzten Frühjahr ergab für # @ Arten von Moos, von denen drei in diesem Kreis noch nie gesehen worden waren.",
            "Die Kinder der Schule haben einen Plan gezeichnet, auf dem # mit @ roten Türen zu sehen ist und alle Fenster blau sind.",
            "Es ist nicht bekannt, wie lange man an # noch bauen wird, weil der Stein aus einem Bruch kommt, der @ Meilen weiter im Norden liegt.",
            "Wer für # etwas tun will, kommt am ersten Samstag des Monats und bringt Handschuhe für @ Leute mit, denn das Wasser ist noch kalt.",
        ],
        menu: ["Startseite", "Nachrichten", "Wetter", "Termine", "Leserbriefe", "Archiv", "Kontakt"],
        related: "Mehr zum Thema",
        notice: "Alle Rechte vorbehalten. Impressum und Datenschutz.",
    },
    Language {
        code: "zh",
        tld: "cn",
        subjects: ["老灯塔", "水磨坊", "电车库", "苹果仓", "钟楼", "海堤", "采石场", "阅览室"],
        sentences: [
            "村里没有人说得清，暴风雨那天夜里是谁锁上了#的门，过了@天大家才在河边找到那把钥匙。",
            "镇里今年为#安排了@万元，这是洪水以后在一座房子上花得最多的一次，不少人觉得这笔钱花得值。",
            "木匠掀开#的地板时，发现了在那里放了@年的信，其中大部分的字还看得清楚。",
            "她的祖父@岁就到#去做工，他常说那里的活很重，但是一起干活的人都很好。",
            "去年春天的一次调查在#的墙上数出了@种苔藓，其中有三种以前在这个地方没有见过。",
            "学校的孩子们画了一张#的地图，上面有@扇红色的门，所有的窗户都是蓝色的。",
            "现在还不知道#要修多久，因为石头要从北边@里以外的山上用船运过来，而河水又很浅。",
            "愿意为#出力的人，请在每个月的第一个星期六过来，并且带上@双手套和自己的午饭。",
        ],
        menu: ["首页", "新闻", "天气", "潮汐表", "来信", "往期", "联系我们"],
        related: "相关阅读",
        notice: "版权所有，未经许可不得转载。",
    },
];

/// Pages of each language.
const PAGES: usize = 6;

/// A page: its id, its address, its language, its markup, its paragraphs.
pub(crate) struct Page {
    pub(crate) id: String,
    url: String,
    language: &'static str,
    html: String,
    pub(crate) paragraphs: Vec<String>,
}

impl Page {
    pub(crate) fn line(&self) -> String {
        let content = self.paragraphs.join("\n");
        json!({
            "id": self.id, "url": self.url, "lang": self.language, "page_type": "article", "html": self.html,
            "content": content
        })
        .to_string()
    }
}

/// All pages.
pub(crate) fn pages() -> Vec<Page> {
    LANGUAGES.iter().flat_map(|l| (0..PAGES).map(|number| page(l, number))).collect()
}

fn page(l: &Language, number: usize) -> Page {
    let subject = l.subjects[number];
    let sentence = |i: usize| {
        let i = i % l.sentences.len();
        l.sentences[i].replace('#', subject).replace('@', &(3 + 7 * number + 2 * i).to_string())
    };
    let mut paragraphs = vec![sentence(number).split([',', '，']).next().unwrap_or_default().to_owned()];
    paragraphs.extend((0..4).map(|i| format!("{} {}", sentence(number + 2 * i), sentence(number + 2 * i + 1))));
    let link = |i: usize, text: &str| format!("<li><a href=\"/{i}/{number}.html\">{text}</a></li>");
    let menu: String = l.menu.iter().enumerate().map(|(i, text)| link(i, text)).collect();
    let related: String =
        (1..5).map(|i| link(40 + i, &format!("{} {}", l.subjects[(number + i) % PAGES], 10 * number + i))).collect();
    let text: String = paragraphs[1..].iter().map(|p| format!("<p>{p}</p>\n")).collect();
    let (code, title) = (l.code, &paragraphs[0]);
    let html = format!(
        "<!DOCTYPE html><html lang=\"{code}\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\n<body>\n\
         <header><div class=\"logo\"><a href=\"/\">{menu0}</a></div><nav class=\"menu\"><ul>{menu}</ul></nav></header>\n\
         <main><article class=\"post\"><h1>{title}</h1>\n{text}</article>\n\
         <aside class=\"related\"><h3>{related_title}</h3><ul>{related}</ul></aside></main>\n\
         <footer><p>{notice}</p></footer></body></html>",
        menu0 = l.menu[0],
        related_title = l.related,
        notice = l.notice,
    );
    Page {
        id: format!("small-{code}-{number}"),
        url: format!("https://www.site{number}-{code}.{}/40/{number}.html", l.tld),
        language: l.code,
        html,
        paragraphs,
    }
}

/// Writes the pages as a corpus.
pub(crate) fn write_corpus(path: &Path) {
    let mut file = std::fs::File::create(path).expect("the folder can be written to");
    for page in pages() {
        writeln!(file, "{}", page.line()).expect("the file can be written to");
    }
}

/// Two pages that are held out: one clean, one with a line of spam, whose text the record names.
pub(crate) fn write_held_out(path: &Path) {
    let clean = page(&LANGUAGES[0], 3);
    let hacked = page(&LANGUAGES[0], 5);
    let terms = ["双江县", "鄱阳县", "交城县", "南澳县", "张北县", "凤台县", "乐至县", "隆安县", "会宁县", "泽普县"];
    let links: String = terms
        .iter()
        .enumerate()
        .map(|(i, term)| format!("<a href=\"http://b{i}.farm{}.top/\">{term}</a> ", i * 7 + 11))
        .collect();
    let html = hacked.html.replace("</body>", &format!("<div style=\"display:none\">{links}</div></body>"));
    let lines = [
        json!({"id": "held-clean", "url": "https://clean.example.net/1", "lang": "en", "html": clean.html,
            "content": clean.paragraphs.join("\n")}),
        json!({"id": "held-hacked", "url": "https://hacked.example.net/1", "lang": "en", "html": html,
            "content": hacked.paragraphs.join("\n"), "spam": [terms.join(" ")]}),
    ];
    std::fs::write(path, lines.map(|l| l.to_string()).join("\n")).expect("the folder can be written to");
}
