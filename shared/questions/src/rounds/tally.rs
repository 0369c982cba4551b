//! What became of each knelpunt in each round: whether it was expected, and its last fact of the round.

use fold::Symbol;

use super::{
    cells::{RoundCell, RoundCells, RoundCount},
    municipality_rounds::{MunicipalityRounds, between},
};
use state::RoundVerdict;

use crate::{Context, Counted, population::Accumulator, selected::Selected};

/// The counts of each cell, by index.
struct RoundTally<'a> {
    cells: &'a RoundCells,
    counts: Vec<RoundCount>,
    counted: Counted,
    /// A buffer that is reused for one knelpunt after the other.
    mentions: Vec<RoundMention>,
}

/// The facts of one knelpunt in one round.
struct RoundMention {
    cell: usize,
    /// Whether the last of them is a report.
    is_there: bool,
    /// The first report of the round that opened an episode.
    opened: Option<RoundVerdict>,
    /// Whether the knelpunt was open just before the round began.
    is_expected: bool,
}

/// Counts every selected knelpunt whose municipality was reached; by index of cell.
pub(super) fn count(context: &Context<'_>, cells: &RoundCells) -> (Vec<RoundCount>, Counted) {
    let empty = || RoundTally::empty(cells);
    let tally = context.gather(empty, |tally, selected| {
        let area = context.geography.index(selected.identity.municipality);
        tally.count(selected, cells.rounds_of(area));
    });
    (tally.counts, tally.counted)
}

impl Accumulator for RoundTally<'_> {
    fn add(&mut self, other: Self) {
        self.counted.add(other.counted);
        for (count, other) in self.counts.iter_mut().zip(&other.counts) {
            count.add(other);
        }
    }
}

impl<'a> RoundTally<'a> {
    fn empty(cells: &'a RoundCells) -> Self {
        Self {
            cells,
            counts: vec![RoundCount::default(); cells.all().len()],
            counted: Counted::default(),
            mentions: Vec::new(),
        }
    }

    fn count(&mut self, selected: &Selected<'_, '_>, rounds: &MunicipalityRounds) {
        if let Some(state) = selected.state() {
            self.counted.count(&state);
        }
        self.mentions.clear();
        self.count_facts(selected, rounds);
        self.count_expected(selected, rounds);
        for mention in self.mentions.iter().filter(|mention| !mention.is_expected) {
            if self.cells.all()[mention.cell].is_reached() {
                self.counts[mention.cell].count_new(mention.opened);
            }
        }
    }

    /// Counts the facts of a knelpunt in the rounds that have cells.
    fn count_facts(&mut self, selected: &Selected<'_, '_>, rounds: &MunicipalityRounds) {
        let facts = selected.timeline.round_facts.iter();
        for fact in facts.filter(|fact| fact.visible_from <= selected.at) {
            // A round that the question is not about has no cell.
            let Some(cell) = self.cells.find(rounds, fact.round) else {
                continue;
            };
            let verdict = fact.verdict;
            self.counts[cell].count_fact(verdict);
            let is_there = verdict.is_report();
            let has_opened = matches!(verdict, RoundVerdict::First | RoundVerdict::Recurred);
            let opened = has_opened.then_some(verdict);
            let mut mentions = self.mentions.iter_mut();
            match mentions.find(|mention| mention.cell == cell) {
                Some(mention) => {
                    mention.is_there = is_there;
                    mention.opened = mention.opened.or(opened);
                }
                None => self.mentions.push(RoundMention {
                    cell,
                    is_there,
                    opened,
                    is_expected: false,
                }),
            }
        }
    }

    /// Counts a knelpunt in the rounds that reached its municipality, where it was open before or after.
    ///
    /// Episodes do not overlap and rounds are in order, so only rounds during an episode are looked at. The episodes are
    /// those of the as-of instant: a resolution given as a date ends one at the end of that day, here too.
    fn count_expected(&mut self, selected: &Selected<'_, '_>, rounds: &MunicipalityRounds) {
        for episode in selected.episodes() {
            let end = episode.end.map(|(end, _)| end);
            for (_, cell) in between(&rounds.before, episode.opened_at, end) {
                let mut mentions = self.mentions.iter_mut();
                let mention = mentions.find(|mention| mention.cell == *cell);
                let category = selected.identity.category;
                let counted = &self.cells.all()[*cell];
                self.counts[*cell].count_expected(counted, category, mention);
            }
            for (_, cell) in between(&rounds.ended, episode.opened_at, end) {
                self.counts[*cell].findings.open_after += 1;
            }
        }
    }
}

impl RoundCount {
    /// Counts a knelpunt of a category that was open just before a round began.
    fn count_expected(
        &mut self,
        cell: &RoundCell,
        category: Symbol,
        mention: Option<&mut RoundMention>,
    ) {
        let findings = &mut self.findings;
        findings.expected += 1;
        if let Some(mention) = mention {
            mention.is_expected = true;
            findings.still_there += usize::from(mention.is_there);
            findings.gone += usize::from(!mention.is_there);
            return;
        }
        findings.not_discussed += 1;
        let consultation = cell.consultation.as_ref();
        let is_covered = consultation.is_some_and(|consultation| consultation.covers(category));
        let by_topic = &mut findings.not_discussed_by_topic;
        by_topic.covered += usize::from(is_covered);
        by_topic.not_covered += usize::from(!is_covered);
    }

    /// Counts a knelpunt of which a round that reached its municipality may have opened an episode.
    const fn count_new(&mut self, opened: Option<RoundVerdict>) {
        let by_kind = &mut self.findings.new_by_kind;
        match opened {
            Some(RoundVerdict::First) => by_kind.first += 1,
            Some(RoundVerdict::Recurred) => by_kind.recurred += 1,
            Some(RoundVerdict::Confirmed | RoundVerdict::Gone) | None => return,
        }
        self.findings.new += 1;
    }
}
