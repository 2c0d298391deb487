//! MathML as pages have it, and what it becomes.

use super::convert;
use scraper::Html;

/// The first formula of a page.
fn tex(markup: &str) -> Option<String> {
    let html = Html::parse_document(markup);
    let math = html.tree.root().descendants().find(|n| n.value().as_element().is_some_and(|e| e.name() == "math"));
    convert(&math.expect("there is a formula")).map(|formula| formula.tex)
}

#[test]
fn elements_become_tex() {
    for (inside, expected) in [
        ("<msup><mi>x</mi><mn>2</mn></msup>", "x^{2}"),
        ("<msub><mi>x</mi><mrow><mi>i</mi><mo>+</mo><mn>1</mn></mrow></msub>", "x_{i+1}"),
        ("<msubsup><mi>\u{3b1}</mi><mn>0</mn><mo>\u{2217}</mo></msubsup>", "\\alpha_{0}^{\\ast}"),
        ("<mfrac><mrow><mi>a</mi><mo>\u{2212}</mo><mi>b</mi></mrow><mn>12</mn></mfrac>", "\\frac{a-b}{12}"),
        ("<mfrac linethickness=0><mi>n</mi><mi>k</mi></mfrac>", "{n\\atop k}"),
        ("<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt>", "\\sqrt{x+1}"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "\\sqrt[3]{x}"),
        ("<mi>sin</mi><mo>\u{2061}</mo><mi>x</mi>", "\\sin x"),
        ("<mi>speed</mi><mo>=</mo><mn>3</mn><mtext> m/s</mtext>", "\\mathrm{speed}=3\\text{ m/s}"),
        ("<mi>\u{3b1}</mi><mi>b</mi><mo>\u{2264}</mo><mi>\u{3c0}</mi><mn>2</mn>", "\\alpha b\\leq\\pi2"),
        (
            "<munderover><mo>\u{2211}</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>i</mi>",
            "\\sum_{i=1}^{n}i",
        ),
        ("<munder><mi>lim</mi><mrow><mi>x</mi><mo>\u{2192}</mo><mn>0</mn></mrow></munder>", "\\lim_{x\\to0}"),
        ("<mover><mi>x</mi><mo>\u{af}</mo></mover><mover><mi>v</mi><mo>\u{2192}</mo></mover>", "\\overline{x}\\vec{v}"),
        ("<mover><mo>=</mo><mi>!</mi></mover>", "\\overset{!}{=}"),
        ("<msup><mrow><mo>(</mo><mi>a</mi><mo>)</mo></mrow><mn>2</mn></msup>", "{(a)}^{2}"),
        ("<mfenced open='['><mi>a</mi><mi>b</mi></mfenced>", "\\left[a,b\\right)"),
        (
            "<mrow><mo>(</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr><mtr><mtd><mn>0</mn></mtd>\
             <mtd><mn>1</mn></mtd></mtr></mtable><mo>)</mo></mrow>",
            "\\left(\\begin{matrix} 1 & 0 \\\\ 0 & 1 \\end{matrix}\\right)",
        ),
        (
            "<mrow><mo>{</mo><mtable><mtr><mtd><mi>x</mi></mtd></mtr></mtable></mrow>",
            "\\left\\{\\begin{matrix} x \\end{matrix}\\right.",
        ),
        ("<mmultiscripts><mi>C</mi><mn>6</mn><none/><mprescripts/><none/><mn>12</mn></mmultiscripts>", "{}^{12}C_{6}"),
        ("<mi mathvariant=double-struck>R</mi><mi mathvariant=normal>d</mi>", "\\mathbb{R}\\mathrm{d}"),
        ("<mtext>50 %_{}</mtext>", "\\text{50 \\%\\_\\{\\}}"),
        ("<semantics><mi>x</mi><annotation encoding='StarMath 5.0'>{x} over</annotation></semantics>", "x"),
        ("\n <mrow>\n  <mi>a</mi> <mo>+</mo>\n <mi>b</mi></mrow>", "a + b"),
    ] {
        assert_eq!(tex(&format!("<math>{inside}</math>")).as_deref(), Some(expected), "{inside}");
    }
}

#[test]
fn what_is_no_formula_is_not_converted() {
    for inside in [
        "",
        "<mtext></mtext>",
        "<mfrac><mi>a</mi></mfrac>",
        "<mtext><a href=x>buy</a></mtext>",
        "<maligngroup/>",
        "<mi>x</mi><svg></svg>",
        "<math><mi>x</mi></math>",
        "<mtable><mi>x</mi></mtable>",
        &"<mrow>".repeat(2000),
        &"<mi>x</mi>".repeat(5000),
    ] {
        assert_eq!(tex(&format!("<math>{inside}</math>")), None, "{inside}");
    }
}

#[test]
fn an_alternative_text_is_tex_that_says_no_more() {
    let math =
        |alt: &str| tex(&format!("<math alttext='{alt}'><mi>speed</mi><mo>=</mo><mn>\u{bd}</mn></math>")).unwrap();
    assert_eq!(math("\\mathrm{speed}=\\frac{1}{2}"), "\\mathrm{speed}=\\frac{1}{2}");
    for other in ["speed is a half", "\\text{cheap pills} speed", "\\begin", "\\end{", ""] {
        assert_eq!(math(other), "\\mathrm{speed}=\u{bd}", "{other}");
    }
}
