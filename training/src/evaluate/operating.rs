//! Writes what an evaluation measured into a model: the cost of its operating points, and the calibration of a page's
//! probability.

use super::scores::{Evaluation, FormatScores, Sweep};
use super::verdict::{PREVALENCE, VerdictCalibration};
use crate::{Error, Result};
use blocksift::internals::Calibration;
use blocksift::{Figures, FormatFigures, Model, OperatingPoint};

/// The model with operating points and calibration from an evaluation. `points` replace those of the model; if there are
/// none, the model keeps its own. A threshold that the evaluation did not try gets no figures.
///
/// # Errors
/// Points that share a name or have none, or an evaluation of one format only if the model's calibration of the other
/// assumes another prior.
pub fn calibrated(model: Model, points: &[OperatingPoint], evaluation: &Evaluation) -> Result<Model> {
    let mut parts = model.into_parts();
    if !points.is_empty() {
        parts.operating_points = points.to_vec();
    }
    let unseen = [&evaluation.unseen_by_threshold, &evaluation.unseen_text_by_threshold];
    for point in &mut parts.operating_points {
        let html = figures(&evaluation.html, unseen[0], point.spam);
        point.figures = Figures::new(html, figures(&evaluation.text, unseen[1], point.spam_text));
    }
    let html = VerdictCalibration::new(&evaluation.html.by_threshold, unseen[0]).map(|v| rounded(&v));
    let text = VerdictCalibration::new(&evaluation.text.by_threshold, unseen[1]).map(|v| rounded(&v));
    let page = &mut parts.page_calibration;
    if html.is_some() != text.is_some() && page.prior != PREVALENCE as f32 {
        return Err(Error::Data(format!(
            "the evaluation has one format only, and the model's calibration of the other assumes a prior of {} rather \
             than {PREVALENCE}; evaluate both",
            page.prior
        )));
    }
    if html.is_some() || text.is_some() {
        page.prior = PREVALENCE as f32;
    }
    (page.html, page.text) = (html.unwrap_or(page.html), text.unwrap_or(page.text));
    Ok(parts.into_model()?)
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
