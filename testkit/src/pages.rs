//! Two small pages that most tests start from.

/// An English page with a menu, an article and a hidden line of links named after Chinese counties.
pub const HACKED: &str = r##"<!DOCTYPE html><html lang="en"><head><title>The harbour bridge opens again</title></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main><h1>The harbour bridge opens again</h1>
<p>The bridge over the harbour was opened to the public again on Sunday, after two years of repairs that had cost the
town far more than anybody had thought they would when the work began in the spring.</p>
<p>It was the mayor who walked over it first, and she said that she had not been as happy to cross a river since she
was a child, when the ferry was still the only way to get to the market on the other side.</p>
<p>The old ferry will go on sailing in the summer, for those who like to be on the water and have the time for it.</p>
</main><footer><p>© Harbour News</p></footer>
<div style="display:none"><a href="http://a.example.com/">双江县</a> <a href="http://b.example.net/">鄱阳县</a>
<a href="http://c.example.org/">交城县</a> <a href="http://d.example.cn/">南澳县</a></div></body></html>"##;

/// An English page with a link and a paragraph, and no spam.
pub const CLEAN: &str = "<html><head><title>On bread</title></head><body><ul><li><a href=/>Home</a></ul>\
<p>The bread that is baked in the old oven of the mill is the best that there is in all of the valley, and there are \
people who walk for two hours to get a loaf of it.</body></html>";
