//! Which fields each form has, and in which words.

use model::{Outcome, PartyKind};
use questions::PersistingItem;

use super::{
    Form,
    about::{About, Knelpunt},
    controls::{Choice, Control, Group, Kind},
    faults::Wrong,
    fields::Fields,
    warning::says,
};

/// Makes the fields of a form.
pub(crate) fn groups(form: Form, about: &About, fields: &Fields, wrong: &[Wrong]) -> Vec<Group> {
    let filling = Filling {
        about,
        fields,
        wrong,
    };
    match form {
        Form::Report => vec![
            Group {
                legend: "Wat is het?",
                controls: filling.identity(),
            },
            Group {
                legend: "Wanneer, en van wie?",
                controls: filling.observation("Wanneer is dit gezien of gehoord?", true),
            },
        ],
        Form::Confirm => vec![Group {
            legend: "Wanneer, en van wie?",
            controls: filling.observation("Wanneer is gezien of gehoord dat het speelt?", true),
        }],
        Form::Resolve => vec![
            Group {
                legend: "Hoe ging het voorbij?",
                controls: filling.ending(),
            },
            Group {
                legend: "Wanneer, en van wie?",
                controls: filling.observation("Sinds wanneer is het voorbij?", false),
            },
        ],
        Form::Merge => vec![Group {
            legend: "Waarin gaat het op?",
            controls: vec![filling.target(), filling.reason()],
        }],
        Form::Withdraw => vec![Group {
            legend: "Waarom?",
            controls: vec![filling.reason()],
        }],
    }
}

struct Filling<'a> {
    about: &'a About,
    fields: &'a Fields,
    wrong: &'a [Wrong],
}

impl Filling<'_> {
    fn control(&self, name: &'static str, label: &'static str, hint: &'static str) -> Control {
        let wrong = self.wrong.iter().filter(|wrong| wrong.field == Some(name));
        Control {
            name,
            label,
            hint,
            needed: false,
            kind: Kind::Line(Vec::new()),
            value: self.fields.typed(name).to_owned(),
            wrong: wrong.map(|wrong| wrong.text.clone()).collect(),
        }
    }

    fn identity(&self) -> Vec<Control> {
        let (catalogue, control) = (self.about.register.catalogue(), |name, label, hint| {
            self.control(name, label, hint)
        });
        let category = control(
            "category",
            "Categorie",
            "Kies wat er het meest op lijkt. Eronder staat hoe gemeenten het zelf zeiden.",
        );
        let categories = catalogue.categories().iter().map(|held| {
            let words = held.from_article.as_deref();
            let words = words.map(|words| format!("“{words}”"));
            category.choice(&held.code, &held.nl, words.unwrap_or_default())
        });
        let mut categories: Vec<Choice> = categories.collect();
        categories.sort_by(|one, other| {
            let key = |choice: &Choice| (choice.value == "other", choice.label.clone());
            key(one).cmp(&key(other))
        });
        let block = control("buildingBlock", "Bouwsteen", "");
        let mut blocks = vec![block.choice("", "Geen, of niet bekend", "")];
        let named = catalogue.building_blocks().iter();
        blocks.extend(named.map(|held| block.choice(&held.code, &held.name, "")));
        blocks[1..].sort_by_key(|choice| choice.label.to_lowercase());
        let kind = control("partyKind", "Wacht het op een partij?", "");
        let mut kinds = vec![kind.choice("", "Nee, of niet bekend", "")];
        kinds.extend(PartyKind::ALL.map(|held| {
            let name = questions::party_kind_name(held);
            kind.choice(held.code(), &format!("Ja, op een {name}"), "")
        }));
        vec![
            category.needed(Kind::Radios(categories)),
            block.of(Kind::Select(blocks)),
            kind.of(Kind::Select(kinds)),
            control(
                "partyName",
                "Naam van die partij",
                "De naam van een organisatie, niet van een persoon.",
            ),
            control(
                "reference",
                "Kenmerk",
                "Een nummer van een melding of systeem. Alleen nodig als er hier twee knelpunten zijn die in al het \
                 bovenstaande gelijk zijn.",
            ),
        ]
    }

    fn observation(&self, when: &'static str, report: bool) -> Vec<Control> {
        let mut controls = vec![self.control("observedAt", when, "").needed(Kind::Day)];
        if report {
            let since = self.control(
                "knownSince",
                "Sinds wanneer speelt het?",
                "Alleen als dat bekend is, en eerder was.",
            );
            controls.push(since.of(Kind::Day));
        }
        controls.extend([
            self.control(
                "round",
                "Ronde",
                "Als het in een ronde is gehoord, zoals 2026-11.",
            )
            .of(Kind::Line(self.about.rounds.clone())),
            self.control(
                "role",
                "Wie zegt het?",
                "Een rol, zoals informatiemanager. Geen naam.",
            ),
            self.control(
                "description",
                "Toelichting",
                "Hoogstens 4.000 tekens, zonder namen van personen. Regels komen achter elkaar te staan.",
            )
            .of(Kind::Lines),
        ]);
        controls
    }

    fn ending(&self) -> Vec<Control> {
        let outcome = self.control("outcome", "Uitkomst", "");
        let outcomes = Outcome::ALL.map(|held| {
            let (label, explanation) = match held {
                Outcome::Solved => ("Opgelost", "Wat in de weg zat, is weg."),
                Outcome::Lapsed => ("Niet meer van belang", "Het zit niet meer in de weg."),
                Outcome::Central => (
                    "Voor velen tegelijk opgelost",
                    "Bijvoorbeeld door een leverancier of landelijke partij.",
                ),
            };
            outcome.choice(held.code(), label, explanation)
        });
        let remedy = self.control("remedy", "Wat hielp?", "");
        let mut remedies = vec![remedy.choice("", "Niets, of niet bekend", "")];
        let named = self.about.register.catalogue().remedies().iter();
        remedies.extend(named.map(|held| remedy.choice(&held.code, &held.nl, "")));
        vec![
            outcome.needed(Kind::Radios(outcomes.to_vec())),
            remedy.of(Kind::Select(remedies)),
        ]
    }

    fn target(&self) -> Control {
        let into = self.control(
            "into",
            "Het knelpunt waarmee dit hetzelfde is",
            "Alle gebeurtenissen van dit knelpunt tellen voortaan mee bij het gekozen knelpunt.",
        );
        let own = self.about.knelpunt.as_ref().map(Knelpunt::traits);
        let mut others: Vec<PersistingItem> = self.about.others().cloned().collect();
        let alike = own.unwrap_or_default().alike(others.clone());
        others.retain(|item| alike.iter().all(|held| held.id != item.id));
        let choices = alike.iter().chain(&others);
        let choices = choices.map(|item| {
            let id = item.id.to_string();
            into.choice(&id, &item.category_name, says(item).join(" · "))
        });
        let choices = choices.collect();
        into.needed(Kind::Radios(choices))
    }

    fn reason(&self) -> Control {
        self.control(
            "reason",
            "Reden",
            "Hoogstens 1.000 tekens, zonder namen van personen.",
        )
        .of(Kind::Lines)
    }
}
