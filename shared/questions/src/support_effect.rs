//! Whether knelpunten were resolved sooner with a support than without it.
//!
//! An episode counts as not supported until its municipality has the support (see `support_times`), and as supported
//! after that, on its own clock: from u = max(0, supported − `since`) on. A mean before is never compared with a mean
//! after: what lasted until the support came is not what a mean before is about.

use std::collections::BTreeSet;

use api::{
    answers::{ExposureAnswer, LogRankAnswer, PointAnswer, SupportEffect},
    parameters::{LinkParameters as _, SupportEffectParameters},
};
use register::MunicipalityId;

use crate::{
    Context, Counted, FromParameters, Parameters, QueryError, Question, Scan, Scope,
    curve_figures::curve_figures,
    filter::NONE,
    population::Accumulator,
    resolution_times::span,
    selected::Selected,
    statistics::{Detail, Exposed, MantelByar, Span, compare_exposed},
    support_times::SupportTimes,
};

/// What the figures do not say.
const CAVEAT: &str =
    "Support was not assigned at random: those who asked for it may differ from those who did not.";

/// Whether knelpunten were resolved sooner with a support than without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupportEffectQuestion {
    /// The support, by the code of the remedy.
    pub support: String,
    /// How much of each curve is returned.
    pub detail: Detail,
}

/// The parts of episodes without the support and with it, in any order.
#[derive(Default)]
struct ExposureTally {
    counted: Counted,
    parts: [Part; 2],
}

#[derive(Default)]
struct Part {
    spans: Vec<Span>,
    /// By index of the area, whether any of them is of it.
    areas: Vec<bool>,
}

impl Question for SupportEffectQuestion {
    type Answer = SupportEffect;

    fn scan(&self, context: &Context<'_>) -> Result<Scan<SupportEffect>, QueryError> {
        let (at, geography) = (context.scope.as_of, context.geography);
        let support = SupportTimes::new(
            &context.population.support(),
            at,
            |kind| kind == self.support,
            (context.interner(), geography, context.register),
        );
        let tally = context.gather(ExposureTally::default, |tally, selected| {
            let area = geography.index(selected.identity.municipality);
            tally.count(selected, area, &support);
        });
        let municipalities = tally.parts.each_ref().map(|part| {
            let areas = geography.areas().iter().zip(&part.areas);
            let of_part = areas.filter(|(_, is_of_part)| **is_of_part);
            let distinct: BTreeSet<MunicipalityId> =
                of_part.map(|(area, _)| area.on_division).collect();
            distinct.len()
        });
        let (question, spans) = (self.clone(), tally.parts.map(|part| part.spans));
        Ok(Scan::deferred(tally.counted, move |_| {
            question.effect(&spans, municipalities)
        }))
    }
}

impl FromParameters for SupportEffectQuestion {
    fn own_names() -> &'static [String] {
        SupportEffectParameters::names()
    }

    fn from_parameters(parameters: &mut Parameters, scope: &mut Scope) -> Self {
        let detail = |text: &str| (text == "full").then_some(Detail::Full);
        let detail_must_be = "full; leave it out for at most 400 points";
        let detail = parameters.parse("curve", detail_must_be, detail);
        // It names what is compared, and selects nothing.
        let support = std::mem::take(&mut scope.filter.support);
        let support = support.into_iter().next().unwrap_or_default();
        match parameters.support_values {
            0 => parameters.add_violation("support", "is missing: give the code of a remedy"),
            1 if support == NONE => {
                parameters.add_violation("support", "is none: give the code of a remedy");
            }
            1 => {}
            values => {
                let problem = format!("is given {values} times: give it once");
                parameters.add_violation("support", problem);
            }
        }
        Self {
            support,
            detail: detail.unwrap_or_default(),
        }
    }
}

impl ExposureTally {
    fn count(&mut self, selected: &Selected<'_, '_>, area: usize, support: &SupportTimes) {
        let Some(state) = selected.state() else {
            return;
        };
        self.counted.count(&state);
        let supported = support.since(area, &selected.identity);
        for episode in selected.episodes() {
            let from_us = supported.map(|at| at.since(episode.since).max(0));
            let exposed = Exposed::new(span(&episode, selected.at), from_us);
            for (part, span) in self.parts.iter_mut().zip([exposed.before, exposed.after]) {
                if let Some(span) = span {
                    part.add(span, area);
                }
            }
        }
    }
}

impl Part {
    fn add(&mut self, span: Span, area: usize) {
        self.spans.push(span);
        if area >= self.areas.len() {
            self.areas.resize(area + 1, false);
        }
        self.areas[area] = true;
    }
}

impl Accumulator for ExposureTally {
    fn add(&mut self, other: Self) {
        self.counted.add(other.counted);
        for (part, other) in self.parts.iter_mut().zip(other.parts) {
            part.spans.extend(other.spans);
            let areas = part.areas.len().max(other.areas.len());
            part.areas.resize(areas, false);
            for (own, other) in part.areas.iter_mut().zip(other.areas) {
                *own |= other;
            }
        }
    }
}

impl SupportEffectQuestion {
    fn effect(
        &self,
        [before, after]: &[Vec<Span>; 2],
        municipalities: [usize; 2],
    ) -> SupportEffect {
        let compared = compare_exposed(before, after);
        let episodes = [before.len(), after.len()];
        let part = |part| self.exposure(&compared, part, episodes[part], municipalities[part]);
        let (value, low, high) = match compared.rate_ratio() {
            Some((value, low, high)) => (Some(value), Some(low), Some(high)),
            None => (None, None, None),
        };
        SupportEffect {
            support: self.support.clone(),
            mantel_byar: compared.test().map(|(chi_squared, p)| LogRankAnswer {
                chi_squared,
                degrees_of_freedom: 1,
                p,
                small_groups: None,
            }),
            rate_ratio: PointAnswer { value, low, high },
            supported: part(1),
            unsupported: part(0),
            caveat: CAVEAT.to_owned(),
        }
    }

    fn exposure(
        &self,
        compared: &MantelByar,
        part: usize,
        episodes: usize,
        municipalities: usize,
    ) -> ExposureAnswer {
        ExposureAnswer {
            episodes,
            municipalities,
            resolved: compared.observed[part],
            expected: compared.expected[part],
            figures: curve_figures(&compared.curves[part], self.detail),
        }
    }
}
