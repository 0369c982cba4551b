//! One knelpunt with its episodes.

use api::{
    answers::{EpisodeAnswer, KnelpuntAnswer, KnelpuntStatus, PartyAnswer},
    links,
};
use fold::{Episode, IdentityKeys, Interner, Knelpunt, Symbol};
use model::{Instant, PartyKind};
use register::Register;

use crate::{
    Counted, Scope, TextAddress,
    figures::days,
    geography::area_of,
    labels::{building_block_name, category_name},
    visible::VisibleKnelpunt,
};

#[cfg(test)]
mod tests;

/// The answer about one knelpunt, without the texts, which are not in memory.
#[derive(Debug, Clone, PartialEq)]
pub struct KnelpuntScan {
    /// The answer.
    pub answer: KnelpuntAnswer,
    /// Its episodes.
    pub counted: Counted,
    /// The event that holds the last description.
    pub described_by: Option<TextAddress>,
    /// The report that holds the first description.
    pub first_described_by: Option<TextAddress>,
    /// The event that names the reporter.
    pub reported_by: Option<TextAddress>,
}

impl KnelpuntScan {
    /// Answers about one knelpunt; the filter of the scope does not count.
    pub fn new(
        scope: &Scope,
        knelpunt: &Knelpunt<'_>,
        interner: &Interner,
        register: &Register,
    ) -> Self {
        let mut scan = Self {
            answer: without_identity(knelpunt),
            counted: Counted::default(),
            described_by: None,
            first_described_by: None,
            reported_by: None,
        };
        if let Some(identity) = &knelpunt.identity {
            set_identity(&mut scan.answer, scope, identity, interner, register);
            let visible = VisibleKnelpunt::new(knelpunt, scope.as_of);
            (scan.answer.party_name, scan.answer.reference_as_written) =
                visible.names(identity, interner);
            scan.set_state(&visible, interner);
        }
        scan
    }

    fn set_state(&mut self, visible: &VisibleKnelpunt<'_>, interner: &Interner) {
        let (first, last) = (visible.first_description(), visible.last_description());
        self.first_described_by = first.map(|(address, _)| address);
        self.described_by = last.map(|(address, _)| address);
        let reporter = visible.last_with(|observed| observed.with_reporter);
        self.reported_by = reporter.map(|(address, _)| address);
        let episodes: Vec<Episode> = visible.episodes().collect();
        let open = episodes.last().filter(|episode| episode.end.is_none());
        let answer = &mut self.answer;
        answer.first_described_at = first.map(|(_, at)| at);
        answer.first_described_on = answer.first_described_at.map(Instant::day);
        answer.described_at = last.map(|(_, at)| at);
        answer.described_on = answer.described_at.map(Instant::day);
        answer.status = match (open, episodes.is_empty()) {
            (Some(_), _) => KnelpuntStatus::Open,
            (None, false) => KnelpuntStatus::Resolved,
            (None, true) => KnelpuntStatus::None,
        };
        answer.persisting = open.is_some_and(|episode| episode.persists_at(visible.at));
        answer.age_days = open.map(|episode| days(visible.at.since(episode.since)));
        self.counted = Counted {
            n: episodes.len(),
            censored: usize::from(open.is_some()),
        };
        let episode = |episode| episode_answer(visible, episode, interner);
        answer.episodes = episodes.iter().map(episode).collect();
    }
}

/// Returns the answer about a knelpunt of which only the id is known: no report, resolution or merge has named it.
fn without_identity(knelpunt: &Knelpunt<'_>) -> KnelpuntAnswer {
    let absorbed = knelpunt.members.iter().filter(|id| **id != knelpunt.id);
    KnelpuntAnswer {
        id: knelpunt.id,
        link: links::knelpunt(knelpunt.id),
        municipality: None,
        municipality_name: None,
        inherited_from: None,
        through_split: false,
        other_successors: Vec::new(),
        category: None,
        category_name: None,
        building_block: None,
        building_block_name: None,
        party: None,
        party_name: None,
        reference: None,
        reference_as_written: None,
        status: KnelpuntStatus::None,
        persisting: false,
        age_days: None,
        episodes: Vec::new(),
        merged_from: absorbed.copied().collect(),
        description: None,
        reporter: None,
        first_description: None,
        first_described_at: None,
        first_described_on: None,
        described_at: None,
        described_on: None,
    }
}

fn set_identity(
    answer: &mut KnelpuntAnswer,
    scope: &Scope,
    identity: &IdentityKeys,
    interner: &Interner,
    register: &Register,
) {
    let text = |symbol: Symbol| interner.text(symbol).to_owned();
    let area = area_of(
        interner.text(identity.municipality),
        scope.division,
        register,
    );
    let location = area.location(register);
    answer.municipality = Some(location.code);
    answer.municipality_name = Some(location.name);
    answer.inherited_from = location.inherited_from;
    answer.through_split = location.through_split;
    answer.other_successors = location.other_successors;
    answer.category = Some(text(identity.category));
    answer.category_name = Some(category_name(interner.text(identity.category), register));
    answer.building_block = identity.building_block.map(text);
    let block_name = |code| building_block_name(interner.text(code), register);
    answer.building_block_name = identity.building_block.map(block_name);
    answer.party = identity.party.map(|keys| party(keys, interner));
    answer.reference = identity.reference.map(text);
}

/// Returns a party with its names.
pub(crate) fn party((kind, name): (PartyKind, Symbol), interner: &Interner) -> PartyAnswer {
    PartyAnswer {
        kind,
        kind_name: texts::terms::party_kind(kind).to_owned(),
        name: interner.text(name).to_owned(),
    }
}

fn episode_answer(
    visible: &VisibleKnelpunt<'_>,
    episode: &Episode,
    interner: &Interner,
) -> EpisodeAnswer {
    let end = episode.end;
    let remedy = end.and_then(|end| end.remedy);
    let until = end.map_or(visible.at, |end| end.at);
    EpisodeAnswer {
        opened_at: episode.opened_at,
        opened_on: episode.opened_at.day(),
        since: episode.since,
        since_on: episode.since.day(),
        ended_at: end.map(|end| end.at),
        ended_on: end.map(|end| end.at.day()),
        outcome: end.map(|end| end.outcome),
        remedy: remedy.map(|code| interner.text(code).to_owned()),
        duration_days: days(until.since(episode.since)),
        reports: episode.reports,
        rounds: rounds(visible, episode, interner),
    }
}

/// Returns the rounds of an episode's reports, each once, in order.
pub(crate) fn rounds(
    visible: &VisibleKnelpunt<'_>,
    episode: &Episode,
    interner: &Interner,
) -> Vec<String> {
    // At one instant reports come before resolutions: those at the very end belong to the episode that ends.
    let mut rounds: Vec<&str> = visible
        .observed_from(episode.opened_at)
        .take_while(|observed| episode.end.is_none_or(|end| observed.instant <= end.at))
        .filter(|observed| observed.is_report())
        .filter_map(|report| report.round)
        .map(|round| interner.text(round))
        .collect();
    rounds.sort_unstable();
    rounds.dedup();
    rounds.into_iter().map(str::to_owned).collect()
}
