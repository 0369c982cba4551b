//! A minimal fold for the tests, just enough to check whether a history is plausible.

use std::collections::{BTreeMap, BTreeSet};

use model::{Data, Draft, Instant, Observed, Outcome, Subject};

use crate::SimulationPlan;

/// Counts at the end of a plan.
#[derive(Debug, Default)]
pub(crate) struct HistorySummary {
    pub(crate) knelpunten: usize,
    pub(crate) open: usize,
    pub(crate) by_age: usize,
    pub(crate) by_rounds: usize,
    pub(crate) episodes: usize,
    pub(crate) recurred: usize,
    pub(crate) resolved: BTreeMap<Outcome, usize>,
}

impl HistorySummary {
    /// Folds a history.
    pub(crate) fn new(plan: &SimulationPlan, drafts: &[Draft]) -> Self {
        let now = Instant::start_of(plan.until).unwrap();
        let mut summary = HistorySummary::default();
        for events in observations(drafts).into_values() {
            summary.add(now, &events);
        }
        summary
    }

    fn add(&mut self, now: Instant, events: &[(Instant, &Data)]) {
        let mut since: Option<Instant> = None;
        let mut rounds = BTreeSet::new();
        let mut episodes = 0;
        for (at, data) in events {
            match data {
                Data::Reported(report) => {
                    episodes += usize::from(since.is_none());
                    let known = report
                        .known_since
                        .as_deref()
                        .map(|text| observed(text).first());
                    since = since.or(Some(known.unwrap_or(*at)));
                    rounds.extend(report.round.as_deref());
                }
                Data::Resolved(resolution) if since.is_some() => {
                    *self.resolved.entry(resolution.outcome).or_insert(0) += 1;
                    since = None;
                    rounds.clear();
                }
                Data::Resolved(_)
                | Data::Merged(_)
                | Data::Consulted(_)
                | Data::Supported(_)
                | Data::Withdrawn(_)
                | Data::Redacted(_) => {}
            }
        }
        self.knelpunten += usize::from(episodes > 0);
        self.episodes += episodes;
        self.recurred += usize::from(episodes > 1);
        if let Some(since) = since {
            self.open += 1;
            self.by_age += usize::from(now.since(since) >= 180 * 86_400_000_000);
            self.by_rounds += usize::from(rounds.len() >= 2);
        }
    }
}

/// Returns the reports and resolutions of each subject that are not withdrawn, in order of observation.
pub(crate) fn observations(drafts: &[Draft]) -> BTreeMap<&Subject, Vec<(Instant, &Data)>> {
    let withdrawn: BTreeSet<_> = drafts.iter().filter_map(withdrawn_id).collect();
    let mut subjects: BTreeMap<&Subject, Vec<(Instant, &Data)>> = BTreeMap::new();
    for draft in drafts.iter().filter(|draft| !withdrawn.contains(&draft.id)) {
        let at = match &draft.data {
            Data::Reported(data) => observed(&data.observed_at).first(),
            Data::Resolved(data) => observed(&data.observed_at).last(),
            Data::Merged(_)
            | Data::Consulted(_)
            | Data::Supported(_)
            | Data::Withdrawn(_)
            | Data::Redacted(_) => continue,
        };
        let events = subjects.entry(&draft.subject).or_default();
        events.push((at, &draft.data));
    }
    for events in subjects.values_mut() {
        events.sort_by_key(|(at, _)| *at);
    }
    subjects
}

fn withdrawn_id(draft: &Draft) -> Option<String> {
    match &draft.data {
        Data::Withdrawn(data) => Some(data.event.id.clone()),
        _ => None,
    }
}

fn observed(text: &str) -> Observed {
    Observed::parse(text).unwrap()
}
