//! Figures from measurements, with their targets.

use std::time::Duration;

use crate::{
    latency::{Latencies, milliseconds},
    load::rate,
    process::ProcessMemory,
    report::{BenchFigure, FigureColumn},
};

/// Memory of a server without knelpunten, in bytes.
const BASE_BYTES: u64 = 100_000_000;
const BYTES_PER_KNELPUNT: u64 = 500;
const FIRST_ANSWER: Duration = Duration::from_secs(3);
const FIRST_ANSWER_KNELPUNTEN: u64 = 200_000;
const VISIBLE_MS: f64 = 20.0;
const QUESTION_MS: f64 = 25.0;

/// The figures of one size; each is printed on standard error at once.
pub(crate) struct ColumnBuilder(FigureColumn);

impl ColumnBuilder {
    /// Starts the column of a size.
    pub(crate) fn new(title: String) -> Self {
        eprintln!("== {title} events");
        Self(FigureColumn {
            title,
            figures: Vec::new(),
        })
    }

    /// Returns the column.
    pub(crate) fn into_column(self) -> FigureColumn {
        self.0
    }

    /// Adds a figure.
    pub(crate) fn add(&mut self, figure: BenchFigure) {
        eprintln!("{figure}");
        self.0.figures.push(figure);
    }

    /// Adds a number of events a second.
    pub(crate) fn rate(&mut self, name: &str, events: usize, took: Duration) {
        let (rate, seconds) = (rate(events, took), took.as_secs_f64());
        self.add(BenchFigure::new(
            name,
            format!("{rate:.0}/s ({seconds:.1} s)"),
        ));
    }

    /// Adds the ratio of a drain to a rebuild.
    pub(crate) fn share_of_drain(&mut self, drained: Duration, rebuilt: Duration) {
        let share = drained.as_secs_f64() / rebuilt.as_secs_f64();
        let figure = BenchFigure::new("rebuild ÷ drain", format!("{share:.2}"));
        self.add(figure.with_target("0.5 or more", share >= 0.5));
    }

    /// Adds the memory of a server for its knelpunten.
    pub(crate) fn memory(&mut self, name: &str, memory: ProcessMemory, knelpunten: u64) {
        let each = memory.resident.saturating_sub(BASE_BYTES) / knelpunten.max(1);
        let [resident, peak] = [memory.resident, memory.peak].map(megabytes);
        let value = format!("{resident} (peak {peak}); {each} bytes");
        let name = format!("{name}; each knelpunt beyond 100 MB");
        let figure = BenchFigure::new(name, value);
        self.add(figure.with_target("under 500 bytes", each < BYTES_PER_KNELPUNT));
    }

    /// Adds the size of log and views on disk.
    pub(crate) fn disk(&mut self, log_bytes: u64, views_bytes: u64) {
        self.add(BenchFigure::new("log on disk", megabytes(log_bytes)));
        let figure = BenchFigure::new("views on disk", megabytes(views_bytes));
        self.add(figure.with_target("no larger than the log", views_bytes <= log_bytes));
    }

    /// Adds the time from the start of a server, on its views, to its first answer.
    pub(crate) fn first_answer(&mut self, took: Duration, knelpunten: u64) {
        #[expect(clippy::cast_precision_loss, reason = "a share of a bound")]
        let times = knelpunten as f64 / FIRST_ANSWER_KNELPUNTEN as f64;
        let within = FIRST_ANSWER.mul_f64(times.max(1.0));
        let figure = BenchFigure::new(
            "start to first answer",
            format!("{:.2} s", took.as_secs_f64()),
        );
        self.add(figure.with_target(
            "3 s at 200 000 knelpunten, more in proportion",
            took <= within,
        ));
    }

    /// Adds the time until an event is visible.
    pub(crate) fn visible(&mut self, name: &str, visible: &Latencies) {
        let met = milliseconds(visible.percentile(99)) < VISIBLE_MS;
        self.add(BenchFigure::new(name, visible).with_target("p99 under 20 ms", met));
    }

    /// Adds the time until a question is completely answered; and the number of requests, if it is less than `wanted`.
    pub(crate) fn question(&mut self, name: String, took: &Latencies, wanted: usize) {
        let met = milliseconds(took.percentile(99)) < QUESTION_MS;
        let count = took.count();
        let few = if count < wanted {
            format!(" ({count} times only)")
        } else {
            String::new()
        };
        let figure = BenchFigure::new(name, format!("{took}{few}"));
        self.add(figure.with_target("p99 under 25 ms", met));
    }
}

/// Returns bytes as megabytes.
pub(crate) fn megabytes(bytes: u64) -> String {
    format!("{} MB", (bytes + 500_000) / 1_000_000)
}

/// Returns a number with a space between its thousands.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!(grouped(1), "1");
        assert_eq!(grouped(100_000), "100 000");
        assert_eq!(grouped(1_000_000), "1 000 000");
    }

    #[track_caller]
    fn check(add: impl FnOnce(&mut ColumnBuilder), expected: &str) {
        let mut figures = ColumnBuilder::new("0".to_owned());
        add(&mut figures);
        let column = figures.into_column();
        assert_eq!(column.figures[0].to_string(), expected);
    }

    #[test]
    fn targets_are_shown_as_met_or_not_met() {
        let memory = |resident| ProcessMemory {
            resident,
            peak: resident,
        };
        check(
            |figures| figures.memory("m", memory(149_000_000), 100_000),
            "m; each knelpunt beyond 100 MB: 149 MB (peak 149 MB); 490 bytes — met",
        );
        check(
            |figures| figures.memory("m", memory(150_000_000), 100_000),
            "m; each knelpunt beyond 100 MB: 150 MB (peak 150 MB); 500 bytes — **not met**",
        );
        let seconds = Duration::from_secs;
        check(
            |figures| figures.first_answer(seconds(4), 266_600),
            "start to first answer: 4.00 s — **not met**",
        );
        check(
            |figures| figures.first_answer(seconds(4), 266_668),
            "start to first answer: 4.00 s — met",
        );
        check(
            |figures| figures.share_of_drain(seconds(1), seconds(3)),
            "rebuild ÷ drain: 0.33 — **not met**",
        );
    }
}
