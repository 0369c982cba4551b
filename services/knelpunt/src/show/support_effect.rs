//! Whether knelpunten were resolved sooner with a support than without it.

use api::answers::{ExposureAnswer, SupportEffect};

use super::{
    cells::decimal,
    curves::{CurveHeadings, describe, median},
    drawing::TableColumns,
};

/// A row of the table: its name, and its figures.
type Row<'a> = (&'static str, &'a ExposureAnswer);

/// Draws the answer, and both curves if `with_curve`.
pub(super) fn draw(answer: &SupportEffect, with_curve: bool) -> String {
    let rows: [Row<'_>; 2] = [
        ("Supported", &answer.supported),
        ("Unsupported", &answer.unsupported),
    ];
    let mut drawn = columns().draw(&rows);
    let ratio = &answer.rate_ratio;
    if let (Some(value), Some(low), Some(high)) = (ratio.value, ratio.low, ratio.high) {
        drawn = format!("{drawn}\nRate ratio: {value:.2} (95 %: {low:.2} to {high:.2}).");
    }
    drawn = match &answer.mantel_byar {
        Some(test) => format!("{drawn}\nMantel-Byar test: {}.", describe(test)),
        None => format!("{drawn}\nThere is nothing to compare."),
    };
    drawn = format!("{drawn}\n{}", wrapped(&answer.caveat));
    if with_curve {
        for (name, part) in rows {
            let steps = CurveHeadings::EPISODES.draw(&part.figures.curve);
            drawn = format!("{drawn}\n\n{name}\n{steps}");
        }
    }
    drawn
}

/// Breaks a sentence into lines of at most 80 characters.
fn wrapped(sentence: &str) -> String {
    let mut lines = vec![String::new()];
    for part in sentence.split(' ') {
        let line = lines.last_mut().filter(|line| line.len() + part.len() < 80);
        match line {
            Some(line) if line.is_empty() => line.push_str(part),
            Some(line) => line.extend([" ", part]),
            None => lines.push(part.to_owned()),
        }
    }
    lines.join("\n")
}

fn columns<'a>() -> TableColumns<Row<'a>> {
    let columns = TableColumns::new()
        .text("Episodes", |(name, _): &Row<'a>| (*name).to_owned())
        .number("Number", |(_, part)| part.episodes)
        .number("Municipalities", |(_, part)| part.municipalities)
        .number("Resolved", |(_, part)| part.resolved)
        .number("Expected", |(_, part)| decimal(part.expected))
        .number("Median days (95 %)", |(_, part)| {
            median(&part.figures, part.episodes)
        });
    CurveHeadings::EPISODES.add_shares(columns, |(_, part)| &part.figures)
}

#[cfg(test)]
mod tests {
    use api::Example as _;

    use super::*;

    #[test]
    fn the_effect_is_drawn_with_its_test_and_its_caveat() {
        let mut answer = SupportEffect::example();
        let drawn = draw(&answer, false);
        for part in [
            "Supported",
            "Rate ratio: 1.50 (95 %: 1.10 to 2.10).",
            "Mantel-Byar test: chi-squared 6.30, degrees of freedom 1, p = 0.0120.",
            "not assigned at random",
        ] {
            assert!(drawn.contains(part), "{part} in\n{drawn}");
        }
        answer.mantel_byar = None;
        answer.rate_ratio = api::answers::PointAnswer::default();
        let drawn = draw(&answer, true);
        assert!(drawn.contains("There is nothing to compare."), "{drawn}");
        assert!(!drawn.contains("Rate ratio"), "{drawn}");
    }
}
