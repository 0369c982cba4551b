//! The samples of a soak every few seconds: as CSV, as a plot, and its first quarter compared with its last.

use std::fmt::Write as _;

use crate::{
    plot::{Panel, svg},
    report::BenchFigure,
};

/// Names of the sampled values, as in the CSV file, in the order of [`Sample`].
const NAMES: [&str; 10] = [
    "seconds",
    "position",
    "lag",
    "memory_mb",
    "views_mb",
    "log_mb",
    "visible_p50_ms",
    "visible_p99_ms",
    "question_p50_ms",
    "question_p99_ms",
];

/// The values at one time, in the order of [`NAMES`].
pub(crate) type Sample = [f64; NAMES.len()];

/// All samples.
#[derive(Debug, Default)]
pub(crate) struct Samples(Vec<Sample>);

impl Samples {
    /// Adds a sample.
    pub(crate) fn add(&mut self, sample: Sample) {
        self.0.push(sample);
    }

    /// Writes all as CSV.
    pub(crate) fn csv(&self) -> String {
        let mut text = NAMES.join(",") + "\n";
        for sample in &self.0 {
            let values: Vec<String> = sample.iter().map(|value| format!("{value:.3}")).collect();
            // Writing to a string does not fail.
            let _ = writeln!(text, "{}", values.join(","));
        }
        text
    }

    /// Draws all.
    pub(crate) fn plot(&self) -> String {
        let line = |name: &'static str, column| (name, self.column(column));
        let panel = |title, unit, lines| Panel { title, unit, lines };
        let panels = [
            panel("memory of knelpunt serve", "MB", vec![line("resident", 3)]),
            panel("disk", "MB", vec![line("log", 5), line("views", 4)]),
            panel(
                "publish → visible",
                "ms",
                vec![line("p99", 7), line("p50", 6)],
            ),
            panel("questions", "ms", vec![line("p99", 9), line("p50", 8)]),
            panel("lag", "events", vec![line("lag", 2)]),
        ];
        svg(&self.column(0), &panels)
    }

    /// Returns the last quarter compared with the first, one figure for each value.
    pub(crate) fn quarters(&self) -> Vec<BenchFigure> {
        let names = NAMES.iter().enumerate().skip(1);
        let figures = names.map(|(column, name)| {
            let (first, last) = self.ends(column);
            let ratio = if first > 0.0 {
                format!("{:.2}", last / first)
            } else {
                "–".to_owned()
            };
            BenchFigure::new(
                format!("`{name}`, first quarter → last"),
                format!("{first:.1} → {last:.1} (× {ratio})"),
            )
        });
        figures.collect()
    }

    /// Returns how many bytes memory grew for each event between the middles of the first and the last quarter.
    pub(crate) fn bytes_per_event(&self) -> f64 {
        let [position, memory] = [1, 3].map(|column| self.ends(column));
        1e6 * (memory.1 - memory.0) / (position.1 - position.0).max(1.0)
    }

    /// The means of a column over the first quarter, and over the last.
    fn ends(&self, column: usize) -> (f64, f64) {
        let values = self.column(column);
        let quarter = values.len().div_ceil(4).max(1);
        let (first, last) = (
            values.iter().take(quarter),
            values.iter().rev().take(quarter),
        );
        let count = f64::from(u32::try_from(quarter).unwrap_or(u32::MAX));
        (first.sum::<f64>() / count, last.sum::<f64>() / count)
    }

    fn column(&self, column: usize) -> Vec<f64> {
        self.0.iter().map(|sample| sample[column]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn growing() -> Samples {
        let mut samples = Samples::default();
        for second in 0..8_u32 {
            let mut sample = [f64::from(second); NAMES.len()];
            sample[1] = 1_000.0 * f64::from(second);
            sample[2] = 5.0;
            samples.add(sample);
        }
        samples
    }

    #[test]
    fn the_last_quarter_is_compared_with_the_first() {
        let figures = growing().quarters();
        assert_eq!(
            figures[1].to_string(),
            "`lag`, first quarter → last: 5.0 → 5.0 (× 1.00)"
        );
        assert_eq!(
            figures[2].to_string(),
            "`memory_mb`, first quarter → last: 0.5 → 6.5 (× 13.00)"
        );
    }

    #[test]
    fn memory_grows_by_so_much_for_each_event() {
        assert!((growing().bytes_per_event() - 1_000.0).abs() < 1e-6);
    }

    #[test]
    fn the_table_has_a_line_for_each_sample() {
        let csv = growing().csv();
        assert_eq!(csv.lines().count(), 9);
        assert!(csv.starts_with("seconds,position,lag,memory_mb,"));
    }
}
