//! A form with its values and its context: validated, and shown again if it cannot be accepted.

use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use emitter::SubmitError;
use texts::violations as text;
use tracing::error;

use super::{
    Form, Forms,
    context::FormContext,
    duplicate_warning::{DuplicateWarning, shown_ids},
    event_picker::EventPickerPage,
    fields::Fields,
    form_data::{FormData, chosen_event, reported_identity},
    form_key::{FormKey, SubmissionKey},
    page::{FormPage, FormView, KEY, SEAL},
    violations::FieldViolation,
};
use crate::{
    app::WebApp,
    language::ChosenLanguage,
    pages::{self, PageQuery},
    problem::WebProblem,
};

/// A form with its values and its context.
pub(crate) struct Submission {
    /// The language of the page, and what else its frame needs.
    around: (WebApp, ChosenLanguage),
    pub(crate) forms: Forms,
    pub(crate) form: Form,
    pub(crate) context: FormContext,
    pub(crate) fields: Fields,
    pub(crate) form_key: FormKey,
    pub(crate) key: SubmissionKey,
}

/// The outcome of a validation.
pub(crate) enum FormOutcome {
    /// The form, with its violations or a warning.
    ShowAgain(Response),
    /// The data of the event.
    Accept(Vec<u8>),
}

impl Submission {
    /// Creates a submission, or an empty form.
    ///
    /// # Errors
    ///
    /// As [`FormContext::find`].
    pub(crate) fn new(
        (app, language): (&WebApp, ChosenLanguage),
        forms: Forms,
        form: Form,
        (about, path): (&str, &str),
        fields: Fields,
    ) -> Result<Self, WebProblem> {
        let form_key = FormKey::parse(fields.typed(KEY));
        let form_key = form_key.map_or_else(|| forms.new_key(), Ok)?;
        Ok(Self {
            form_key,
            key: form_key.submission(path, &fields),
            context: FormContext::find(app, form, about)?,
            around: (app.clone(), language),
            forms,
            form,
            fields,
        })
    }

    /// Validates the form.
    pub(crate) fn validate(&self, app: &WebApp) -> Result<FormOutcome, WebProblem> {
        let data = FormData::new(self.form, &self.context, &self.fields);
        let body = data.to_json();
        let violations = self.violations(data.violations, &body);
        let warning = self.duplicate_warning(app)?;
        if !self.is_sealed() {
            let expired = FieldViolation::of_form(text::EXPIRED);
            let violations = [vec![expired], violations].concat();
            let page = self.show(StatusCode::FORBIDDEN, &violations, warning)?;
            return Ok(FormOutcome::ShowAgain(page));
        }
        let status = match (violations.is_empty(), &warning) {
            (true, None) => return Ok(FormOutcome::Accept(body)),
            (true, Some(_)) => StatusCode::CONFLICT,
            (false, _) => StatusCode::UNPROCESSABLE_ENTITY,
        };
        let page = self.show(status, &violations, warning)?;
        Ok(FormOutcome::ShowAgain(page))
    }

    fn is_sealed(&self) -> bool {
        let seal = self.fields.typed(SEAL);
        self.fields.typed(KEY) == self.form_key.to_string()
            && self.forms.secret.has_sealed(self.form_key, seal)
    }

    /// Returns all violations. A field with a violation of its own gets none of the contract: both would say the same.
    fn violations(&self, mut own: Vec<FieldViolation>, body: &[u8]) -> Vec<FieldViolation> {
        let validated = self.forms.emitter.validate(self.form.event_type(), body);
        let invalid = validated.err();
        let violations = invalid.map(|invalid| invalid.violations);
        let violations = violations.unwrap_or_default();
        let of_contract = violations.iter().map(FieldViolation::from_contract);
        let is_new = |one: &FieldViolation| own.iter().all(|other| other.field != one.field);
        let of_contract: Vec<FieldViolation> = of_contract.filter(is_new).collect();
        own.extend(of_contract);
        own
    }

    /// Returns the warning about open knelpunten that look like the reported one, unless it was answered.
    fn duplicate_warning(&self, app: &WebApp) -> Result<Option<DuplicateWarning>, WebProblem> {
        if self.form != Form::Report {
            return Ok(None);
        }
        let reported = reported_identity(&self.fields);
        if let Some(id) = reported.id(self.context.code()) {
            // The id of a merged knelpunt leads to the one that absorbed it.
            let found = PageQuery::now(app)?.find_knelpunt(id)?;
            let found = found.map(|found| found.id);
            let mut open = self.context.open.iter();
            if let Some(same) = open.find(|item| Some(item.id) == found) {
                return Ok(Some(DuplicateWarning::same(same)));
            }
        }
        let similar = reported.similar(self.context.open.clone());
        let answered = self.fields.typed("anyway") == shown_ids(&similar);
        Ok(DuplicateWarning::similar(&similar).filter(|_| !answered))
    }

    /// Shows the form with all its values.
    pub(crate) fn show(
        &self,
        status: StatusCode,
        violations: &[FieldViolation],
        duplicates: Option<DuplicateWarning>,
    ) -> Result<Response, WebProblem> {
        if self.form == Form::Withdraw
            && let Some(knelpunt) = &self.context.knelpunt
            && chosen_event(knelpunt, &self.fields).is_none()
        {
            let violations = violations.iter().map(|one| one.text.clone()).collect();
            let page = EventPickerPage::new(self.around(), &self.context, knelpunt, violations);
            return Ok((status, pages::html(&page)?).into_response());
        }
        let seal = self.forms.secret.seal(self.form_key);
        let page = FormPage::new(FormView {
            around: self.around(),
            form: self.form,
            context: &self.context,
            fields: &self.fields,
            violations,
            duplicates,
            sealed: (self.form_key.to_string(), seal),
        });
        Ok((status, pages::html(&page)?).into_response())
    }

    fn around(&self) -> (&WebApp, ChosenLanguage) {
        (&self.around.0, self.around.1)
    }

    /// Shows the form again because its event was not accepted.
    pub(crate) fn show_error(&self, error: &SubmitError) -> Result<Response, WebProblem> {
        let text = match error {
            SubmitError::Invalid(invalid) => {
                let violations = invalid.violations.iter();
                let violations = violations.map(FieldViolation::from_contract);
                let violations: Vec<FieldViolation> = violations.collect();
                return self.show(StatusCode::UNPROCESSABLE_ENTITY, &violations, None);
            }
            SubmitError::Full => text::OUTBOX_FULL,
            SubmitError::Outbox(_) | SubmitError::Key(_) | SubmitError::KeyReused { .. } => {
                error!(
                    error = error as &dyn std::error::Error,
                    "cannot accept the event of a form"
                );
                text::NOT_STORED
            }
        };
        let violation = FieldViolation::of_form(text);
        self.show(StatusCode::SERVICE_UNAVAILABLE, &[violation], None)
    }
}
