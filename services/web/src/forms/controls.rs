//! The fields of each form.

use api::answers::PersistingItem;
use model::{Outcome, PartyKind};
use texts::{
    forms::{self as text, FieldText, groups},
    terms,
};

use super::{
    Form,
    context::{FormContext, KnelpuntContext},
    control::{ControlKind, FieldGroup, FieldOption, FormControl},
    duplicate_warning::details,
    fields::Fields,
    violations::FieldViolation,
};

/// Returns the fields of a form.
pub(crate) fn field_groups(
    form: Form,
    context: &FormContext,
    fields: &Fields,
    violations: &[FieldViolation],
) -> Vec<FieldGroup> {
    let controls = Controls {
        context,
        fields,
        violations,
    };
    let group = |legend, controls| FieldGroup { legend, controls };
    match form {
        Form::Report => vec![
            group(groups::IDENTITY, controls.identity()),
            group(
                groups::OBSERVATION,
                controls.observation(text::SEEN_ON, true),
            ),
        ],
        Form::Confirm => vec![group(
            groups::OBSERVATION,
            controls.observation(text::CONFIRMED_ON, true),
        )],
        Form::Resolve => vec![
            group(groups::OUTCOME, controls.outcome()),
            group(
                groups::OBSERVATION,
                controls.observation(text::GONE_SINCE, false),
            ),
        ],
        Form::Merge => {
            let fields = vec![controls.target(), controls.reason()];
            vec![group(groups::TARGET, fields)]
        }
        Form::Withdraw => vec![group(groups::REASON, vec![controls.reason()])],
        Form::Support => vec![group(groups::SUPPORT, controls.support())],
    }
}

struct Controls<'a> {
    context: &'a FormContext,
    fields: &'a Fields,
    violations: &'a [FieldViolation],
}

impl Controls<'_> {
    fn control(&self, name: &'static str, text: FieldText) -> FormControl {
        let own = self.violations.iter();
        let own = own.filter(|violation| violation.field == Some(name));
        let own = own.map(|violation| violation.text.clone()).collect();
        FormControl::new(name, text, self.fields.typed(name).to_owned(), own)
    }

    fn identity(&self) -> Vec<FormControl> {
        vec![
            self.category(),
            self.building_block(),
            self.party_kind(),
            self.control("partyName", text::PARTY_NAME),
            self.control("reference", text::REFERENCE),
        ]
    }

    fn category(&self) -> FormControl {
        let control = self.control("category", text::CATEGORY);
        let categories = self.context.register.catalogue().categories().iter();
        let option = |category: &register::Category| {
            let quote = category.from_article.as_deref().map(text::quote);
            control.option(&category.code, &category.nl, quote.unwrap_or_default())
        };
        let mut options: Vec<FieldOption> = categories.map(option).collect();
        // By name, with the rest category last.
        options.sort_by_key(|option| (option.value == "other", option.label.clone()));
        control.required().kind(ControlKind::Radios(options))
    }

    fn building_block(&self) -> FormControl {
        let control = self.control("buildingBlock", text::BUILDING_BLOCK);
        let blocks = self.context.register.catalogue().building_blocks().iter();
        let mut options: Vec<FieldOption> = blocks
            .map(|block| control.option(&block.code, &block.name, ""))
            .collect();
        options.sort_by_key(|option| option.label.to_lowercase());
        options.insert(0, control.option("", text::NO_BUILDING_BLOCK, ""));
        control.kind(ControlKind::Select(options))
    }

    fn party_kind(&self) -> FormControl {
        let control = self.control("partyKind", text::PARTY_KIND);
        let kinds = PartyKind::ALL.into_iter();
        let kinds = kinds.map(|kind| control.option(kind.code(), &text::party_kind(kind), ""));
        let none = control.option("", text::NO_PARTY, "");
        let options = [none].into_iter().chain(kinds).collect();
        control.kind(ControlKind::Select(options))
    }

    fn observation(&self, day: FieldText, known_since: bool) -> Vec<FormControl> {
        let day = self.control("observedAt", day);
        let mut controls = vec![day.required().kind(ControlKind::Day)];
        if known_since {
            let since = self.control("knownSince", text::KNOWN_SINCE);
            controls.push(since.kind(ControlKind::Day));
        }
        let rounds = ControlKind::Line(self.context.rounds.clone());
        controls.extend([
            self.control("round", text::ROUND).kind(rounds),
            self.control("role", text::ROLE),
            self.control("description", text::DESCRIPTION)
                .kind(ControlKind::Lines),
        ]);
        controls
    }

    fn outcome(&self) -> Vec<FormControl> {
        let outcome = self.control("outcome", text::OUTCOME);
        let outcomes = Outcome::ALL.map(|one| {
            let label = terms::capitalised(terms::outcome(one));
            outcome.option(one.code(), &label, text::outcome_definition(one))
        });
        let remedy = self.control("remedy", text::REMEDY);
        let remedies = self.context.register.catalogue().remedies().iter();
        let remedies = remedies.map(|one| remedy.option(&one.code, &one.nl, ""));
        let none = remedy.option("", text::NO_REMEDY, "");
        let remedies = [none].into_iter().chain(remedies).collect();
        vec![
            outcome
                .required()
                .kind(ControlKind::Radios(outcomes.to_vec())),
            remedy.kind(ControlKind::Select(remedies)),
        ]
    }

    /// The knelpunten to merge into, the most similar first.
    fn target(&self) -> FormControl {
        let control = self.control("into", text::TARGET);
        let own = self.context.knelpunt.as_ref();
        let own = own.map(KnelpuntContext::identity).unwrap_or_default();
        let mut others: Vec<PersistingItem> = self.context.others().cloned().collect();
        let similar = own.similar(others.clone());
        others.retain(|item| similar.iter().all(|one| one.id != item.id));
        let options = similar.iter().chain(&others).map(|item| {
            let id = item.id.to_string();
            control.option(&id, &item.category_name, details(item).join(" · "))
        });
        let options = options.collect();
        control.required().kind(ControlKind::Radios(options))
    }

    fn support(&self) -> Vec<FormControl> {
        let catalogue = self.context.register.catalogue();
        let support = self.control("support", text::SUPPORT_KIND);
        let remedies = catalogue.remedies().iter();
        let remedies = remedies.map(|one| support.option(&one.code, &one.nl, ""));
        let remedies = ControlKind::Radios(remedies.collect());
        let day = self.control("observedAt", text::SUPPORTED_ON);
        let topic = self.control("topic", text::TOPIC);
        let categories = catalogue.categories().iter();
        let categories = categories.map(|one| topic.option(&one.code, &one.nl, ""));
        let all = topic.option("", text::ALL_TOPICS, "");
        let topics = ControlKind::Select([all].into_iter().chain(categories).collect());
        let rounds = ControlKind::Line(self.context.rounds.clone());
        vec![
            support.required().kind(remedies),
            day.required().kind(ControlKind::Day),
            topic.kind(topics),
            self.control("organisation", text::ORGANISATION),
            self.control("round", text::ROUND).kind(rounds),
        ]
    }

    fn reason(&self) -> FormControl {
        self.control("reason", text::REASON)
            .kind(ControlKind::Lines)
    }
}
