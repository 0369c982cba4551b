//! The municipalities of a day on a map, in fixed classes, with what is not known hatched.

use std::collections::BTreeMap;

use charts::{Boundaries, MapArea, MapChart, Shade};
use jiff::civil::{Date, date};
use model::Instant;
use questions::{MunicipalityState, MunicipalityStates};
use register::{MunicipalityId, Register};
use texts::messages::Messages;

use super::page_query::PageQuery;

/// The first day of which there are boundaries; the division of days before is drawn as that of this one.
pub(crate) const FIRST_DIVISION: Date = date(2013, 1, 1);
/// After so long, what a municipality last said is no longer known: 365 days of 24 hours.
const YEAR_US: i64 = 365 * 24 * 3_600 * 1_000_000;
const CLASSES: u8 = 5;

/// What a map shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum MapMeasure {
    #[default]
    Persisting,
    Open,
    /// The share of what is open that is not confirmed.
    Unconfirmed,
}

/// A map with what is said about it.
pub(crate) struct CountryMap {
    pub(crate) chart: MapChart,
    /// Its day.
    pub(crate) caption: String,
    pub(crate) alt: String,
}

/// The municipalities of a division, and what is known of each.
pub(crate) struct Country {
    register: &'static Register,
    as_of: Instant,
    division: Date,
    states: MunicipalityStates,
    none: MunicipalityState,
}

impl MapMeasure {
    /// Every measure.
    pub(crate) const ALL: [Self; 3] = [Self::Persisting, Self::Open, Self::Unconfirmed];

    /// The measures in the order of a table.
    pub(crate) const TABLE: [Self; 3] = [Self::Open, Self::Persisting, Self::Unconfirmed];

    /// Returns the value in links.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Persisting => "persisting",
            Self::Open => "open",
            Self::Unconfirmed => "unconfirmed",
        }
    }

    /// Returns the knelpunten that the measure counts.
    pub(crate) const fn count(self, state: &MunicipalityState) -> usize {
        match self {
            Self::Persisting => state.persisting,
            Self::Open => state.open,
            Self::Unconfirmed => state.unconfirmed,
        }
    }

    /// Returns the id of the sentence in how many municipalities there is something.
    pub(crate) const fn heading(self) -> &'static str {
        match self {
            Self::Persisting => "map-heading-persisting",
            Self::Open => "map-heading-open",
            Self::Unconfirmed => "map-heading-unconfirmed",
        }
    }

    /// Returns the id of what is drawn.
    pub(crate) const fn subtitle(self) -> &'static str {
        match self {
            Self::Persisting => "map-sub-persisting",
            Self::Open => "map-sub-open",
            Self::Unconfirmed => "map-sub-unconfirmed",
        }
    }

    const fn alt(self) -> &'static str {
        match self {
            Self::Persisting => "map-alt-persisting",
            Self::Open => "map-alt-open",
            Self::Unconfirmed => "map-alt-unconfirmed",
        }
    }

    fn class(self, state: &MunicipalityState) -> u8 {
        let count = self.count(state);
        match self {
            Self::Persisting | Self::Open => {
                u8::try_from(count).unwrap_or(u8::MAX).min(CLASSES - 1)
            }
            // Quarters of what is open: up to 25%, 50%, 75%, and more.
            Self::Unconfirmed => {
                let quarters = (count * 4).div_ceil(state.open.max(1));
                u8::try_from(quarters).unwrap_or(CLASSES - 1)
            }
        }
    }
}

impl Country {
    pub(crate) fn new(
        register: &'static Register,
        (as_of, division): (Instant, Date),
        states: MunicipalityStates,
    ) -> Self {
        Self {
            register,
            as_of,
            division,
            states,
            none: MunicipalityState::default(),
        }
    }

    pub(crate) fn state(&self, id: MunicipalityId) -> &MunicipalityState {
        self.states.get(&id).unwrap_or(&self.none)
    }

    /// Returns the day.
    pub(crate) fn day(&self) -> Date {
        self.as_of.day()
    }

    /// Returns whether the division has a municipality, or something is known of it: reports may name one before it exists.
    pub(crate) fn has(&self, id: MunicipalityId) -> bool {
        self.exists(id) || self.states.contains_key(&id)
    }

    /// Returns whether the division has a municipality.
    pub(crate) fn exists(&self, id: MunicipalityId) -> bool {
        self.register.municipality(id).existed_on(self.division)
    }

    /// Returns the municipalities that the division has, or of which something is known.
    pub(crate) fn listed(&self) -> impl Iterator<Item = MunicipalityId> {
        let all = self.register.municipalities().map(|(id, _)| id);
        all.filter(|id| self.has(*id))
    }

    /// Returns the municipalities of the division.
    pub(crate) fn municipalities(&self) -> impl Iterator<Item = MunicipalityId> {
        let all = self.register.municipalities();
        all.filter(|(_, municipality)| municipality.existed_on(self.division))
            .map(|(id, _)| id)
    }

    /// Returns whether nothing is open in a municipality, and it has not been reached for a year.
    pub(crate) fn is_unknown(&self, id: MunicipalityId) -> bool {
        is_unknown(self.state(id), self.as_of)
    }

    fn having(&self, measure: MapMeasure) -> usize {
        let all = self.municipalities();
        all.filter(|id| measure.count(self.state(*id)) > 0).count()
    }

    /// Returns in how many municipalities something is that the measure counts, in a sentence.
    pub(crate) fn heading(&self, t: Messages, measure: MapMeasure) -> String {
        if self.municipalities().all(|id| self.is_unknown(id)) {
            return t.text("map-heading-unknown");
        }
        let counts = [
            ("n", self.having(measure).into()),
            ("all", self.municipalities().count().into()),
        ];
        t.text_with(measure.heading(), &counts)
    }

    fn shade(&self, id: MunicipalityId, measure: MapMeasure) -> Shade {
        if self.is_unknown(id) {
            return Shade::Unknown;
        }
        Shade::Class(measure.class(self.state(id)))
    }

    /// Returns the map of a measure.
    pub(crate) fn map(&self, query: &PageQuery<'_>, measure: MapMeasure) -> CountryMap {
        let t = query.t();
        let boundaries = Boundaries::for_year(self.division.year());
        let mut parts: BTreeMap<MunicipalityId, Vec<String>> = BTreeMap::new();
        for code in boundaries.codes() {
            if let Some(id) = self.register.find_municipality(code) {
                let on_day = self.register.successor_on(id, self.division).municipality;
                parts.entry(on_day).or_default().push(code.to_owned());
            }
        }
        let areas = parts
            .into_iter()
            .map(|(id, parts)| self.area(query, measure, id, parts));
        let unknown = self.municipalities().filter(|id| self.is_unknown(*id));
        let values = [
            ("all", self.municipalities().count().into()),
            ("date", t.date(self.as_of.day()).into()),
            ("n", self.having(measure).into()),
            ("unknown", unknown.count().into()),
        ];
        let alt = t.text_with(measure.alt(), &values);
        CountryMap {
            chart: MapChart {
                boundaries,
                areas: areas.collect(),
                key: self.key(t, measure),
            },
            caption: t.date(self.as_of.day()),
            alt,
        }
    }

    fn area(
        &self,
        query: &PageQuery<'_>,
        measure: MapMeasure,
        id: MunicipalityId,
        parts: Vec<String>,
    ) -> MapArea {
        let municipality = self.register.municipality(id);
        MapArea {
            region: self.register.province(municipality.province).code.clone(),
            shade: self.shade(id, measure),
            title: self.title(query.t(), id),
            href: query.link(&format!("/gemeenten/{}", municipality.code)),
            code: municipality.code.clone(),
            parts,
        }
    }

    fn title(&self, t: Messages, id: MunicipalityId) -> String {
        let (name, state) = (&self.register.municipality(id).name, self.state(id));
        let values = [
            ("name", name.into()),
            ("persisting", state.persisting.into()),
            ("open", state.open.into()),
        ];
        let counts = if self.is_unknown(id) {
            t.with("map-area-unknown", "name", name)
        } else {
            t.text_with("map-area", &values)
        };
        let round = state.last_reached.as_ref().map(|(_, round)| t.round(round));
        let reached = match round {
            Some(round) => t.with("map-area-reached", "round", round),
            None => t.text("map-area-never"),
        };
        format!("{counts}; {reached}")
    }

    /// Returns what the classes mean, and how many municipalities each has.
    fn key(&self, t: Messages, measure: MapMeasure) -> Vec<(Shade, String)> {
        let shades: Vec<Shade> = self
            .municipalities()
            .map(|id| self.shade(id, measure))
            .collect();
        let classes = (0..CLASSES).map(Shade::Class).chain([Shade::Unknown]);
        let entry = |shade: Shade| {
            let name = match (shade, measure) {
                (Shade::Unknown, _) => t.text("map-unknown"),
                (Shade::Class(4), MapMeasure::Persisting | MapMeasure::Open) => t.text("map-4"),
                (Shade::Class(class), MapMeasure::Persisting | MapMeasure::Open) => t.number(class),
                (Shade::Class(0), MapMeasure::Unconfirmed) => t.share(0.0),
                (Shade::Class(class), MapMeasure::Unconfirmed) => {
                    t.with("map-up-to", "share", t.share(f64::from(class) / 4.0))
                }
            };
            let count = shades.iter().filter(|other| **other == shade).count();
            let values = [("name", name.into()), ("n", count.into())];
            (shade, t.text_with("map-class", &values))
        };
        classes.map(entry).collect()
    }
}

/// Returns whether nothing is open in a municipality that has not been reached for a year: silence is not zero.
pub(crate) fn is_unknown(state: &MunicipalityState, as_of: Instant) -> bool {
    let reached = state.last_reached.as_ref();
    let is_recent = reached.is_some_and(|(at, _)| as_of.since(*at) < YEAR_US);
    state.open == 0 && !is_recent
}
