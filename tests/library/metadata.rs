//! What a page says about itself, by source.

use blocksift::{Hints, Metadata, MetadataSource, Sifter};
use std::time::Instant;

fn metadata_at(html: &str, url: Option<&str>) -> Metadata {
    Sifter::default().segment_str(html, &Hints::default().with_url(url)).metadata().clone()
}

fn metadata(html: &str) -> Metadata {
    metadata_at(html, Some("https://www.hafenblatt.example/a/1.html"))
}

#[test]
fn open_graph_describes_an_article() {
    let html = r#"<html lang="de-de"><head><title>Die Nachtfähre fährt wieder | Hafenblatt</title>
        <meta property="og:title" content="Die Nachtfähre fährt wieder - Hafenblatt">
        <meta property="og:site_name" content="Hafenblatt"><meta property="og:description" content="Nach  sechs Jahren.">
        <meta property="og:image" content="/bilder/faehre.jpg"><link rel="canonical" href="//www.hafenblatt.example/faehre">
        <meta property="article:published_time" content="2024-03-19T08:05:00+01:00">
        <meta property="article:modified_time" content="2024-03-20"><meta name="author" content="Jana Meßner">
        <link rel="license" href="https://creativecommons.org/licenses/by/4.0/"></head><body><p>Sie legt um zehn ab."#;
    let found = metadata(html);
    assert_eq!(found.title.as_deref(), Some("Die Nachtfähre fährt wieder"));
    assert_eq!(found.authors, ["Jana Meßner"]);
    assert_eq!(found.published.as_deref(), Some("2024-03-19T08:05:00+01:00"));
    assert_eq!(found.modified.as_deref(), Some("2024-03-20"));
    assert_eq!(found.site_name.as_deref(), Some("Hafenblatt"));
    assert_eq!(found.description.as_deref(), Some("Nach sechs Jahren."));
    assert_eq!(found.image.as_deref(), Some("https://www.hafenblatt.example/bilder/faehre.jpg"));
    assert_eq!(found.canonical.as_deref(), Some("https://www.hafenblatt.example/faehre"));
    assert_eq!(found.language.as_deref(), Some("de-DE"));
    assert_eq!(found.license.as_deref(), Some("https://creativecommons.org/licenses/by/4.0/"));
    assert_eq!(found.sources.authors, Some(MetadataSource::Meta));
    assert_eq!(found.sources.language, Some(MetadataSource::Html));
    assert_eq!(found.sources.canonical, Some(MetadataSource::Link));
}

#[test]
fn json_ld_is_read_in_its_usual_shapes() {
    let graph = r##"<title>夜航船复航</title><script type="application/ld+json">{"@context":"https://schema.org","@graph":[
        {"@type":"WebSite","name":"海港新闻"},{"@type":"Person","@id":"#wang","name":"王小明"},
        {"@type":["NewsArticle"],"headline":"夜航船复航","datePublished":"2024-03-19","inLanguage":"zh-cn",
         "author":[{"@id":"#wang"},{"@type":"Person","name":"李华"}],"image":{"@type":"ImageObject","url":"https://a.example/1.jpg"},
         "license":"https://a.example/terms","articleBody":"……"}]}</script><p>夜航船今天复航。"##;
    let found = metadata(graph);
    assert_eq!(found.authors, ["王小明", "李华"]);
    assert_eq!(found.sources.authors, Some(MetadataSource::JsonLd));
    assert_eq!((found.published.as_deref(), found.language.as_deref()), (Some("2024-03-19"), Some("zh-CN")));
    assert_eq!(
        (found.site_name.as_deref(), found.image.as_deref()),
        (Some("海港新闻"), Some("https://a.example/1.jpg"))
    );
    assert_eq!(found.license.as_deref(), Some("https://a.example/terms"));

    let array = r#"<script type="application/ld+json">[{"@type":"BlogPosting","headline":"Le bac de nuit",
        "publisher":{"@type":"Organization","name":"La Gazette"},"author":"Par Élise Morvan","dateModified":"2024-03-20"}]</script>"#;
    let found = metadata(array);
    assert_eq!((found.title.as_deref(), found.site_name.as_deref()), (Some("Le bac de nuit"), Some("La Gazette")));
    assert_eq!((found.authors, found.modified.as_deref()), (vec!["Élise Morvan".to_owned()], Some("2024-03-20")));
}

#[test]
fn common_errors_of_json_ld_are_repaired() {
    for json in [
        "{\"@type\":\"Article\",\"description\":\"two\nlines\",\"author\":\"Ann Hale\"}",
        "{\"@type\":\"Article\",\"author\":\"Ann Hale\",}",
        "<!-- {\"@type\":\"Article\",\"name\":\"it\\'s\",\"author\":\"Ann Hale\"} -->",
        "{\"@type\":\"Article\",\"author\":\"Ann Hale\"};",
        "<![CDATA[ {\"@type\":\"Article\",\"author\":\"Ann Hale\"} ]]>",
        "//<![CDATA[\n[{\"@type\":\"Article\",\"author\":\"Ann Hale\"}]\n//]]>",
        "/*<![CDATA[*/{\"@type\":\"Article\",\"author\":\"Ann Hale\"}/*]]>*/",
        "{\"@type\":\"Article\",\"author\":\"Ann Hale\",\"name\":\"cut of",
    ] {
        let html = format!("<script type='application/ld+json'>{json}</script><p>Text");
        assert_eq!(metadata(&html).authors, ["Ann Hale"], "{json}");
    }
}

#[test]
fn of_several_articles_the_page_is_the_one_that_fits() {
    let article = |headline: &str, author: &str| {
        format!(r#"{{"@type":"NewsArticle","headline":"{headline}","author":{{"name":"{author}"}}}}"#)
    };
    let list = [article("Harbor dredged", "Tom Reed"), article("Night ferry returns", "Ann Hale")].join(",");
    let page =
        |title: &str| format!("<script type='application/ld+json'>[{list}]</script><title>{title}</title><p>Text");
    assert_eq!(metadata(&page("Night ferry returns - News")).authors, ["Ann Hale"]);
    assert!(metadata(&page("All the news")).authors.is_empty());
}

#[test]
fn dublin_core_and_citations_describe_papers() {
    let html = r#"<meta name="citation_title" content="Tides of the north"><meta name="citation_author" content="Skaife, Rhona">
        <meta name="citation_author" content="Reed, Tom"><meta name="citation_publication_date" content="2019/03/07">
        <meta name="DC.Publisher" content="Harbor Press"><meta name="dcterms.license" content="CC BY 4.0">"#;
    let found = metadata(html);
    assert_eq!(found.title.as_deref(), Some("Tides of the north"));
    assert_eq!(found.authors, ["Rhona Skaife", "Tom Reed"]);
    assert_eq!(
        (found.published.as_deref(), found.sources.published),
        (Some("2019-03-07"), Some(MetadataSource::Citation))
    );
    assert_eq!((found.site_name.as_deref(), found.license.as_deref()), (Some("Harbor Press"), Some("CC BY 4.0")));
}

#[test]
fn microdata_and_rdfa_are_read_from_the_body() {
    let microdata = r#"<div itemscope itemtype="https://schema.org/Article"><h1 itemprop="headline">Der Hafen</h1>
        <span itemprop="author" itemscope><a href="/jm" itemprop="url"><span itemprop="name">Jana Meßner</span></a> (Redaktion)</span>
        <meta itemprop="datePublished" content="2024-03-19"><span itemprop="dateModified" content="2024-03-21">gestern</span>
        <div itemprop="publisher" itemscope><meta itemprop="name" content="Hafenblatt"></div><p>Text</div>"#;
    let found = metadata(microdata);
    assert_eq!(
        (found.authors, found.sources.authors),
        (vec!["Jana Meßner".to_owned()], Some(MetadataSource::Microdata))
    );
    assert_eq!((found.published.as_deref(), found.modified.as_deref()), (Some("2024-03-19"), Some("2024-03-21")));
    assert_eq!(found.site_name.as_deref(), Some("Hafenblatt"));

    let rdfa = r#"<div vocab="https://schema.org/" typeof="Article"><h1>Le port</h1>
        <span property="author">Élise Morvan</span><time property="datePublished" datetime="2024-03-19">mardi</time><p>Texte</div>"#;
    let found = metadata(rdfa);
    assert_eq!((found.authors, found.published.as_deref()), (vec!["Élise Morvan".to_owned()], Some("2024-03-19")));
}

#[test]
fn bylines_and_dates_near_the_headline_are_read() {
    for (html, author, published, source) in [
        (
            "<h1>Ferry</h1><div class=byline>By <a rel=author href=/ann>Ann Hale</a></div><time datetime=2024-03-19T08:05Z>today</time>",
            "Ann Hale",
            "2024-03-19T08:05:00Z",
            MetadataSource::Link,
        ),
        (
            "<h1>Prom</h1><span class='autor'>Autor: Anna Nowak</span><span class='data'>19 marca 2024</span>",
            "Anna Nowak",
            "2024-03-19",
            MetadataSource::Byline,
        ),
        (
            "<h1>夜航船复航</h1><p>2024年3月19日 08:05</p><p>作者：王小明</p>",
            "王小明",
            "2024-03-19",
            MetadataSource::Byline,
        ),
        (
            "<h1>Паром</h1><p class='author-name'>Анна Орлова</p><p class='published'>19 марта 2024 г.</p>",
            "Анна Орлова",
            "2024-03-19",
            MetadataSource::Byline,
        ),
    ] {
        let found = metadata(&format!("{html}<p>Text of the page."));
        assert_eq!(found.authors, [author], "{html}");
        assert_eq!((found.published.as_deref(), found.sources.authors), (Some(published), Some(source)), "{html}");
    }
}

#[test]
fn dates_of_updates_are_not_those_of_publication() {
    for text in [
        "Last updated: 19 March 2024",
        "Zuletzt aktualisiert am 19. März 2024",
        "Обновлено 19 марта 2024",
        "更新：2024年3月19日",
    ] {
        let found = metadata(&format!("<h1>Ferry</h1><p class=date>{text}</p><p>Text of the page."));
        assert_eq!((found.published, found.modified.as_deref()), (None, Some("2024-03-19")), "{text}");
    }
    let found = metadata("<h1>Ferry</h1><p>Published 2 March 2024, updated 19 March 2024</p><p>Text.");
    assert_eq!(found.published.as_deref(), Some("2024-03-02"));
}

#[test]
fn what_belongs_to_other_things_is_left_out() {
    let html = "<h1>Ferry</h1><p>Text.<div class=comments><span class=author>Tom Reed</span><time datetime=2024-03-19>now</time></div>
        <aside><time datetime=2020-01-01>old</time></aside>";
    let found = metadata(html);
    assert!(found.authors.is_empty() && found.published.is_none(), "{found:?}");
    let list: String = (1..9).map(|i| format!("<h2>News {i}</h2><time datetime=2024-03-0{i}>then</time>")).collect();
    assert_eq!(metadata(&format!("<h1>All news</h1>{list}")).published, None);
    let found =
        metadata("<meta name=author content=admin><meta property=article:author content='https://social.example/x'>");
    assert!(found.authors.is_empty(), "{found:?}");
    let found = metadata(
        "<title>Hafenblatt</title><meta property=og:site_name content=Hafenblatt><meta name=author content=Hafenblatt>",
    );
    assert!(found.authors.is_empty(), "{found:?}");
}

#[test]
fn dates_with_two_readings_depend_on_the_country() {
    let page = |lang: &str| format!("<html lang={lang}><meta name=pubdate content='03/04/2024'><p>Text");
    assert_eq!(metadata(&page("en-US")).published.as_deref(), Some("2024-03-04"));
    assert_eq!(metadata(&page("fr")).published.as_deref(), Some("2024-04-03"));
    assert_eq!(metadata(&page("en")).published, None);
    assert_eq!(metadata_at(&page("en"), Some("https://a.co.uk/")).published.as_deref(), Some("2024-04-03"));
    assert_eq!(
        metadata_at("<p>Text</p>", Some("https://a.example/2024/03/19/b")).published.as_deref(),
        Some("2024-03-19")
    );
}

#[test]
fn urls_are_absolute_or_absent() {
    let html = "<link rel=canonical href='/b'><meta property=og:image content='javascript:alert(1)'><p>Text";
    assert_eq!(metadata_at(html, None).canonical, None);
    assert_eq!(metadata(html).canonical.as_deref(), Some("https://www.hafenblatt.example/b"));
    assert_eq!(metadata(html).image, None);
    let html = "<base href='https://cdn.example/x/'><meta property=og:image content='1.jpg'><p>Text";
    assert_eq!(metadata(html).image.as_deref(), Some("https://cdn.example/x/1.jpg"));
}

#[test]
fn reports_forward_it_and_plain_text_has_none() {
    let sifter = Sifter::default();
    let report = sifter.sift_str("<html lang=en><title>Ferry</title><p>Text", &Hints::default());
    assert_eq!(report.metadata().title.as_deref(), Some("Ferry"));
    assert_eq!(report.metadata(), report.page().metadata());
    let report = sifter.sift_str("By Ann Hale\n\nThe ferry sails on 19 March 2024.", &Hints::default());
    assert!(report.metadata().is_empty());
}

/// Fields are cut, and counts are bounded.
#[test]
fn hostile_metadata_is_bounded() {
    let long = "x".repeat(1 << 20);
    let html = format!(
        "<html><head><title>{long}</title><meta name=description content='{long}'><meta name=author content='{long}'>\
         <link rel=canonical href='https://a.example/{long}'>{}",
        "<meta name=citation_author content='Ann Hale'><meta name=citation_author content='Tom Reed'>".repeat(1000)
    );
    let found = metadata(&html);
    assert!(found.title.unwrap().len() <= 1000 && found.description.unwrap().len() <= 4096);
    assert_eq!((found.authors.len(), found.canonical), (2, None));

    let nested = format!("{}1{}", "{\"mainEntity\":".repeat(100_000), "}".repeat(100_000));
    let flood = format!("{{\"@type\":\"Article\",\"a\":[{}{{}}]}}", "{\"\":0},".repeat(200_000));
    let nodes = format!("[{}{{}}]", "{\"@type\":\"Article\",\"author\":\"Ann Hale\"},".repeat(30_000));
    let start = Instant::now();
    for json in [nested, flood, nodes] {
        metadata(&format!("<script type='application/ld+json'>{json}</script><p>\"@type\":\"Article\""));
    }
    let open = format!("<h1>Ferry</h1>{}", "<span class=author itemprop=author>".repeat(20_000));
    metadata(&open);
    assert!(start.elapsed().as_secs() < 30);
}

#[test]
fn dates_and_labels_in_bylines_are_no_authors() {
    for text in [
        "Published",
        "Updated",
        "Sat 16 Nov 2024",
        "Mar 19, 2024",
        "令和6年3月19日",
        "١٩ مارس ٢٠٢٤",
        "Posted on 19 March 2024",
        "Veröffentlicht am 19. März 2024",
        "Publié le mardi 19 mars 2024",
        "Środa 19 marca 2024",
        "Опубликовано 19 марта 2024",
        "Keskiviikko 20.3.2024",
        "Фото: Анна Орлова",
        "Photo: Ann Hale",
        "Źródło: PAP",
        "No Author",
        "publisher",
        "Masz konto? Zaloguj",
    ] {
        let found = metadata(&format!("<h1>Ferry</h1><p class=byline>{text}</p><p>Text of the page."));
        assert!(found.authors.is_empty(), "{text}: {found:?}");
    }
    let found = metadata("<meta name=author content='page.head.extra.author'><p>Text");
    assert!(found.authors.is_empty(), "{found:?}");
}

#[test]
fn the_words_around_authors_are_dropped() {
    for (text, expected) in [
        ("Ann Hale, 19 March 2024", &["Ann Hale"][..]),
        ("Posted on May 2, 2024 by Ann Hale", &["Ann Hale"]),
        ("Jan Nowak. Data publikacji Pią 19.03.2024", &["Jan Nowak"]),
        ("View all posts by Ann Hale →", &["Ann Hale"]),
        ("Zeige alle Beiträge von Uwe Holt", &["Uwe Holt"]),
        ("More stories by Tom Reed", &["Tom Reed"]),
        ("Recipe by Eva Lund", &["Eva Lund"]),
        ("Updated by Tom Reed", &["Tom Reed"]),
        ("Ein Kommentar von Jana Meßner", &["Jana Meßner"]),
        ("Írta: Kovács Anna", &["Kovács Anna"]),
        ("Teksti: Aino Virtanen", &["Aino Virtanen"]),
        ("كتب: أحمد علي", &["أحمد علي"]),
        ("文＝佐藤花子", &["佐藤花子"]),
        ("홍길동 기자", &["홍길동"]),
        ("Por Felipe Souza, Do Diário, em Porto Alegre", &["Felipe Souza"]),
        ("Anna Orlova Фото: Ivan Petrov", &["Anna Orlova"]),
        ("Eva Lund ⋅ Senior Analyst ⋅", &["Eva Lund"]),
        ("Jan Novák", &["Jan Novák"]),
        ("Tiger Data Group", &["Tiger Data Group"]),
        ("April May Reed", &["April May Reed"]),
    ] {
        let found = metadata(&format!("<h1>Ferry</h1><p class=byline>{text}</p><p>Text of the page."));
        assert_eq!(found.authors, expected, "{text}");
    }
}

#[test]
fn titles_keep_what_is_not_the_name_of_the_site() {
    for (title, url, expected) in [
        ("Ferry Tickets: Prices and Times", "https://ferry.example/a", "Ferry Tickets: Prices and Times"),
        ("Hafen Termine 2026 / 2027", "https://hafen.example/a", "Hafen Termine 2026 / 2027"),
        ("Les horaires du bac (mars 2025)", "https://bac.example/a", "Les horaires du bac (mars 2025)"),
        ("夜航船今日复航-海港新闻", "https://news.example/a", "夜航船今日复航"),
        ("夜航船今日复航_海港新闻", "https://news.example/a", "夜航船今日复航"),
        ("Der Hafen im Winter - 海港新闻", "https://news.example/a", "Der Hafen im Winter"),
        ("Die Fähre | Hafen im Überblick", "https://hafen.example/a", "Die Fähre"),
        ("Расписание парома: зима", "https://news.example/a", "Расписание парома: зима"),
    ] {
        let html = format!("<title>{title}</title><meta property=og:site_name content=海港新闻><p>Text of the page.");
        assert_eq!(metadata_at(&html, Some(url)).title.as_deref(), Some(expected), "{title}");
    }
    let html = "<title>Night ferry returns</title><meta property=og:site_name content='Night ferry returns'>
        <meta name=application-name content='Harbour News'><h1>Night ferry returns</h1><p>Text";
    assert_eq!(metadata(html).site_name.as_deref(), Some("Harbour News"));
}

#[test]
fn words_around_a_date_tell_updates_from_publication() {
    for html in [
        "<p><span class='post-updated'><time datetime=2024-03-19>19 March</time></span></p>",
        "<p>Updated: <time datetime=2024-03-19>yesterday</time></p>",
        "<p>Mis à jour le <time datetime=2024-03-19>hier</time></p>",
        "<p>Обновлено <span class=date>19.03.2024</span></p>",
        "<p>Zuletzt aktualisiert: <b><time datetime=2024-03-19>gestern</time></b></p>",
    ] {
        let found = metadata(&format!("<h1>Ferry</h1>{html}<p>Text of the page."));
        assert_eq!((found.published.as_deref(), found.modified.as_deref()), (None, Some("2024-03-19")), "{html}");
    }
    let html = "<h1>Ferry</h1><p>Published <time datetime=2024-03-02>a</time>, updated <time datetime=2024-03-19>b</time></p><p>Text";
    let found = metadata(html);
    assert_eq!((found.published.as_deref(), found.modified.as_deref()), (Some("2024-03-02"), Some("2024-03-19")));
    let found = metadata("<h1>Ferry</h1><time class='date published updated' datetime=2024-03-19>b</time><p>Text");
    assert_eq!(found.published.as_deref(), Some("2024-03-19"));
}

#[test]
fn names_come_before_keys_of_accounts() {
    let meta = "<meta name=parsely-author content=ann-hale>";
    let found = metadata(&format!("{meta}<meta name=author content='Ann Hale'><p>Text"));
    assert_eq!(found.authors, ["Ann Hale"]);
    assert_eq!(metadata(&format!("{meta}<p>Text")).authors, ["ann-hale"]);
}

#[test]
fn classes_are_read_by_whole_words() {
    for class in ["commonAuthorizationInfo", "authorized_dealer", "authority"] {
        let found = metadata(&format!("<h1>Ferry</h1><p class={class}>Harbor Dealer</p><p>Text of the page."));
        assert!(found.authors.is_empty(), "{class}");
    }
    let found = metadata("<h1>Ferry</h1><p class=postAuthorName>Ann Hale</p><p>Text of the page.");
    assert_eq!(found.authors, ["Ann Hale"]);
}

#[test]
fn parts_of_a_page_do_not_describe_it() {
    let video = r#"{"@type":"VideoObject","name":"Trailer","uploadDate":"2020-01-01","author":"Tom Reed"}"#;
    let review = r#"{"@type":"Review","author":{"name":"Uwe Holt"},"datePublished":"2021-01-01"}"#;
    let found = metadata(&format!(
        "<title>Die Fähre</title><script type='application/ld+json'>[{video},{review}]</script><p>Text"
    ));
    assert!(found.authors.is_empty() && found.published.is_none(), "{found:?}");
    let found = metadata(&format!("<title>Trailer</title><script type='application/ld+json'>{video}</script><p>Text"));
    assert_eq!(found.published.as_deref(), Some("2020-01-01"));
}

#[test]
fn dates_of_programs_and_other_digits_are_read() {
    for (date, expected) in [
        ("Tue Mar 19 15:28:56 CET 2024", "2024-03-19"),
        ("19 March 2024 08:05 GMT", "2024-03-19T08:05:00Z"),
        ("Tue Mar 19 2024 08:05:00 GMT+0100 (CET)", "2024-03-19T08:05:00+01:00"),
        ("١٩ مارس ٢٠٢٤", "2024-03-19"),
        ("2024-03-19T08:05:00", "2024-03-19"),
    ] {
        let found = metadata(&format!("<meta name=pubdate content='{date}'><p>Text"));
        assert_eq!(found.published.as_deref(), Some(expected), "{date}");
    }
}

#[test]
fn items_inside_a_page_do_not_describe_it() {
    for kind in ["Comment", "Review", "Person"] {
        let item = format!(
            "<div itemscope itemtype=https://schema.org/{kind}><span itemprop=author>Uwe Holt</span>
             <meta itemprop=datePublished content=2021-01-01></div>"
        );
        let found = metadata(&format!("<h1>Die Fähre</h1><p>Text.</p>{item}"));
        assert!(found.authors.is_empty() && found.published.is_none(), "{kind}: {found:?}");
    }
    let html = "<div itemscope itemtype=https://schema.org/Review><h1>Le bac</h1><span itemprop=author>Élise Morvan</span></div>";
    assert_eq!(metadata(html).authors, ["Élise Morvan"]);
}

#[test]
fn the_owner_of_a_site_of_one_person_is_its_author() {
    let html = r##"<title>Night ferries - Harbour Notes</title><script type="application/ld+json">{"@graph":[
        {"@type":"WebSite","name":"Harbour Notes"},{"@type":["Person","Organization"],"@id":"#me","name":"Rhona Skaife"},
        {"@type":"Article","headline":"Night ferries","author":{"@id":"#me"},"publisher":{"@id":"#me"}}]}</script><p>Text"##;
    let found = metadata(html);
    assert_eq!((found.authors, found.site_name.as_deref()), (vec!["Rhona Skaife".to_owned()], Some("Harbour Notes")));
}

#[test]
fn a_page_of_questions_has_the_author_of_its_question() {
    let html = r#"<title>When does the ferry sail?</title><script type="application/ld+json">{"@type":"QAPage",
        "name":"When does the ferry sail?","mainEntity":{"@type":"Question","name":"When does the ferry sail?",
        "author":{"@type":"Person","name":"old_skipper"},"datePublished":"2024-03-19"}}</script><h1>When does the ferry sail?</h1>"#;
    let found = metadata(html);
    assert_eq!((found.authors, found.published.as_deref()), (vec!["old_skipper".to_owned()], Some("2024-03-19")));
}

#[test]
fn open_graph_is_read_by_its_full_names_too() {
    let html = r#"<meta property="http://ogp.me/ns#title" content="Night ferries">
        <meta property="http://ogp.me/ns#site_name" content="Harbour Notes">
        <meta property="http://ogp.me/ns/article#published_time" content="2024-03-19T08:05:00Z">
        <meta property="http://ogp.me/ns/article#modified_time" content="2024-03-20T08:05:00Z"><p>Text"#;
    let found = metadata(html);
    assert_eq!((found.title.as_deref(), found.site_name.as_deref()), (Some("Night ferries"), Some("Harbour Notes")));
    assert_eq!(found.published.as_deref(), Some("2024-03-19T08:05:00Z"));
    assert_eq!(found.modified.as_deref(), Some("2024-03-20T08:05:00Z"));
}

#[test]
fn a_dateline_gives_two_dates() {
    let html = r#"<html lang="pl"><title>Prom nocny wraca</title><h1>Prom nocny wraca</h1>
        <p>19.03.2024 , aktualizacja: 20.03.2024 10:20</p><p>Prom znowu pływa po zatoce."#;
    let found = metadata(html);
    assert_eq!((found.published.as_deref(), found.modified.as_deref()), (Some("2024-03-19"), Some("2024-03-20")));
}

#[test]
fn a_line_of_the_text_tells_the_title_from_the_site() {
    for (title, line) in [
        ("夜航船今天复航--海港网", "夜航船今天复航"),
        ("Prom nocny wraca | Portowe nowiny", "Prom nocny wraca"),
        ("Prom nocny znowu wraca - 19 marca 2024", "Prom nocny znowu wraca"),
        ("» Prom nocny znowu wraca -", "Prom nocny znowu wraca"),
    ] {
        let html = format!("<title>{title}</title><div>{line}</div><p>Prom znowu pływa.");
        let found = metadata_at(&html, None);
        assert_eq!(found.title.as_deref(), Some(line));
        assert!(found.site_name.is_none_or(|name| !name.contains("2024")));
    }
}

#[test]
fn an_article_in_chinese_is_signed_at_its_end() {
    let html = "<title>夜航船复航</title><h1>夜航船复航</h1><p>夜航船今天复航。</p><p>第二段。</p><p>第三段。</p>\
        <p>第四段。</p><p>第五段。</p><p>作者：王小明</p>";
    assert_eq!(metadata(html).authors, ["王小明"]);
}
