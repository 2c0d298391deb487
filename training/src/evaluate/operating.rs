//! Writes what an evaluation measured into a model: the cost of its operating points, and the calibration of a page's
//! probability.

use super::scores::{Evaluation, FormatScores, Sweep};
use super::verdict::{PREVALENCE, VerdictCalibration};
use crate::error::{Error, Result};
use blocksift::internals::Calibration;
use blocksift::{Figures, Format, FormatFigures, Model, OperatingPoint};

/// The model with figures of its operating points from an evaluation. `points` replace those of the model; if there are
/// none, the model keeps its own. A threshold that the evaluation did not try gets no figures. A format that the
/// evaluation did not score keeps the figures of the model's point of the same name, if its threshold is the same.
///
/// # Errors
/// Points without a name, or with the same one.
pub fn measured(model: Model, points: &[OperatingPoint], evaluation: &Evaluation) -> Result<Model> {
    let mut parts = model.into_parts();
    let before = parts.operating_points.clone();
    if !points.is_empty() {
        parts.operating_points = points.to_vec();
    }
    for point in &mut parts.operating_points {
        let kept = |format: Format| {
            let same = before.iter().find(|b| b.name == point.name && b.spam_for(format) == point.spam_for(format));
            same.and_then(|same| same.figures.of(format).copied())
        };
        let figures_of = |format: Format, scores: &FormatScores, unseen: &Sweep| match is_scored(scores, unseen) {
            true => figures(scores, unseen, point.spam_for(format)),
            false => kept(format),
        };
        let html = figures_of(Format::Html, &evaluation.html, &evaluation.unseen_by_threshold);
        let text = figures_of(Format::Text, &evaluation.text, &evaluation.unseen_text_by_threshold);
        point.figures = Figures::new(html, text);
    }
    Ok(parts.into_model()?)
}

/// The model with the calibration of a page's probability from an evaluation. A format without clean pages or without
/// spam of unseen families keeps the model's.
///
/// # Errors
/// One format is calibrated, and the model's calibration of the other assumes another prior.
pub fn calibrated(model: Model, evaluation: &Evaluation) -> Result<Model> {
    let mut parts = model.into_parts();
    let page = &mut parts.page_calibration;
    let html =
        VerdictCalibration::new(&evaluation.html.by_threshold, &evaluation.unseen_by_threshold).map(|v| rounded(&v));
    let text = VerdictCalibration::new(&evaluation.text.by_threshold, &evaluation.unseen_text_by_threshold)
        .map(|v| rounded(&v));
    if html.is_none() && text.is_none() {
        return Ok(parts.into_model()?);
    }
    if (html.is_none() || text.is_none()) && page.prior != PREVALENCE as f32 {
        return Err(Error::Data(format!(
            "the evaluation has one format only, and the model's calibration of the other assumes a prior of {} rather \
             than {PREVALENCE}; evaluate both",
            page.prior
        )));
    }
    page.prior = PREVALENCE as f32;
    (page.html, page.text) = (html.unwrap_or(page.html), text.unwrap_or(page.text));
    Ok(parts.into_model()?)
}

/// Whether an evaluation has both clean pages and spam of unseen families for a format, which figures need.
fn is_scored(scores: &FormatScores, unseen: &Sweep) -> bool {
    scores.clean_pages > 0 && !scores.by_threshold.is_empty() && unseen.iter().any(|(_, score)| score.spam_pages > 0)
}

/// What a threshold costs on pages of one format.
fn figures(scores: &FormatScores, unseen: &Sweep, threshold: f32) -> Option<FormatFigures> {
    let at_threshold = |sweep: &Sweep| sweep.iter().find(|(t, _)| *t == threshold).map(|(_, score)| *score);
    let (clean, unseen) = (at_threshold(&scores.by_threshold)?, at_threshold(unseen)?);
    if scores.clean_pages == 0 || unseen.spam_pages == 0 {
        return None;
    }
    // The sweep also counts grafts of which no word is left as clean pages.
    let flagged = clean.flagged.min(scores.clean_pages);
    Some(FormatFigures::new(scores.clean_pages, flagged, (unseen.recall() * 1e4).round() / 1e4))
}

/// The calibration with as many digits as the model card has.
fn rounded(verdict: &VerdictCalibration) -> Calibration {
    let round = |v: f32| ((f64::from(v) * 1e3).round() / 1e3) as f32;
    Calibration { slope: round(verdict.slope), offset: round(verdict.offset) }
}

/// Reads an operating point from `NAME=SPAM,SPAM_TEXT,SPAN`, e.g. `strict=0.97,0.98,0.97`.
///
/// # Errors
/// What is wrong with it.
pub fn parse_point(argument: &str) -> std::result::Result<OperatingPoint, String> {
    let expected = "write NAME=SPAM,SPAM_TEXT,SPAN, e.g. strict=0.97,0.98,0.97";
    let (name, thresholds) = argument.split_once('=').ok_or(expected)?;
    let thresholds: Vec<f32> =
        thresholds.split(',').map(|t| t.trim().parse()).collect::<std::result::Result<_, _>>().map_err(|_| expected)?;
    let [spam, spam_text, span] = thresholds[..] else { return Err(expected.to_owned()) };
    if !thresholds.iter().all(|t| (0.0..=1.0).contains(t)) {
        return Err(format!("a threshold of {name} is not between 0 and 1"));
    }
    Ok(OperatingPoint::new(name, spam, spam_text, span))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evaluation() -> Evaluation {
        let json = include_str!("../../../data/model/evaluation.json");
        serde_json::from_str(json).expect("what `evaluate` wrote")
    }

    #[test]
    fn the_embedded_model_has_the_figures_of_its_evaluation() {
        let model = Model::embedded().clone();
        assert_eq!(measured(model.clone(), &[], &evaluation()).expect("sound points"), model);
    }

    #[test]
    fn a_threshold_that_nobody_tried_has_no_figures() {
        let points = [parse_point("half=0.5,0.123,0.5").expect("a point")];
        let model = measured(Model::embedded().clone(), &points, &evaluation()).expect("sound points");
        let [point] = model.operating_points() else { panic!("one point") };
        assert!(point.figures.of(Format::Html).is_some() && point.figures.of(Format::Text).is_none());
    }

    #[test]
    fn a_format_that_nobody_scored_keeps_its_figures_at_the_same_threshold() {
        let model = Model::embedded();
        let mut markup_only = evaluation();
        (markup_only.text, markup_only.unseen_text_by_threshold) = Default::default();
        assert_eq!(measured(model.clone(), &[], &markup_only).expect("sound points"), *model);
        assert_eq!(measured(model.clone(), &[], &Evaluation::default()).expect("sound points"), *model);

        let mut moved = model.operating_points().to_vec();
        moved[0].spam_text += 0.01;
        let points = measured(model.clone(), &moved, &markup_only).expect("sound points").operating_points().to_vec();
        assert_eq!(points[0].figures, Figures::new(model.operating_points()[0].figures.html, None));
        assert_eq!(points[1].figures, model.operating_points()[1].figures);
    }

    #[test]
    fn calibration_is_that_of_the_evaluation_or_stays() {
        let model = calibrated(Model::embedded().clone(), &evaluation()).expect("both formats");
        for p in [0.1, 0.5, 0.93, 0.999] {
            let both = [&model, Model::embedded()].map(|m| m.page_probability(p, Format::Html, 0.001));
            assert!((both[0] - both[1]).abs() < 0.002, "{both:?}");
        }
        assert_eq!(calibrated(model.clone(), &Evaluation::default()).expect("nothing to calibrate"), model);
    }

    #[test]
    fn points_are_read_or_refused() {
        let point = parse_point("strict=0.97, 0.98,0.97").expect("a point");
        assert_eq!(point, OperatingPoint::new("strict", 0.97, 0.98, 0.97));
        for bad in ["strict", "strict=0.9", "strict=0.9,0.9,x", "strict=0.9,0.9,1.1", "strict=0.9,0.9,0.9,0.9"] {
            assert!(parse_point(bad).is_err(), "{bad}");
        }
    }
}
