//! A form with what it is about: judged, and shown again where it cannot be said as it is.

use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use emitter::SubmitError;
use tracing::error;

use super::{
    Form, Forms,
    about::About,
    choosing::ChoosingPage,
    faults::Wrong,
    fields::Fields,
    guard::{FormKey, SentKey},
    page::{FormPage, KEY, SEAL, Shown},
    saying::{Saying, meant, traits},
    warning::{AlikeBox, shown_ids},
};
use crate::{
    app::WebApp,
    pages::{self, Inquiry},
    problem::WebProblem,
};

/// A form with what it is about.
pub(crate) struct Filled {
    pub(crate) forms: Forms,
    pub(crate) form: Form,
    pub(crate) about: About,
    pub(crate) fields: Fields,
    pub(crate) key: FormKey,
    /// What it is said under.
    pub(crate) sent: SentKey,
}

/// What is done with a form that came.
pub(crate) enum Judged {
    /// It is shown again.
    Again(Response),
    /// It can be said: the data of the event.
    Fit(Vec<u8>),
}

impl Filled {
    /// Takes a form that came, or makes one that is empty.
    ///
    /// # Errors
    ///
    /// As [`About::find`].
    pub(crate) fn of(
        app: &WebApp,
        forms: Forms,
        form: Form,
        (place, path): (&str, &str),
        fields: Fields,
    ) -> Result<Self, WebProblem> {
        let key = FormKey::parse(fields.typed(KEY));
        let key = key.map_or_else(|| forms.fresh(), Ok)?;
        Ok(Self {
            key,
            sent: key.filled(path, &fields),
            about: About::find(app, form, place)?,
            forms,
            form,
            fields,
        })
    }

    /// Says whether a form can be said as it is.
    pub(crate) fn judge(&self, app: &WebApp) -> Result<Judged, WebProblem> {
        let saying = Saying::of(self.form, &self.about, &self.fields);
        let body = saying.body();
        let wrong = self.wrong(saying.wrong, &body);
        let alike = self.alike(app)?;
        if !self.sealed_here() {
            let text = "Deze pagina was verlopen; er is niets verstuurd. Alles wat u invulde staat er nog: kijk het na en \
                        verstuur het opnieuw.";
            let wrong = [vec![Wrong::in_all(text)], wrong].concat();
            return self
                .again(StatusCode::FORBIDDEN, &wrong, alike)
                .map(Judged::Again);
        }
        let status = match (wrong.is_empty(), &alike) {
            (true, None) => return Ok(Judged::Fit(body)),
            (true, Some(_)) => StatusCode::CONFLICT,
            (false, _) => StatusCode::UNPROCESSABLE_ENTITY,
        };
        self.again(status, &wrong, alike).map(Judged::Again)
    }

    fn sealed_here(&self) -> bool {
        let seal = self.fields.typed(SEAL);
        self.fields.typed(KEY) == self.key.to_string()
            && self.forms.secret.has_sealed(self.key, seal)
    }

    /// Names everything that is wrong; what was said of a field here is not said of it by the contract too.
    fn wrong(&self, mut own: Vec<Wrong>, body: &[u8]) -> Vec<Wrong> {
        let judged = self.forms.emitter.validate(self.form.event_type(), body);
        let faults = judged
            .err()
            .map(|invalid| invalid.violations)
            .unwrap_or_default();
        let of_contract = faults.iter().map(Wrong::of);
        let new = |wrong: &Wrong| own.iter().all(|held| held.field != wrong.field);
        let of_contract: Vec<Wrong> = of_contract.filter(new).collect();
        own.extend(of_contract);
        own
    }

    /// Looks for what is open and much like what is reported, unless the warning of that was passed by.
    fn alike(&self, app: &WebApp) -> Result<Option<AlikeBox>, WebProblem> {
        if self.form != Form::Report {
            return Ok(None);
        }
        let traits = traits(&self.fields);
        if let Some(id) = traits.id(self.about.code()) {
            let mut inquiry = Inquiry::new(app, String::new(), Vec::new(), Vec::new(), app.now())?;
            // Of one that was merged it is the id of the one that stands.
            let stands = inquiry.find_knelpunt(id)?.map(|found| found.id);
            let mut open = self.about.open.iter();
            if let Some(very) = open.find(|item| Some(item.id) == stands) {
                return Ok(AlikeBox::of(std::slice::from_ref(very), true));
            }
        }
        let alike = traits.alike(self.about.open.clone());
        let passed_by = self.fields.typed("anyway") == shown_ids(&alike);
        Ok(AlikeBox::of(&alike, false).filter(|_| !passed_by))
    }

    /// Shows the form with everything that was typed.
    pub(crate) fn again(
        &self,
        status: StatusCode,
        wrong: &[Wrong],
        alike: Option<AlikeBox>,
    ) -> Result<Response, WebProblem> {
        if self.form == Form::Withdraw
            && let Some(knelpunt) = &self.about.knelpunt
            && meant(knelpunt, &self.fields).is_none()
        {
            let wrong = wrong.iter().map(|wrong| wrong.text.clone()).collect();
            let page = ChoosingPage::of(&self.about, knelpunt, wrong);
            return Ok((status, pages::html(&page)?).into_response());
        }
        let page = FormPage::of(Shown {
            form: self.form,
            about: &self.about,
            fields: &self.fields,
            wrong,
            alike,
            sealed: (self.key.to_string(), self.forms.secret.seal(self.key)),
        });
        Ok((status, pages::html(&page)?).into_response())
    }

    /// Shows the form again, because it was not taken.
    pub(crate) fn refused(&self, refused: &SubmitError) -> Result<Response, WebProblem> {
        let (status, text) = match refused {
            SubmitError::Invalid(invalid) => {
                let wrong: Vec<Wrong> = invalid.violations.iter().map(Wrong::of).collect();
                return self.again(StatusCode::UNPROCESSABLE_ENTITY, &wrong, None);
            }
            SubmitError::Full => (
                StatusCode::SERVICE_UNAVAILABLE,
                "Er wacht al zo veel op het logboek dat er niets meer bij past; dit is niet bewaard. Verstuur het opnieuw \
                 zodra het logboek er weer is.",
            ),
            SubmitError::Outbox(_) | SubmitError::Key(_) | SubmitError::KeyReused { .. } => {
                error!(
                    error = refused as &dyn std::error::Error,
                    "failed to accept an event"
                );
                let text = "Het kon niet worden bewaard; het logboek van de server zegt waarom. Verstuur het later opnieuw: \
                            dubbel telt het niet.";
                (StatusCode::SERVICE_UNAVAILABLE, text)
            }
        };
        self.again(status, &[Wrong::in_all(text)], None)
    }
}
