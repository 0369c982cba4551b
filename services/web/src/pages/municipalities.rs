//! All municipalities of the division, by letter, province and size.

use api::Filter;
use askama::Template;
use httpd::InputViolation;
use questions::{MunicipalitiesQuestion, MunicipalityState, MunicipalityStates};
use register::{Municipality, MunicipalityId, ProvinceId, Register, SizeClass};
use texts::messages::Messages;

use super::{
    country,
    figure::PageFigure,
    frame::{Link, PageFrame},
    page_query::PageQuery,
    provenance,
    table::{PageRow, PageTable, TableCell, TableColumn},
};
use crate::{problem::WebProblem, query::Pair};

/// The path of the page.
pub(super) const PATH: &str = "/gemeenten";

const LETTER: &str = "letter";
const PROVINCE: &str = "province";
const SIZE_CLASS: &str = "sizeClass";

#[derive(Template)]
#[template(path = "municipalities.html")]
pub(crate) struct MunicipalitiesPage {
    pub(crate) frame: PageFrame,
    pub(crate) lead: String,
    pub(crate) letters: Vec<LetterLink>,
    /// The path of the page.
    pub(crate) action: String,
    /// The keys that the form repeats.
    pub(crate) hidden: Vec<Pair>,
    pub(crate) provinces: Vec<ChoiceOption>,
    pub(crate) sizes: Vec<ChoiceOption>,
    /// Links that leave out a part of the choice, where it finds nothing.
    pub(crate) without: Vec<Link>,
    pub(crate) list: PageFigure,
}

/// A letter of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LetterLink {
    pub(crate) text: String,
    /// What a screen reader says.
    pub(crate) label: String,
    pub(crate) href: String,
    pub(crate) chosen: bool,
}

/// A value to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ChoiceOption {
    pub(crate) value: String,
    pub(crate) text: String,
    pub(crate) chosen: bool,
}

/// What a reader chose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Choice {
    letter: Option<char>,
    province: Option<ProvinceId>,
    size: Option<SizeClass>,
}

/// A municipality of the list.
struct Listed<'a> {
    id: MunicipalityId,
    municipality: &'a Municipality,
    size: Option<SizeClass>,
}

impl super::Page for MunicipalitiesPage {
    fn figures(&self) -> Vec<&PageFigure> {
        vec![&self.list]
    }
}

impl MunicipalitiesPage {
    /// Queries and creates the page.
    ///
    /// # Errors
    ///
    /// 400 for a province, a size or a letter that there is not; otherwise as a question.
    pub(crate) fn new(query: &mut PageQuery<'_>) -> Result<Self, WebProblem> {
        let (t, register) = (query.t(), query.register());
        let keys = query.page_keys(&[LETTER, PROVINCE, SIZE_CLASS])?;
        let choice = Choice::parse(&keys, register)?;
        let states = query.ask(Filter::default(), MunicipalitiesQuestion)?;
        let (summary, _) = query.summary(Filter::default())?;
        let notices = provenance::of_selection(query, summary, &Filter::default())?;
        let all = listed(&states, query);
        let chosen: Vec<&Listed<'_>> = all.iter().filter(|one| choice.has(one)).collect();
        let rows = chosen.iter().map(|one| row(one, &states, query)).collect();
        let heading = t.with("municipalities-heading", "n", chosen.len());
        let list = PageFigure::new(query, "gemeenten", heading, table(t, rows)).terms(
            query,
            &["def-open", "def-hardnekkig", "def-sinds", "def-gesproken"],
        );
        Ok(Self {
            lead: lead(&all, &states, query),
            letters: letters(&all, &choice, query),
            action: PATH.to_owned(),
            hidden: choice.hidden(query),
            provinces: choice.provinces(t, register),
            sizes: choice.sizes(t),
            without: if chosen.is_empty() {
                choice.without_each(query)
            } else {
                Vec::new()
            },
            list: if chosen.is_empty() {
                list
            } else {
                list.subtitle(t.text("municipalities-sub"))
            },
            frame: PageFrame::new(query, t.text("nav-municipalities"), Vec::new(), notices),
        })
    }
}

impl Choice {
    fn parse(keys: &[Pair], register: &Register) -> Result<Self, WebProblem> {
        let given = |name: &str| {
            let pair = keys.iter().rfind(|(key, _)| key == name);
            pair.map(|(_, value)| value.trim())
                .filter(|value| !value.is_empty())
        };
        let mut violations = Vec::new();
        let mut wrong = |key: &str, must_be: &str| {
            violations.push(InputViolation::key(key, format!("is not {must_be}")));
        };
        let letter = given(LETTER).map(|text| single_letter(text).ok_or(()));
        if letter == Some(Err(())) {
            wrong(LETTER, "a letter");
        }
        let province = given(PROVINCE).map(|code| register.find_province(code).ok_or(()));
        if province == Some(Err(())) {
            wrong(PROVINCE, "the code of a province, such as PV26");
        }
        let size = given(SIZE_CLASS).map(|digit| SizeClass::parse(digit).ok_or(()));
        if size == Some(Err(())) {
            wrong(SIZE_CLASS, "a size class: give 1 to 8");
        }
        if !violations.is_empty() {
            return Err(WebProblem::keys(violations));
        }
        Ok(Self {
            letter: letter.and_then(Result::ok),
            province: province.and_then(Result::ok),
            size: size.and_then(Result::ok),
        })
    }

    fn has(&self, one: &Listed<'_>) -> bool {
        self.letter
            .is_none_or(|letter| initial(&one.municipality.name) == Some(letter))
            && self.has_except_letter(one)
    }

    fn has_except_letter(&self, one: &Listed<'_>) -> bool {
        self.province
            .is_none_or(|province| one.municipality.province == province)
            && self.size.is_none_or(|size| one.size == Some(size))
    }

    /// Returns the keys of this choice.
    fn keys(&self, register: &Register) -> Vec<(&'static str, String)> {
        let province = self.province.map(|id| register.province(id).code.clone());
        let keys = [
            (LETTER, self.letter.map(String::from)),
            (PROVINCE, province),
            (SIZE_CLASS, self.size.map(|size| size.to_string())),
        ];
        let present = keys.into_iter();
        present
            .filter_map(|(key, value)| Some((key, value?)))
            .collect()
    }

    fn link(&self, query: &PageQuery<'_>) -> String {
        let keys = self.keys(query.register());
        let keys: Vec<(&str, &str)> = keys.iter().map(|(key, value)| (*key, &**value)).collect();
        query.link_with(PATH, &keys)
    }

    fn hidden(&self, query: &PageQuery<'_>) -> Vec<Pair> {
        let mut keys = query.link_keys_except(&[]);
        keys.extend(self.letter.map(|letter| (LETTER.to_owned(), letter.into())));
        keys
    }

    fn provinces(&self, t: Messages, register: &Register) -> Vec<ChoiceOption> {
        let mut options: Vec<ChoiceOption> = register
            .provinces()
            .map(|(id, province)| ChoiceOption {
                value: province.code.clone(),
                text: province.name.clone(),
                chosen: self.province == Some(id),
            })
            .collect();
        options.sort_by(|one, other| one.text.cmp(&other.text));
        options.insert(0, any(t.text("municipalities-all-provinces")));
        options
    }

    fn sizes(&self, t: Messages) -> Vec<ChoiceOption> {
        let option = |size: SizeClass| ChoiceOption {
            value: size.to_string(),
            text: size_text(size, t),
            chosen: self.size == Some(size),
        };
        let all = any(t.text("municipalities-all-sizes"));
        [all]
            .into_iter()
            .chain(SizeClass::all().map(option))
            .collect()
    }

    /// Returns a link for each part of the choice, which leaves it out.
    fn without_each(&self, query: &PageQuery<'_>) -> Vec<Link> {
        let (t, mut links) = (query.t(), Vec::new());
        if let Some(letter) = self.letter {
            let without = Self {
                letter: None,
                ..self.clone()
            };
            let text = t.with("municipalities-drop-letter", "letter", letter.to_string());
            links.push(Link::new(text, without.link(query)));
        }
        if let Some(province) = self.province {
            let without = Self {
                province: None,
                ..self.clone()
            };
            let name = &query.register().province(province).name;
            links.push(Link::new(name, without.link(query)));
        }
        if let Some(size) = self.size {
            let without = Self {
                size: None,
                ..self.clone()
            };
            links.push(Link::new(size_text(size, t), without.link(query)));
        }
        links
    }
}

fn any(text: String) -> ChoiceOption {
    ChoiceOption {
        value: String::new(),
        text,
        chosen: false,
    }
}

/// Returns how many inhabitants the municipalities of a class have.
pub(super) fn size_text(size: SizeClass, t: Messages) -> String {
    match size.bounds() {
        (Some(from), Some(below)) => t.text_with(
            "municipalities-size-between",
            &[("from", from.into()), ("below", below.into())],
        ),
        (Some(from), None) => t.with("municipalities-size-from", "from", from),
        (None, Some(below)) => t.with("municipalities-size-below", "below", below),
        (None, None) => t.text("term-unknown"),
    }
}

/// Returns the municipalities of the division, in alphabetical order. One of which something is known is there too where the
/// division does not have it: reports may name a municipality before it exists, and would be in no row.
fn listed<'a>(states: &MunicipalityStates, query: &PageQuery<'a>) -> Vec<Listed<'a>> {
    let (register, day) = (query.register(), query.division);
    let municipalities = register.municipalities();
    let existing = municipalities
        .filter(|(id, municipality)| municipality.existed_on(day) || states.contains_key(id));
    let mut all: Vec<Listed<'_>> = existing
        .map(|(id, municipality)| Listed {
            id,
            municipality,
            size: register.size_class(id, day),
        })
        .collect();
    all.sort_by_cached_key(|one| sort_key(&one.municipality.name));
    all
}

/// Returns what a name is ordered by.
pub(super) fn sort_key(name: &str) -> String {
    sort_name(name).to_lowercase()
}

/// Returns a name without the article that does not count in the alphabet: 's-Hertogenbosch is at the H.
fn sort_name(name: &str) -> &str {
    name.trim_start_matches("'s-").trim_start_matches("'t ")
}

/// Returns the letter of the alphabet at which a name is.
pub(super) fn initial(name: &str) -> Option<char> {
    let letter = sort_name(name)
        .chars()
        .find(|letter| letter.is_alphabetic());
    letter.and_then(|letter| letter.to_uppercase().next())
}

fn single_letter(text: &str) -> Option<char> {
    let mut letters = text.chars();
    let letter = letters.next().filter(|letter| letter.is_alphabetic())?;
    let letter = letter.to_uppercase().next()?;
    letters.next().is_none().then_some(letter)
}

/// Returns how many municipalities the division has, and in how many of them something is open.
fn lead(all: &[Listed<'_>], states: &MunicipalityStates, query: &PageQuery<'_>) -> String {
    let (t, day) = (query.t(), query.division);
    let of_division = || all.iter().filter(|one| one.municipality.existed_on(day));
    let count = |is_it: fn(&MunicipalityState) -> bool| {
        let states = of_division().filter_map(|one| states.get(&one.id));
        states.filter(|state| is_it(state)).count()
    };
    let open = count(|state| state.open > 0);
    let mut sentences = vec![
        t.with("municipalities-lead", "m", of_division().count()),
        t.with("municipalities-lead-open", "open", open),
    ];
    if open > 0 {
        let persisting = count(|state| state.persisting > 0);
        sentences.push(t.with("municipalities-lead-persisting", "persisting", persisting));
    }
    sentences.join(" ")
}

/// Returns the letters with which a municipality of the chosen province and size begins, after the link to all.
fn letters(all: &[Listed<'_>], choice: &Choice, query: &PageQuery<'_>) -> Vec<LetterLink> {
    let t = query.t();
    let link = |letter: Option<char>, text: String, label: String| LetterLink {
        href: Choice {
            letter,
            ..choice.clone()
        }
        .link(query),
        chosen: choice.letter == letter,
        text,
        label,
    };
    let found = all.iter().filter(|one| choice.has_except_letter(one));
    let mut letters: Vec<char> = found
        .filter_map(|one| initial(&one.municipality.name))
        .collect();
    letters.dedup();
    let every = t.text("municipalities-all-letters");
    let of_letter = |letter: char| {
        let label = t.with("municipalities-starting", "letter", letter.to_string());
        link(Some(letter), letter.into(), label)
    };
    [link(None, every.clone(), every)]
        .into_iter()
        .chain(letters.into_iter().map(of_letter))
        .collect()
}

fn table(t: Messages, rows: Vec<PageRow>) -> PageTable {
    PageTable {
        columns: vec![
            TableColumn::text(t.text("term-municipality")),
            TableColumn::text(t.text("term-province")),
            TableColumn::number(t.name("def-open")),
            TableColumn::number(t.name("def-hardnekkig")),
            TableColumn::text(t.text("municipalities-oldest")),
            TableColumn::text(t.text("municipalities-last-reached")),
        ],
        rows,
        has_cards: true,
    }
}

fn row(one: &Listed<'_>, states: &MunicipalityStates, query: &PageQuery<'_>) -> PageRow {
    let (t, none) = (query.t(), MunicipalityState::default());
    let state = states.get(&one.id).unwrap_or(&none);
    let province = &query.register().province(one.municipality.province).name;
    let path = format!("{PATH}/{}", one.municipality.code);
    let oldest = state
        .oldest_since
        .map(|since| TableCell::day(t, since.day()));
    let last = state.last_reached.as_ref();
    let last = last.map(|(at, _)| TableCell::day(t, at.day()));
    // Where nobody called for a year, nothing is known: as on the map.
    let is_unknown = country::is_unknown(state, query.as_of);
    let [open, persisting] = if is_unknown {
        let unknown = || TableCell::text(t.text("map-unknown")).faint();
        [unknown(), unknown()]
    } else {
        [
            TableCell::count(t, state.open),
            TableCell::count(t, state.persisting).persisting(),
        ]
    };
    PageRow::new(vec![
        TableCell::text(&one.municipality.name).link(query.link(&path)),
        TableCell::text(province),
        open,
        persisting,
        oldest.unwrap_or_else(TableCell::none),
        last.unwrap_or_else(TableCell::none),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_does_not_count_in_the_alphabet() {
        assert_eq!(initial("'s-Hertogenbosch"), Some('H'));
        assert_eq!(initial("Tubbergen"), Some('T'));
        assert_eq!(initial("De Bilt"), Some('D'));
    }

    #[test]
    fn every_part_of_a_choice_that_there_is_not_is_named() {
        let keys = [(LETTER, "ab"), (PROVINCE, "PV99"), (SIZE_CLASS, "9")];
        let keys = keys.map(|(key, value)| (key.to_owned(), value.to_owned()));
        let register = Register::embedded();
        assert!(Choice::parse(&keys, register).is_err());
        let empty = keys.map(|(key, _)| (key, String::new()));
        let chosen = Choice::parse(&empty, register).ok();
        assert_eq!(chosen, Some(Choice::default()));
    }
}
