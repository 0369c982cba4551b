//! Labels at the ends of lines: near what they name, and never on each other.

use crate::{
    canvas::Canvas,
    measure::{LABEL, LINE, text_width, wrap},
    series::Series,
};

/// A label beside a line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Label {
    /// The height in px at which it would be best, of the middle of its first line.
    pub(crate) y: f64,
    /// Its lines, each with its class.
    lines: Vec<(String, &'static str)>,
}

impl Label {
    /// Returns a label that is wrapped to a width in px.
    pub(crate) fn new(y: f64, text: &str, series: Series, width: f64) -> Self {
        let mut label = Self {
            y,
            lines: Vec::new(),
        };
        label.add(text, series, width);
        label
    }

    /// Returns the label with a text below it, in another colour.
    pub(crate) fn with_note(mut self, text: &str, series: Series, width: f64) -> Self {
        self.add(text, series, width);
        self
    }

    fn add(&mut self, text: &str, series: Series, width: f64) {
        let class = series.text();
        let lines = wrap(text, width, LABEL, class.contains("kn-bold"));
        self.lines
            .extend(lines.into_iter().map(|line| (line, class)));
    }

    fn height(&self) -> f64 {
        // A little air below, so that two labels are not read as one of two lines.
        crate::scale::index(self.lines.len()) * LINE + 2.0
    }
}

/// Returns the width in px that labels need: that of the longest part, between `least` and `most`.
pub(crate) fn column_width(texts: &[&str], (least, most): (f64, f64)) -> f64 {
    let parts = texts.iter().flat_map(|text| text.split_whitespace());
    parts
        .map(|part| text_width(part, LABEL, true))
        .fold(least, f64::max)
        .min(most)
}

/// Draws labels below each other in the order of their heights, between two heights in px.
pub(crate) fn draw(canvas: &mut Canvas, x: f64, labels: Vec<Label>, (top, bottom): (f64, f64)) {
    let mut labels: Vec<Label> = labels
        .into_iter()
        .filter(|label| !label.lines.is_empty())
        .collect();
    labels.sort_by(|a, b| a.y.total_cmp(&b.y));
    let heights: Vec<f64> = labels.iter().map(Label::height).collect();
    let best: Vec<f64> = labels.iter().map(|label| label.y - LINE / 2.0).collect();
    for (label, y) in labels.iter().zip(spread(&best, &heights, (top, bottom))) {
        let lines = label.lines.iter().scan(y + LINE - 4.0, |baseline, line| {
            let this = *baseline;
            *baseline += LINE;
            Some((this, line))
        });
        // More than there is space for is cut off.
        for (baseline, (line, class)) in lines.take_while(|(baseline, _)| *baseline <= bottom) {
            canvas.text((x, baseline), class, line);
        }
    }
}

/// Returns where boxes of these heights begin, so that none covers another, each as near as possible to where it would be
/// best, all between `top` and `bottom` where they fit.
///
/// Subtracting the heights before each box makes "none covers another" mean "never falls": isotonic regression, by pooling
/// adjacent violators (Ayer et al., 1955).
pub(crate) fn spread(best: &[f64], heights: &[f64], (top, bottom): (f64, f64)) -> Vec<f64> {
    let mut before = 0.0;
    let mut pools: Vec<(f64, usize)> = Vec::new();
    let mut offsets = Vec::new();
    for (best, height) in best.iter().zip(heights) {
        offsets.push(before);
        let mut pool = (best - before, 1_usize);
        before += height;
        while let Some((mean, size)) = pools.pop_if(|(mean, _)| *mean > pool.0) {
            let (a, b) = (crate::scale::index(size), crate::scale::index(pool.1));
            pool = ((mean * a + pool.0 * b) / (a + b), size + pool.1);
        }
        pools.push(pool);
    }
    let last = (bottom - before).max(top);
    let means = pools
        .into_iter()
        .flat_map(|(mean, size)| std::iter::repeat_n(mean.clamp(top, last), size));
    means
        .zip(offsets)
        .map(|(mean, offset)| mean + offset)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_label_covers_another_and_all_are_inside(
            boxes in prop::collection::vec((0.0..200.0, 10.0..40.0), 0..6),
        ) {
            let mut best: Vec<f64> = boxes.iter().map(|(y, _)| *y).collect();
            best.sort_by(f64::total_cmp);
            let heights: Vec<f64> = boxes.iter().map(|(_, height)| *height).collect();
            let placed = spread(&best, &heights, (0.0, 240.0));
            prop_assert_eq!(placed.len(), boxes.len());
            for index in 0..placed.len() {
                let end = placed[index] + heights[index];
                let next = placed.get(index + 1).copied().unwrap_or(240.0);
                prop_assert!(placed[index] >= -1e-9 && end <= next + 1e-9, "{:?}", placed);
            }
        }
    }

    #[test]
    fn two_labels_in_one_spot_move_apart_evenly() {
        assert_eq!(
            spread(&[50.0, 50.0], &[20.0, 20.0], (0.0, 200.0)),
            [40.0, 60.0]
        );
        assert_eq!(
            spread(&[50.0, 90.0], &[20.0, 20.0], (0.0, 200.0)),
            [50.0, 90.0]
        );
    }
}
