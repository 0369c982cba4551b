//! A form as a page: its subject, violations, fields and button.

use askama::Template;
use texts::{
    forms::{self as text, FormText},
    terms,
};

use super::{
    Form,
    context::{FormContext, KnelpuntContext},
    control::{ControlKind, FieldGroup},
    controls::field_groups,
    duplicate_warning::DuplicateWarning,
    fields::Fields,
    form_data::chosen_event,
    violations::FieldViolation,
};
use crate::{
    app::WebApp,
    language::ChosenLanguage,
    pages::{self, Link, PageFrame, event_line},
    query::Pair,
};

/// Hidden field: the key of the form.
pub(crate) const KEY: &str = "key";
/// Hidden field: the seal of the key.
pub(crate) const SEAL: &str = "seal";

#[derive(Template)]
#[template(path = "form.html")]
pub(crate) struct FormPage {
    pub(crate) frame: PageFrame,
    pub(crate) heading: String,
    pub(crate) lead: &'static str,
    pub(crate) log_unavailable: bool,
    /// Labels and values of the knelpunt or the event.
    pub(crate) facts: Vec<(&'static str, String)>,
    pub(crate) quote: Option<String>,
    /// The violations, with the field to correct.
    pub(crate) summary: Vec<(Option<&'static str>, String)>,
    pub(crate) duplicates: Option<DuplicateWarning>,
    pub(crate) action: String,
    pub(crate) hidden: Vec<Pair>,
    pub(crate) groups: Vec<FieldGroup>,
    pub(crate) has_free_text: bool,
    /// `None` if there is nothing to send.
    pub(crate) submit: Option<&'static str>,
    pub(crate) back: String,
}

/// What a form shows.
pub(crate) struct FormView<'a> {
    pub(crate) around: (&'a WebApp, ChosenLanguage),
    pub(crate) form: Form,
    pub(crate) context: &'a FormContext,
    pub(crate) fields: &'a Fields,
    pub(crate) violations: &'a [FieldViolation],
    pub(crate) duplicates: Option<DuplicateWarning>,
    /// The key of the form, and its seal.
    pub(crate) sealed: (String, String),
}

impl FormPage {
    /// Creates the page.
    pub(crate) fn new(view: FormView<'_>) -> Self {
        let FormView {
            around,
            form,
            context,
            fields,
            violations,
            duplicates,
            sealed,
        } = view;
        let groups = field_groups(form, context, fields, violations);
        let summary = summary(violations, &groups);
        let has_free_text = ["description", "reason", "organisation"]
            .iter()
            .any(|name| index_of(&groups, name).is_some());
        let mut hidden = vec![(KEY.to_owned(), sealed.0), (SEAL.to_owned(), sealed.1)];
        if form == Form::Withdraw {
            let chosen = ["source", "event"];
            hidden.extend(chosen.map(|name| (name.to_owned(), fields.typed(name).to_owned())));
        }
        let FormText {
            heading,
            lead,
            submit,
        } = form_text(form, context);
        let title = text::title(heading, context.name());
        let nothing_to_merge = form == Form::Merge && context.others().next().is_none();
        Self {
            frame: frame(around, context, form, title.clone()),
            heading: if matches!(form, Form::Report | Form::Support) {
                title
            } else {
                heading.to_owned()
            },
            lead: if nothing_to_merge {
                text::NOTHING_TO_MERGE
            } else {
                lead
            },
            log_unavailable: context.log_unavailable,
            facts: facts(form, context, fields),
            quote: quote(form, context),
            summary,
            duplicates,
            action: format!("{}/{}", context.page, form.slug()),
            hidden,
            has_free_text,
            groups: if nothing_to_merge { Vec::new() } else { groups },
            submit: (!nothing_to_merge).then_some(submit),
            back: context.page.clone(),
        }
    }
}

/// Returns the violations in the order of the fields; those of the form as a whole come first.
fn summary(
    violations: &[FieldViolation],
    groups: &[FieldGroup],
) -> Vec<(Option<&'static str>, String)> {
    let entry = |violation: &FieldViolation| {
        let field = violation.field;
        let field = field.filter(|field| index_of(groups, field).is_some());
        (field, violation.text.clone())
    };
    let mut summary: Vec<_> = violations.iter().map(entry).collect();
    summary.sort_by_key(|(field, _)| field.and_then(|field| index_of(groups, field)));
    summary
}

fn index_of(groups: &[FieldGroup], name: &str) -> Option<usize> {
    let mut controls = groups.iter().flat_map(|group| &group.controls);
    controls.position(|control| control.name == name)
}

fn form_text(form: Form, context: &FormContext) -> FormText {
    let knelpunt = context.knelpunt.as_ref();
    match form {
        Form::Report => text::REPORT,
        Form::Confirm if knelpunt.is_some_and(KnelpuntContext::is_open) => text::CONFIRM,
        Form::Confirm => text::REPORT_AGAIN,
        Form::Resolve => text::RESOLVE,
        Form::Merge => text::MERGE,
        Form::Withdraw => text::WITHDRAW,
        Form::Support => text::SUPPORT,
    }
}

/// Returns the frame of a form.
pub(super) fn frame(
    (app, language): (&WebApp, ChosenLanguage),
    context: &FormContext,
    form: Form,
    title: String,
) -> PageFrame {
    let path = format!("{}/{}", context.page, form.slug());
    PageFrame::without_figures(app, language, &path, title, crumbs(context))
}

/// Returns the breadcrumbs.
fn crumbs(context: &FormContext) -> Vec<Link> {
    let municipality = format!("/gemeenten/{}", context.code());
    let mut crumbs = vec![Link::new(context.name(), municipality)];
    if let Some(knelpunt) = &context.knelpunt {
        let category = knelpunt.answer.category_name.as_deref();
        let name = category.unwrap_or("Knelpunt");
        crumbs.push(Link::new(name, context.page.clone()));
    }
    crumbs
}

fn facts(form: Form, context: &FormContext, fields: &Fields) -> Vec<(&'static str, String)> {
    let Some(knelpunt) = &context.knelpunt else {
        return Vec::new();
    };
    let answer = &knelpunt.answer;
    let party = answer.party_as_written();
    let event = chosen_event(knelpunt, fields).filter(|_| form == Form::Withdraw);
    pages::present([
        (terms::MUNICIPALITY, Some(context.name().to_owned())),
        (text::KNELPUNT, answer.category_name.clone()),
        (terms::BUILDING_BLOCK, answer.building_block_name.clone()),
        (
            terms::WAITS_ON,
            party.map(|(kind, name)| terms::party(kind, name)),
        ),
        (terms::REFERENCE, answer.reference_as_written.clone()),
        (
            text::EVENT,
            event.map(|event| event_line(event, context.register)),
        ),
    ])
}

fn quote(form: Form, context: &FormContext) -> Option<String> {
    let knelpunt = context.knelpunt.as_ref()?;
    let description = knelpunt.answer.first_description.clone();
    description.filter(|_| form != Form::Withdraw)
}
