//! The context of a form: a municipality, or one of its knelpunten, as the views have it now.

use api::{
    Filter,
    answers::{KnelpuntAnswer, KnelpuntStatus, PersistingItem},
};
use jiff::civil::Date;
use model::{KnelpuntId, PartyKind};
use questions::{KnelpuntenQuestion, Paging, RoundNamesQuestion};
use register::{MunicipalityId, Register};
use serde_json::{Map, Value, json};
use uuid::Uuid;
use views::{Health, HistoryItem};

use super::{Form, duplicates::PartialIdentity};
use crate::{app::WebApp, pages::PageQuery, problem::WebProblem};

/// The largest limit of a question.
const LIMIT: usize = 1_000;

/// The context of a form.
#[derive(Debug)]
pub(crate) struct FormContext {
    /// The path of the page that links to the form.
    pub(crate) page: String,
    /// The municipality that reports or reported it.
    pub(crate) municipality: MunicipalityId,
    pub(crate) register: &'static Register,
    /// The knelpunt; `None` for a new report.
    pub(crate) knelpunt: Option<KnelpuntContext>,
    /// The open knelpunten of the municipality, for the forms that need them.
    pub(crate) open: Vec<PersistingItem>,
    /// The slugs of all rounds, the newest first.
    pub(crate) rounds: Vec<String>,
    pub(crate) today: Date,
    /// Whether the log is unavailable, so that a submission waits in the outbox.
    pub(crate) log_unavailable: bool,
}

/// A knelpunt with its events.
#[derive(Debug)]
pub(crate) struct KnelpuntContext {
    pub(crate) answer: KnelpuntAnswer,
    /// Its events, for the form that needs them.
    pub(crate) history: Vec<HistoryItem>,
}

impl FormContext {
    /// Finds the context of a form; `about` is the code of a municipality, or the id of a knelpunt.
    ///
    /// # Errors
    ///
    /// 404 if there is no such municipality or knelpunt; otherwise as a question.
    pub(crate) fn find(app: &WebApp, form: Form, about: &str) -> Result<Self, WebProblem> {
        let mut query = PageQuery::now(app)?;
        let knelpunt = match form {
            Form::Report | Form::Support => None,
            Form::Confirm | Form::Resolve | Form::Merge | Form::Withdraw => {
                Some(KnelpuntContext::find(&mut query, about)?)
            }
        };
        let code = knelpunt.as_ref();
        let code = code.map_or(about, KnelpuntContext::municipality);
        let municipality = query.register().find_municipality_by_name(code);
        let municipality = municipality.map_err(|_| WebProblem::no_such_municipality())?;
        let code = query.register().municipality(municipality).code.as_str();
        let open = match form {
            Form::Report | Form::Merge => open(&mut query, code)?,
            Form::Confirm | Form::Resolve | Form::Withdraw | Form::Support => Vec::new(),
        };
        Ok(Self {
            page: match &knelpunt {
                Some(knelpunt) => format!("/knelpunten/{}", knelpunt.answer.id),
                None => format!("/gemeenten/{code}"),
            },
            municipality,
            register: query.register(),
            open,
            rounds: query.ask(Filter::default(), RoundNamesQuestion)?,
            today: query.as_of.day(),
            log_unavailable: query.health() == Health::Stale,
            knelpunt,
        })
    }

    /// Returns the code of the municipality.
    pub(crate) fn code(&self) -> &'static str {
        &self.register.municipality(self.municipality).code
    }

    /// Returns the name of the municipality.
    pub(crate) fn name(&self) -> &'static str {
        &self.register.municipality(self.municipality).name
    }

    /// Iterates over the open knelpunten to merge into: of the same municipality, because a merge names only one.
    pub(crate) fn others(&self) -> impl Iterator<Item = &PersistingItem> {
        let code = self.code();
        let own = self.knelpunt.as_ref().map(|knelpunt| knelpunt.answer.id);
        self.open.iter().filter(move |item| {
            item.inherited_from.as_ref().unwrap_or(&item.municipality) == code
                && Some(item.id) != own
        })
    }
}

/// Returns the open knelpunten of a municipality, oldest first.
fn open(query: &mut PageQuery<'_>, code: &str) -> Result<Vec<PersistingItem>, WebProblem> {
    let filter = Filter {
        municipality: vec![code.to_owned()],
        ..Filter::default()
    };
    let question = KnelpuntenQuestion {
        paging: Paging::first(LIMIT),
        ..KnelpuntenQuestion::default()
    };
    Ok(query.ask(filter, question)?.items)
}

impl KnelpuntContext {
    fn find(query: &mut PageQuery<'_>, id: &str) -> Result<Self, WebProblem> {
        let id = Uuid::try_parse(id).ok();
        let id = id.map(|id| KnelpuntId::from_bytes(id.into_bytes()));
        let id = id.ok_or_else(|| WebProblem::not_found("This is not the id of a knelpunt."))?;
        let (answer, history) = query.knelpunt_and_history(id)?;
        if answer.category.is_none() {
            // Only a correction is known, without a report.
            let detail = "There is no report of this knelpunt.";
            return Err(WebProblem::not_found(detail));
        }
        Ok(Self { answer, history })
    }

    /// Returns the code of the municipality that reported it.
    fn municipality(&self) -> &str {
        let answer = &self.answer;
        let own = answer
            .inherited_from
            .as_ref()
            .or(answer.municipality.as_ref());
        own.map_or("", String::as_str)
    }

    /// Returns whether it is open.
    pub(crate) fn is_open(&self) -> bool {
        self.answer.status == KnelpuntStatus::Open
    }

    /// Returns the members of its identity within its municipality.
    pub(crate) fn identity_members(&self) -> Map<String, Value> {
        let answer = &self.answer;
        identity(
            answer.category.as_ref(),
            answer.building_block.as_ref(),
            answer.party_as_written(),
            answer.reference_as_written.as_ref(),
        )
    }

    /// Returns its identity within its municipality.
    pub(crate) fn identity(&self) -> PartialIdentity {
        let (answer, party) = (&self.answer, self.answer.party.as_ref());
        PartialIdentity {
            category: answer.category.clone(),
            building_block: answer.building_block.clone(),
            party_kind: party.map(|party| party.kind.code().to_owned()),
            party_name: party.map(|party| party.name.clone()),
            reference: answer.reference.clone(),
        }
    }

    /// Iterates over the events that can be withdrawn, newest first: effective ones that are not corrections themselves.
    pub(crate) fn withdrawable(&self) -> impl Iterator<Item = &HistoryItem> {
        self.history
            .iter()
            .rev()
            .filter(|item| !item.withdrawn && item.data.get("event").is_none())
    }
}

/// Returns the members of an identity within its municipality.
pub(crate) fn identity(
    category: Option<&String>,
    building_block: Option<&String>,
    party: Option<(PartyKind, &str)>,
    reference: Option<&String>,
) -> Map<String, Value> {
    let members = [
        ("category", category.map(|code| json!(code))),
        ("buildingBlock", building_block.map(|code| json!(code))),
        (
            "party",
            party.map(|(kind, name)| json!({"kind": kind.code(), "name": name})),
        ),
        ("reference", reference.map(|reference| json!(reference))),
    ];
    members
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect()
}
