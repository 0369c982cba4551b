//! What a form is about: a municipality, or one of its knelpunten, as the views have it now.

use jiff::civil::Date;
use model::KnelpuntId;
use questions::{KnelpuntAnswer, KnelpuntStatus, PartyAnswer, PersistingItem};
use register::{MunicipalityId, Register};
use serde_json::{Map, Value, json};
use uuid::Uuid;
use views::{Health, HistoryItem};

use super::{Form, alike::Traits};
use crate::{app::WebApp, pages::Inquiry, problem::WebProblem};

/// As many as a question lists at most.
const LIMIT: &str = "1000";

/// What a form is about.
#[derive(Debug)]
pub(crate) struct About {
    /// The path of the page that it stands on.
    pub(crate) page: String,
    /// The municipality whose knelpunt it is.
    pub(crate) municipality: MunicipalityId,
    pub(crate) register: &'static Register,
    /// The knelpunt; none when one is reported.
    pub(crate) knelpunt: Option<Knelpunt>,
    /// What is open there; only where a form asks for it.
    pub(crate) open: Vec<PersistingItem>,
    /// The slugs of all rounds, the newest first.
    pub(crate) rounds: Vec<String>,
    pub(crate) today: Date,
    /// Whether the log is away, so that what is sent waits.
    pub(crate) away: bool,
}

/// A knelpunt, and what was said of it.
#[derive(Debug)]
pub(crate) struct Knelpunt {
    pub(crate) answer: KnelpuntAnswer,
    /// Its events; only where a form asks for them.
    pub(crate) history: Vec<HistoryItem>,
}

impl About {
    /// Looks up what a form is about; `place` is the code of a municipality, or the id of a knelpunt.
    ///
    /// # Errors
    ///
    /// 404 when there is no such place, else as asking does.
    pub(crate) fn find(app: &WebApp, form: Form, place: &str) -> Result<Self, WebProblem> {
        let now = app.now();
        let mut inquiry = Inquiry::new(app, String::new(), Vec::new(), Vec::new(), now)?;
        let knelpunt = match form {
            Form::Report => None,
            Form::Confirm | Form::Resolve | Form::Merge | Form::Withdraw => {
                Some(Knelpunt::find(&mut inquiry, form, place)?)
            }
        };
        let own = knelpunt.as_ref().map_or(place, Knelpunt::municipality);
        let municipality = inquiry.register().find_municipality(own);
        let municipality = municipality.ok_or_else(|| {
            WebProblem::not_found("There never was a municipality with this code.")
        })?;
        let code = inquiry.register().municipality(municipality).code.as_str();
        let open = match form {
            Form::Report | Form::Merge => open(&mut inquiry, code)?,
            Form::Confirm | Form::Resolve | Form::Withdraw => Vec::new(),
        };
        Ok(Self {
            page: match &knelpunt {
                Some(held) => format!("/knelpunten/{}", held.answer.id),
                None => format!("/gemeenten/{code}"),
            },
            municipality,
            register: inquiry.register(),
            open,
            rounds: inquiry.round_names()?,
            today: now.day(),
            away: inquiry.health() == Health::Stale,
            knelpunt,
        })
    }

    /// Gives the code of the municipality.
    pub(crate) fn code(&self) -> &'static str {
        &self.register.municipality(self.municipality).code
    }

    /// Gives the name of the municipality.
    pub(crate) fn name(&self) -> &'static str {
        &self.register.municipality(self.municipality).name
    }

    /// Gives those that a knelpunt could be merged into: of the very same municipality, because both are.
    pub(crate) fn others(&self) -> impl Iterator<Item = &PersistingItem> {
        let code = self.code();
        let own = self.knelpunt.as_ref().map(|held| held.answer.id);
        self.open.iter().filter(move |item| {
            item.inherited_from.as_ref().unwrap_or(&item.municipality) == code
                && Some(item.id) != own
        })
    }
}

/// Lists what is open in a municipality, the oldest first.
fn open(inquiry: &mut Inquiry<'_>, code: &str) -> Result<Vec<PersistingItem>, WebProblem> {
    let asked = [("municipality", code), ("status", "open"), ("limit", LIMIT)];
    Ok(inquiry.persisting(&asked)?.items)
}

impl Knelpunt {
    fn find(inquiry: &mut Inquiry<'_>, form: Form, place: &str) -> Result<Self, WebProblem> {
        let id = Uuid::try_parse(place).ok();
        let id = id.map(|id| KnelpuntId::from_bytes(id.into_bytes()));
        let id = id.ok_or_else(|| WebProblem::not_found("This is no id of a knelpunt."))?;
        let answer = inquiry.knelpunt(id)?;
        if answer.category.is_none() {
            // Only something that corrects is known of it: there is nobody to say anything of.
            return Err(WebProblem::not_found(
                "No report ever said what this knelpunt is.",
            ));
        }
        Ok(Self {
            history: match form {
                Form::Withdraw => inquiry.history(id)?,
                Form::Report | Form::Confirm | Form::Resolve | Form::Merge => Vec::new(),
            },
            answer,
        })
    }

    /// Gives the code of the municipality that reported it.
    fn municipality(&self) -> &str {
        let answer = &self.answer;
        let own = answer
            .inherited_from
            .as_ref()
            .or(answer.municipality.as_ref());
        own.map_or("", String::as_str)
    }

    /// Says whether it is open.
    pub(crate) fn is_open(&self) -> bool {
        self.answer.status == KnelpuntStatus::Open
    }

    /// Gives the members that identify it within its municipality.
    pub(crate) fn identity(&self) -> Map<String, Value> {
        let answer = &self.answer;
        identity(
            answer.category.as_ref(),
            answer.building_block.as_ref(),
            answer.party.as_ref(),
            answer.reference.as_ref(),
        )
    }

    /// Gives what it has that another one may have too.
    pub(crate) fn traits(&self) -> Traits {
        let (answer, party) = (&self.answer, self.answer.party.as_ref());
        Traits {
            category: answer.category.clone(),
            building_block: answer.building_block.clone(),
            party_kind: party.map(|party| party.kind.code().to_owned()),
            party_name: party.map(|party| party.name.clone()),
            reference: answer.reference.clone(),
        }
    }

    /// Gives its events that can be withdrawn, the newest first: what counts, and is no correction itself.
    pub(crate) fn withdrawable(&self) -> impl Iterator<Item = &HistoryItem> {
        self.history
            .iter()
            .rev()
            .filter(|item| !item.withdrawn && item.data.get("event").is_none())
    }
}

/// Gives the members that identify a knelpunt within its municipality.
pub(crate) fn identity(
    category: Option<&String>,
    building_block: Option<&String>,
    party: Option<&PartyAnswer>,
    reference: Option<&String>,
) -> Map<String, Value> {
    let members = [
        ("category", category.map(|code| json!(code))),
        ("buildingBlock", building_block.map(|code| json!(code))),
        (
            "party",
            party.map(|party| json!({"kind": party.kind.code(), "name": party.name})),
        ),
        ("reference", reference.map(|reference| json!(reference))),
    ];
    members
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect()
}
