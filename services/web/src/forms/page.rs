//! A form as a page: what it is about, what is wrong, its fields, its button.

use askama::Template;

use super::{
    Form,
    about::{About, Knelpunt},
    controls::{Group, Kind},
    faults::Wrong,
    fields::Fields,
    filling::groups,
    saying::meant,
    warning::AlikeBox,
};
use crate::{
    pages::{Link, event_line},
    query::Pair,
};

/// The fields that no one sees: under which key the form is sent, with which seal, about which event.
pub(crate) const KEY: &str = "key";
pub(crate) const SEAL: &str = "seal";

#[derive(Template)]
#[template(path = "form.html")]
pub(crate) struct FormPage {
    pub(crate) title: String,
    pub(crate) crumbs: Vec<Link>,
    pub(crate) heading: String,
    pub(crate) lead: &'static str,
    pub(crate) away: bool,
    /// What the knelpunt or the event is, by name.
    pub(crate) facts: Vec<(&'static str, String)>,
    pub(crate) quote: Option<String>,
    /// What is wrong: where it is to be mended, and in words.
    pub(crate) summary: Vec<(Option<&'static str>, String)>,
    pub(crate) alike: Option<AlikeBox>,
    pub(crate) action: String,
    pub(crate) hidden: Vec<Pair>,
    pub(crate) groups: Vec<Group>,
    /// Whether people write in it.
    pub(crate) written: bool,
    /// None where there is nothing that could be sent.
    pub(crate) submit: Option<&'static str>,
    pub(crate) back: String,
}

/// What a form is shown with.
pub(crate) struct Shown<'a> {
    pub(crate) form: Form,
    pub(crate) about: &'a About,
    pub(crate) fields: &'a Fields,
    pub(crate) wrong: &'a [Wrong],
    pub(crate) alike: Option<AlikeBox>,
    /// Under which it is sent: its key, and the seal of that.
    pub(crate) sealed: (String, String),
}

impl FormPage {
    /// Makes the page.
    pub(crate) fn of(shown: Shown<'_>) -> Self {
        let Shown {
            form,
            about,
            fields,
            wrong,
            alike,
            sealed,
        } = shown;
        let groups = groups(form, about, fields, wrong);
        let place = |name: &str| {
            let mut controls = groups.iter().flat_map(|group| &group.controls);
            controls.position(|control| control.name == name)
        };
        let mut summary: Vec<(Option<&str>, String)> = wrong
            .iter()
            .map(|wrong| {
                let field = wrong.field.filter(|field| place(field).is_some());
                (field, wrong.text.clone())
            })
            .collect();
        // In the order of the fields; what is none's comes first.
        summary.sort_by_key(|(field, _)| field.and_then(place));
        let mut hidden = vec![(KEY.to_owned(), sealed.0), (SEAL.to_owned(), sealed.1)];
        if form == Form::Withdraw {
            hidden.extend(
                ["source", "event"].map(|name| (name.to_owned(), fields.typed(name).to_owned())),
            );
        }
        let nothing_to_merge = form == Form::Merge && about.others().next().is_none();
        let words = words(form, about);
        let title = format!("{} in {}", words.heading, about.name());
        Self {
            crumbs: crumbs(about),
            heading: match form {
                Form::Report => title.clone(),
                _ => words.heading.to_owned(),
            },
            title,
            lead: if nothing_to_merge {
                "Hier staat geen ander knelpunt open waarmee dit hetzelfde zou kunnen zijn."
            } else {
                words.lead
            },
            away: about.away,
            facts: facts(form, about, fields),
            quote: about
                .knelpunt
                .as_ref()
                .and_then(|held| held.answer.description.clone())
                .filter(|_| form != Form::Withdraw),
            summary,
            alike,
            action: format!("{}/{}", about.page, form.word()),
            hidden,
            written: groups
                .iter()
                .flat_map(|group| &group.controls)
                .any(|control| control.name == "description" || control.name == "reason"),
            groups: if nothing_to_merge { Vec::new() } else { groups },
            submit: (!nothing_to_merge).then_some(words.submit),
            back: about.page.clone(),
        }
    }
}

struct Words {
    heading: &'static str,
    lead: &'static str,
    submit: &'static str,
}

fn words(form: Form, about: &About) -> Words {
    let open = about.knelpunt.as_ref().is_some_and(Knelpunt::is_open);
    let (heading, lead, submit) = match form {
        Form::Report => (
            "Knelpunt melden",
            "Wat houdt deze gemeente tegen?",
            "Meld dit knelpunt",
        ),
        Form::Confirm if open => (
            "Bevestigen dat het nog speelt",
            "Een bevestiging is een nieuwe melding van hetzelfde knelpunt.",
            "Bevestig dit knelpunt",
        ),
        Form::Confirm => (
            "Opnieuw melden",
            "Dit knelpunt was voorbij. Met een nieuwe melding speelt het weer.",
            "Meld dit knelpunt opnieuw",
        ),
        Form::Resolve => (
            "Melden dat het voorbij is",
            "Het knelpunt blijft vindbaar, met alles wat erover is gezegd.",
            "Meld dat het voorbij is",
        ),
        Form::Merge => (
            "Samenvoegen met een ander",
            "Voor twee meldingen die over hetzelfde knelpunt blijken te gaan.",
            "Voeg samen",
        ),
        Form::Withdraw => (
            "Deze gebeurtenis intrekken?",
            "Wat is ingetrokken, telt niet meer mee en blijft doorgehaald zichtbaar. Dat is niet terug te draaien: \
             klopt het toch, dan kan het alleen opnieuw worden gemeld.",
            "Ja, trek deze gebeurtenis in",
        ),
    };
    Words {
        heading,
        lead,
        submit,
    }
}

/// Gives the way back to the overview.
pub(crate) fn crumbs(about: &About) -> Vec<Link> {
    let link = |text: &str, href: String| Link {
        text: text.to_owned(),
        href,
    };
    let mut crumbs = vec![
        link("Overzicht", "/".to_owned()),
        link(about.name(), format!("/gemeenten/{}", about.code())),
    ];
    if let Some(knelpunt) = &about.knelpunt {
        let category = knelpunt.answer.category_name.as_deref();
        crumbs.push(link(category.unwrap_or("Knelpunt"), about.page.clone()));
    }
    crumbs
}

fn facts(form: Form, about: &About, fields: &Fields) -> Vec<(&'static str, String)> {
    let Some(knelpunt) = &about.knelpunt else {
        return Vec::new();
    };
    let mut facts = vec![("Gemeente", about.name().to_owned())];
    let answer = &knelpunt.answer;
    let party = answer.party.as_ref();
    let more = [
        ("Knelpunt", answer.category_name.clone()),
        ("Bouwsteen", answer.building_block_name.clone()),
        (
            "Wacht op",
            party.map(|party| format!("{} ({})", party.name, party.kind_name)),
        ),
        ("Kenmerk", answer.reference.clone()),
    ];
    facts.extend(
        more.into_iter()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    if form == Form::Withdraw
        && let Some(event) = meant(knelpunt, fields)
    {
        facts.push(("Gebeurtenis", event_line(event, about.register.catalogue())));
    }
    facts
}
