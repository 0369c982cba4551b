//! Do spans end sooner once they are exposed to something that comes while they last?
//!
//! A span that is exposed at u counts as two: unexposed until u, where it is censored, and exposed from u on, which it
//! enters late. Who was exposed at all is known only in the end: to count the time before it as exposed would credit the
//! exposure with having lasted until it came (immortal time; Mantel and Byar 1974).

use super::{
    Span, Survival, chi_squared::upper_tail, compare, entries_and_exits::EntriesAndExits, real,
    risk::enters_by,
};

/// The two-sided 95 % point of the normal distribution.
const Z_95: f64 = 1.959_963_984_540_054;

/// The parts of a span without and with the exposure; a part that is at risk at no time is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exposed {
    /// Until it was exposed.
    pub before: Option<Span>,
    /// Since it is.
    pub after: Option<Span>,
}

/// Spans without and with an exposure, compared; index 0 is without, 1 with it.
#[derive(Clone, Debug, PartialEq)]
pub struct MantelByar {
    /// How many ended so.
    pub observed: [usize; 2],
    /// How many would have if the exposure made no difference.
    pub expected: [f64; 2],
    /// The variance of observed less expected, which is the same for both.
    pub variance: f64,
    /// The curves of Simon and Makuch (1984).
    pub curves: [Survival; 2],
}

impl Exposed {
    /// Divides a span that is exposed from this time on, never if none; at a time t it is exposed if u < t, or if u is 0.
    pub fn new(span: Span, from_us: Option<i64>) -> Self {
        let part = |part: Span| part.is_ever_at_risk().then_some(part);
        match from_us {
            Some(0) => Self {
                before: None,
                after: part(span),
            },
            Some(from_us) if from_us < span.exit_us => Self {
                before: part(Span {
                    exit_us: from_us,
                    end: None,
                    ..span
                }),
                after: part(Span {
                    entry_us: span.entry_us.max(from_us),
                    ..span
                }),
            },
            Some(_) | None => Self {
                before: part(span),
                after: None,
            },
        }
    }
}

/// Compares the parts of spans without an exposure with those with it, over the risk sets from 0 on.
///
/// At each time at which d of the n at risk end, n₁ of them exposed: E₁ gains d n₁ / n, and the variance
/// d (n − d) n₁ n₀ / (n² (n − 1)) where n > 1 (Mantel and Byar 1974). The curves are Kaplan–Meier over the parts, with
/// late entries (Simon and Makuch 1984).
pub fn compare_exposed(before: &[Span], after: &[Span]) -> MantelByar {
    let all = EntriesAndExits::new(&[before, after]);
    let (mut observed, mut expected, mut variance) = ([0; 2], [0.0; 2], 0.0);
    let mut at_risk = [0, 1].map(|part: usize| all.at_start[part] as usize);
    let mut entries = all.entries.iter().peekable();
    for together in all
        .exits
        .chunk_by(|one, other| one.time_us == other.time_us)
    {
        let time_us = together[0].time_us;
        while let Some((_, part)) = entries.next_if(|entry| enters_by(entry.0, time_us)) {
            at_risk[*part as usize] += 1;
        }
        for exit in together.iter().filter(|exit| exit.end.is_some()) {
            observed[exit.group as usize] += 1;
        }
        let ended = real(together.iter().filter(|exit| exit.end.is_some()).count());
        let of_part = at_risk.map(real);
        let n = of_part[0] + of_part[1];
        for part in [0, 1] {
            expected[part] += ended * of_part[part] / n;
        }
        if n > 1.0 {
            variance += ended * (n - ended) * of_part[0] * of_part[1] / (n * n * (n - 1.0));
        }
        for exit in together {
            at_risk[exit.group as usize] -= 1;
        }
    }
    let (mut curves, _) = compare(&[before, after]);
    let after = curves.remove(1);
    MantelByar {
        observed,
        expected,
        variance,
        curves: [curves.remove(0), after],
    }
}

impl MantelByar {
    /// Returns the statistic (O₁ − E₁)² / V, of one degree of freedom, with its p; none where V is 0.
    pub fn test(&self) -> Option<(f64, f64)> {
        let excess = real(self.observed[1]) - self.expected[1];
        let chi_squared = excess * excess / self.variance;
        (self.variance > 0.0).then(|| (chi_squared, upper_tail(chi_squared, 1)))
    }

    /// Returns (O₁/E₁)/(O₀/E₀) with its 95 % interval exp(ln ± z √(1/E₁ + 1/E₀)); none where any of these is 0.
    pub fn rate_ratio(&self) -> Option<(f64, f64, f64)> {
        let is_known = self.observed.iter().all(|observed| *observed > 0)
            && self.expected.iter().all(|expected| *expected > 0.0);
        let rate = |part: usize| real(self.observed[part]) / self.expected[part];
        let ratio = rate(1) / rate(0);
        let spread = Z_95 * (1.0 / self.expected[1] + 1.0 / self.expected[0]).sqrt();
        is_known.then(|| (ratio, ratio * (-spread).exp(), ratio * spread.exp()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::{Cause, DAY_US};

    fn span(entry: i64, exit: i64, ended: bool) -> Span {
        Span {
            entry_us: entry * DAY_US,
            exit_us: exit * DAY_US,
            end: ended.then_some(Cause::FIRST),
        }
    }

    #[track_caller]
    fn check(of: Span, from: Option<i64>, before: Option<Span>, after: Option<Span>) {
        let exposed = Exposed::new(of, from.map(|days| days * DAY_US));
        assert_eq!(exposed, Exposed { before, after });
    }

    #[test]
    fn a_span_counts_as_unexposed_until_it_is_exposed() {
        let whole = span(0, 10, true);
        check(whole, None, Some(whole), None);
        check(whole, Some(0), None, Some(whole));
        let (before, after) = (span(0, 4, false), span(4, 10, true));
        check(whole, Some(4), Some(before), Some(after));
        // What ends at the very instant of the exposure, or before it, is none of its success.
        check(whole, Some(10), Some(whole), None);
        check(whole, Some(11), Some(whole), None);
    }

    #[test]
    fn a_part_that_is_never_at_risk_is_none() {
        let late = span(5, 10, true);
        check(late, Some(3), None, Some(late));
        check(late, Some(5), None, Some(late));
        check(
            late,
            Some(7),
            Some(span(5, 7, false)),
            Some(span(7, 10, true)),
        );
        check(span(10, 10, true), Some(3), None, None);
        check(span(0, 0, true), Some(0), None, Some(span(0, 0, true)));
        check(span(0, 0, true), Some(1), Some(span(0, 0, true)), None);
    }

    #[test]
    fn the_same_two_parts_give_the_log_rank_test_of_two_groups() {
        let spans = |shift: i64| -> Vec<Span> {
            let span = |at: i64| span(at % 5, 6 + (at * 7 + shift) % 40, at % 3 > 0);
            (0..60).map(span).collect()
        };
        let (before, after) = (spans(0), spans(11));
        let compared = compare_exposed(&before, &after);
        let (_, log_rank) = compare(&[&before, &after]);
        let log_rank = log_rank.unwrap();
        let (chi_squared, p) = compared.test().unwrap();
        assert!((chi_squared - log_rank.chi_squared).abs() < 1e-9);
        assert!((p - log_rank.p).abs() < 1e-9);
        assert_eq!(compared.observed.to_vec(), log_rank.observed);
    }
}
