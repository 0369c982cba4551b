//! The forms: a knelpunt reported, confirmed, resolved, merged or withdrawn by somebody at a page, in Dutch and without
//! script. They make the data of an event and hand them to the `emitter`, which judges them as every reader of the log
//! will; what is wrong comes back at its field, and nothing that was typed is lost.
//!
//! In reading order: `guard` (whose forms are taken, and under which key), `fields` (what was typed), `about` (what the views say of the place
//! or the knelpunt), `saying` (the data), `faults` (what is wrong, in Dutch), `alike` (is it this one?), `controls` and
//! `page` (how it is shown), `sent` (what became of it).

mod about;
mod alike;
mod choosing;
mod controls;
mod faults;
mod fields;
mod guard;
mod page;
#[cfg(test)]
mod samples;
mod saying;
mod sent;

use std::time::Duration;

use axum::{
    extract::{Path, RawQuery, Request, State, rejection::PathRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
    routing::{MethodRouter, get},
};
use door::{Keys, Media, Route, accept, write};
use emitter::{Earlier, Emitter, Refused};
use tracing::error;

use self::{
    about::About,
    choosing::ChoosingPage,
    faults::Wrong,
    fields::Fields,
    guard::{FormKey, SentKey},
    page::{AlikeBox, FormPage, KEY, SEAL, Shown, shown_ids},
    saying::{Saying, meant, traits},
};
use crate::{
    api,
    app::App,
    pages::{self, Inquiry},
    problem::Problem,
};

pub use guard::Secret;

/// The largest form, in bytes: the longest texts that an event takes, each character written as three or more.
const BODY_LIMIT_BYTES: usize = 128 * 1024;
/// How long a browser may take to send one.
const BODY_PATIENCE: Duration = Duration::from_secs(10);

/// What forms need: who says what is sent, and what they are sealed with.
#[derive(Debug, Clone)]
pub struct Forms {
    /// Who says it, and where it waits.
    pub emitter: Emitter,
    /// Chance of this process.
    pub secret: Secret,
}

/// The five forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A knelpunt is reported in a municipality.
    Report,
    /// It is reported once more.
    Confirm,
    /// It is gone.
    Resolve,
    /// It is another one.
    Merge,
    /// One of its events is taken back.
    Withdraw,
}

impl Form {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Report, "/gemeenten/{code}/melden"),
        (Self::Confirm, "/knelpunten/{id}/bevestigen"),
        (Self::Resolve, "/knelpunten/{id}/oplossen"),
        (Self::Merge, "/knelpunten/{id}/samenvoegen"),
        (Self::Withdraw, "/knelpunten/{id}/intrekken"),
    ];

    /// Gives the last part of its path.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Report => "melden",
            Self::Confirm => "bevestigen",
            Self::Resolve => "oplossen",
            Self::Merge => "samenvoegen",
            Self::Withdraw => "intrekken",
        }
    }
}

/// Gives what is answered where somebody says what is sent.
pub(crate) fn routes(app: &App, forms: &Forms) -> Vec<Route> {
    let state = (app.clone(), forms.clone());
    let of = |form: Form| -> MethodRouter<(App, Forms)> {
        get(
            async move |State((app, forms)): State<(App, Forms)>,
                        place: Result<Path<String>, PathRejection>,
                        RawQuery(query): RawQuery,
                        headers: HeaderMap| {
                show(app, forms, form, (place, query, headers)).await
            },
        )
        .post(
            async move |State((app, forms)): State<(App, Forms)>,
                        place: Result<Path<String>, PathRejection>,
                        request: Request| {
                take(app, forms, form, place, request).await
            },
        )
    };
    let all = Form::ALL.map(|(form, path)| Route::form(path, of(form).with_state(state.clone())));
    let sent = get(sent::sent).with_state(state.clone());
    let sent = Route::get("/verstuurd/{key}", sent);
    all.into_iter().chain([sent]).collect()
}

/// Shows a form, empty.
async fn show(
    app: App,
    forms: Forms,
    form: Form,
    (place, query, headers): (
        Result<Path<String>, PathRejection>,
        Option<String>,
        HeaderMap,
    ),
) -> Result<Response, Problem> {
    accept::require(&headers, &[Media::Html])?;
    let mut pairs = api::pairs(query.as_deref())?;
    let known: &[&str] = match form {
        Form::Withdraw => &["source", "event"],
        Form::Report | Form::Confirm | Form::Resolve | Form::Merge => &[],
    };
    pages::known_only(&pairs, known)?;
    let place = named(place)?;
    app.work(move |app| {
        let about = About::find(app, form, &place)?;
        pairs.push(("observedAt".to_owned(), about.today.to_string()));
        let fields = Fields::of(pairs);
        let chosen = !fields.typed("event").is_empty();
        let filled = Filled::of(app, forms, form, (&place, ""), fields)?;
        let wrong = if chosen {
            // A link may be old.
            Saying::of(form, &filled.about, &filled.fields).wrong
        } else {
            Vec::new()
        };
        filled.again(StatusCode::OK, &wrong, None)
    })
    .await
}

/// Takes a form, filled in: says it, or shows it again with everything that is wrong.
async fn take(
    app: App,
    forms: Forms,
    form: Form,
    place: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, Problem> {
    let headers = request.headers();
    accept::require(headers, &[Media::Html])?;
    write::check_form(headers)?;
    Keys::parse(request.uri().query(), &[])?;
    let place = named(place)?;
    let path = request.uri().path().to_owned();
    let body = write::read(request.into_body(), BODY_LIMIT_BYTES, BODY_PATIENCE).await?;
    let fields = Fields::parse(&body)?;
    let (filled, judged) = app
        .work(move |app| {
            let filled = Filled::of(app, forms, form, (&place, &path), fields)?;
            let judged = filled.judge(app)?;
            Ok((filled, judged))
        })
        .await?;
    // Only now: what was sent twice at once is judged by what the first may have changed, and found here all the same.
    let earlier = sent::earlier(&filled.forms, filled.sent).await;
    let body = match (judged, earlier) {
        (Judged::Again(_), Ok(Some(earlier))) => {
            return Ok(sent::lead_there(&earlier, filled.sent));
        }
        (Judged::Again(page), _) => return Ok(page),
        (Judged::Fit(body), _) => body,
    };
    let (emitter, key) = (&filled.forms.emitter, filled.sent.of_event());
    match emitter.say(form.event_type(), &body, Some(&key)).await {
        Ok(mut said) => {
            let settled = emitter.settled(&mut said).await;
            let said = Earlier {
                event_id: said.id,
                subject: said.subject.to_string(),
                settled,
            };
            Ok(sent::lead_there(&said, filled.sent))
        }
        Err(refused) => app.work(move |_| filled.refused(&refused)).await,
    }
}

fn named(place: Result<Path<String>, PathRejection>) -> Result<String, Problem> {
    let nowhere = |_| Problem::not_found("There is nothing here.");
    place.map(|Path(place)| place).map_err(nowhere)
}

/// A form with what it is about.
struct Filled {
    forms: Forms,
    form: Form,
    about: About,
    fields: Fields,
    key: FormKey,
    /// What it is said under.
    sent: SentKey,
}

/// What is done with a form that came.
enum Judged {
    /// It is shown again.
    Again(Response),
    /// It can be said: the data of the event.
    Fit(Vec<u8>),
}

impl Forms {
    /// Makes a key for a form that nobody has filled in.
    fn fresh(&self) -> Result<FormKey, Problem> {
        FormKey::parse(&(self.emitter.new_id)()).ok_or_else(Problem::internal)
    }
}

impl Filled {
    fn of(
        app: &App,
        forms: Forms,
        form: Form,
        (place, path): (&str, &str),
        fields: Fields,
    ) -> Result<Self, Problem> {
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
    fn judge(&self, app: &App) -> Result<Judged, Problem> {
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
        let judged = self.forms.emitter.judge(self.form.event_type(), body);
        let faults = judged
            .err()
            .map(|invalid| invalid.faults)
            .unwrap_or_default();
        let of_contract = faults.iter().map(Wrong::of);
        let new = |wrong: &Wrong| own.iter().all(|held| held.field != wrong.field);
        let of_contract: Vec<Wrong> = of_contract.filter(new).collect();
        own.extend(of_contract);
        own
    }

    /// Looks for what is open and much like what is reported, unless the warning of that was passed by.
    fn alike(&self, app: &App) -> Result<Option<AlikeBox>, Problem> {
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
    fn again(
        &self,
        status: StatusCode,
        wrong: &[Wrong],
        alike: Option<AlikeBox>,
    ) -> Result<Response, Problem> {
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
    fn refused(&self, refused: &Refused) -> Result<Response, Problem> {
        let (status, text) = match refused {
            Refused::Invalid(invalid) => {
                let wrong: Vec<Wrong> = invalid.faults.iter().map(Wrong::of).collect();
                return self.again(StatusCode::UNPROCESSABLE_ENTITY, &wrong, None);
            }
            Refused::Key(_) | Refused::SaidOtherwise { .. } => {
                let text = "Dit formulier is net al verstuurd. Kijk op de pagina van het knelpunt wat daar nu staat.";
                (StatusCode::CONFLICT, text)
            }
            Refused::Full => (
                StatusCode::SERVICE_UNAVAILABLE,
                "Er wacht al zo veel op het logboek dat er niets meer bij past; dit is niet bewaard. Verstuur het opnieuw \
                 zodra het logboek er weer is.",
            ),
            Refused::Outbox(_) => {
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
