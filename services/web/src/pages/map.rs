//! A large map of the municipalities on a day, or of two days, with all of them beside it.

use api::Filter;
use askama::Template;
use jiff::civil::Date;
use model::Instant;
use questions::MunicipalitiesQuestion;
use register::MunicipalityId;
use texts::messages::Messages;

use super::{
    country::{Country, FIRST_DIVISION, MapMeasure},
    figure::PageFigure,
    frame::PageFrame,
    matrix,
    municipalities::{self, ChoiceOption},
    other_day::{BESIDE, OtherDay},
    page_query::PageQuery,
    provenance,
    table::{PageRow, PageTable, TableCell, TableColumn},
};
use crate::{problem::WebProblem, query::Pair};

/// The path of the page.
pub(super) const PATH: &str = "/kaart";

const MEASURE: &str = "measure";

#[derive(Template)]
#[template(path = "map.html")]
pub(crate) struct MapPage {
    pub(crate) frame: PageFrame,
    /// The path of the page.
    pub(crate) action: String,
    /// The keys that the form repeats.
    pub(crate) hidden: Vec<Pair>,
    pub(crate) measures: Vec<ChoiceOption>,
    /// The day of the map, as a date field has it.
    pub(crate) day: String,
    /// That of the second map; empty for none.
    pub(crate) beside: String,
    pub(crate) today: String,
    pub(crate) map: PageFigure,
}

/// What a reader chose.
struct Choice {
    measure: MapMeasure,
    beside: Option<OtherDay>,
}

impl super::Page for MapPage {
    fn figures(&self) -> Vec<&PageFigure> {
        vec![&self.map]
    }
}

impl MapPage {
    /// Queries and creates the page.
    ///
    /// # Errors
    ///
    /// 400 for a measure or a day that there is not; otherwise as a question.
    pub(crate) fn new(query: &mut PageQuery<'_>) -> Result<Self, WebProblem> {
        let choice = Choice::parse(&query.page_keys(&[MEASURE, BESIDE])?, query.now.day())?;
        query.division = query.division.max(FIRST_DIVISION);
        let states = query.ask(Filter::default(), MunicipalitiesQuestion)?;
        let register = query.register();
        let country = Country::new(register, (query.as_of, query.division), states);
        let second = match choice.beside {
            None => None,
            Some(other) => Some(second_country(query, other.as_of)?),
        };
        let (summary, _) = query.summary(Filter::default())?;
        let notices = provenance::of_selection(query, summary, &Filter::default())?;
        let t = query.t();
        let map = figure(query, &choice, &country, second.as_ref());
        Ok(Self {
            action: PATH.to_owned(),
            hidden: query.link_keys_except(&["asOf"]),
            measures: MapMeasure::ALL
                .map(|measure| ChoiceOption {
                    value: measure.as_str().to_owned(),
                    text: t.text(measure_name(measure)),
                    chosen: measure == choice.measure,
                })
                .into(),
            day: query.as_of.day().to_string(),
            beside: choice
                .beside
                .map(|other| other.day.to_string())
                .unwrap_or_default(),
            today: query.now.day().to_string(),
            map,
            frame: PageFrame::new(query, t.text("map-title"), Vec::new(), notices),
        })
    }
}

impl Choice {
    fn parse(keys: &[Pair], today: Date) -> Result<Self, WebProblem> {
        let given = |name: &str| {
            let mut pairs = keys.iter().rev();
            let pair = pairs.find(|(key, value)| key == name && !value.is_empty());
            pair.map(|(_, value)| value.as_str())
        };
        let measure = given(MEASURE).map(|text| {
            let mut all = MapMeasure::ALL.into_iter();
            let found = all.find(|measure| measure.as_str() == text);
            found.ok_or_else(|| {
                WebProblem::key(MEASURE, "is not one of persisting, open, unconfirmed")
            })
        });
        Ok(Self {
            measure: measure.transpose()?.unwrap_or_default(),
            beside: OtherDay::parse(keys, today)?,
        })
    }
}

/// Returns the municipalities of another day: by the division that the link names, or that of the day.
fn second_country(query: &mut PageQuery<'_>, as_of: Instant) -> Result<Country, WebProblem> {
    let is_own = query.division == query.as_of.day().max(FIRST_DIVISION);
    let division = if is_own { as_of.day() } else { query.division };
    let division = division.max(FIRST_DIVISION);
    let states = query.ask_on(as_of, division, MunicipalitiesQuestion)?;
    Ok(Country::new(query.register(), (as_of, division), states))
}

const fn measure_name(measure: MapMeasure) -> &'static str {
    match measure {
        MapMeasure::Persisting => "map-persisting",
        MapMeasure::Open => "map-open",
        MapMeasure::Unconfirmed => "map-unconfirmed",
    }
}

fn figure(
    query: &PageQuery<'_>,
    choice: &Choice,
    country: &Country,
    second: Option<&Country>,
) -> PageFigure {
    let t = query.t();
    let figure = PageFigure::new(
        query,
        "kaart",
        country.heading(t, choice.measure),
        table(query, choice.measure, country, second),
    )
    .subtitle(t.text(choice.measure.subtitle()))
    .terms(
        query,
        &[
            "def-hardnekkig",
            "def-open",
            "def-niet-bevestigd",
            "def-indeling",
        ],
    )
    .explanation(t.text("map-source"))
    .more(t.text("matrix-link"), query.link(matrix::PATH));
    let first = country.map(query, choice.measure);
    let second = second.map(|second| second.map(query, choice.measure));
    figure.maps(query, &first, second.as_ref())
}

/// Returns all municipalities, in alphabetical order: what is known of each on one day, or one measure on two days.
fn table(
    query: &PageQuery<'_>,
    measure: MapMeasure,
    country: &Country,
    second: Option<&Country>,
) -> PageTable {
    let (t, register) = (query.t(), query.register());
    let mut ids: Vec<MunicipalityId> = country.listed().collect();
    ids.sort_by_cached_key(|id| municipalities::sort_key(&register.municipality(*id).name));
    let heads = match second {
        None => vec![
            t.name("def-open"),
            t.name("def-hardnekkig"),
            t.text("map-not-confirmed"),
        ],
        Some(second) => [country, second]
            .map(|country| t.short_date(country.day()))
            .into(),
    };
    let mut columns = vec![TableColumn::text(t.text("term-municipality"))];
    columns.extend(heads.into_iter().map(TableColumn::number));
    let row = |id| {
        let municipality = register.municipality(id);
        let path = format!("/gemeenten/{}", municipality.code);
        let name = TableCell::text(&municipality.name).link(query.link(&path));
        let counts = match second {
            None => MapMeasure::TABLE
                .map(|measure| cell(t, country, measure, id))
                .into(),
            Some(second) => vec![cell(t, country, measure, id), cell(t, second, measure, id)],
        };
        PageRow::new([name].into_iter().chain(counts).collect())
    };
    PageTable {
        columns,
        rows: ids.into_iter().map(row).collect(),
        has_cards: false,
    }
}

/// Returns what a measure counts in a municipality; none where it did not exist, unknown where nothing is known.
fn cell(t: Messages, country: &Country, measure: MapMeasure, id: MunicipalityId) -> TableCell {
    if !country.has(id) {
        return TableCell::none();
    }
    if country.is_unknown(id) {
        return TableCell::text(t.text("map-unknown")).faint();
    }
    let count = TableCell::count(t, measure.count(country.state(id)));
    match measure {
        MapMeasure::Persisting => count.persisting(),
        MapMeasure::Open | MapMeasure::Unconfirmed => count,
    }
}
