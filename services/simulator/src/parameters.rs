//! Every figure and every word that the simulation goes by, in one table.
//!
//! Longer than most files, and on purpose: identity doubts a figure finds all of them here. Phrases between quotation
//! marks are those of Telengy, "Positieve vibe gemeenten bij ondersteuning Operatie NUP" (2013), the report of a
//! telephone round; the shares and speeds are estimates in its spirit, measured nowhere. Suppliers, partnerships
//! and coach organisations are made up; Logius and BPR are the national bodies that the article names.

use std::ops::RangeInclusive;

use model::PartyKind;

/// How likely something is, in parts per ten thousand: whole numbers, so that it is the same on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Chance(usize);

/// Returns a chance in parts per hundred.
pub(crate) const fn percent(parts: usize) -> Chance {
    Chance(parts * 100)
}

const fn per_ten_thousand(parts: usize) -> Chance {
    Chance(parts)
}

impl Chance {
    pub(crate) const fn per_ten_thousand(self) -> usize {
        self.0
    }

    /// Returns the chance to be one of `some` out of `all`; 0 of none.
    pub(crate) const fn one_of(some: usize, all: usize) -> Self {
        if all == 0 {
            return Self(0);
        }
        let share = some.saturating_mul(10_000) / all;
        Self(if share < 10_000 { share } else { 10_000 })
    }

    /// Returns what this share of a count is.
    pub(crate) const fn of(self, count: usize) -> usize {
        count / 10_000 * self.0 + count % 10_000 * self.0 / 10_000
    }

    /// Returns the chance times so many hundredths.
    pub(crate) const fn times_percent(self, factor: usize) -> Self {
        Self(self.0 * factor / 100)
    }
}

/// The table.
#[derive(Debug)]
pub(crate) struct Parameters {
    pub(crate) demo: DemoParameters,
    pub(crate) rounds: RoundParameters,
    pub(crate) reporting: ReportingParameters,
    pub(crate) episodes: EpisodeParameters,
    pub(crate) corrections: CorrectionParameters,
    /// By size class, from 1 (under 5 000 inhabitants) to 8.
    pub(crate) size_classes: [SizeEffect; 8],
    pub(crate) parties: &'static [PartyProfile],
    pub(crate) remedies: &'static [RemedyEffect],
    pub(crate) central: &'static [CentralMeasure],
    pub(crate) categories: &'static [CategoryProfile],
    pub(crate) phrases: Phrases,
}

/// What `up --demo` shows.
#[derive(Debug)]
pub(crate) struct DemoParameters {
    pub(crate) events: usize,
    pub(crate) years: u8,
    pub(crate) seed: u64,
}

/// The telephone rounds.
#[derive(Debug)]
pub(crate) struct RoundParameters {
    /// Months in which one is held.
    pub(crate) months: [i8; 2],
    pub(crate) length_days: usize,
    /// Share of all events that may be consultations; coverage follows from it.
    pub(crate) share_of_events: Chance,
    /// SimulatedIdentity is asked is drawn anew; otherwise the panel of every round.
    pub(crate) redrawn: Chance,
    pub(crate) reached: Chance,
    /// Of those not reached; the others did not answer.
    pub(crate) declined: Chance,
    /// A second call where nobody answered.
    pub(crate) second_call: Chance,
    /// A call that covers some topics only, and how likely each of them is then covered.
    pub(crate) some_topics: Chance,
    pub(crate) topic_covered: Chance,
    pub(crate) organisations: &'static [Organisation],
}

/// A coach organisation: made up.
#[derive(Debug)]
pub(crate) struct Organisation {
    pub(crate) name: &'static str,
    pub(crate) provinces: &'static [&'static str],
    /// How much of its provinces it covers, in hundredths of the average.
    pub(crate) coverage_percent: usize,
}

/// How knelpunten come to be known.
#[derive(Debug)]
pub(crate) struct ReportingParameters {
    /// First occasion in a round; otherwise through the intake, unless a machine noticed it.
    pub(crate) in_round: Chance,
    /// How much more the first round hears than another: what had piled up.
    pub(crate) first_round_percent: usize,
    /// Had been so for a known time: in the first round, and later.
    pub(crate) known_since_at_first: Chance,
    pub(crate) known_since: Chance,
    pub(crate) known_since_days: RangeInclusive<usize>,
    /// Still there, and said so when the municipality is asked again.
    pub(crate) confirmed: Chance,
    /// Gone, and occasion only in the next round.
    pub(crate) resolution_in_round: Chance,
    /// Gone, and told although no round follows.
    pub(crate) resolution_without_round: Chance,
    /// Has the moment rather than the date.
    pub(crate) exact_time: Chance,
    /// Recorded days later, and of those weeks later.
    pub(crate) late: Chance,
    pub(crate) late_days: RangeInclusive<usize>,
    pub(crate) very_late: Chance,
    pub(crate) very_late_days: RangeInclusive<usize>,
    pub(crate) described: Chance,
    pub(crate) has_role: Chance,
}

/// How long knelpunten last, and whether they come back.
#[derive(Debug)]
pub(crate) struct EpisodeParameters {
    /// "een afname van de eerder gesignaleerde knelpunten": how much faster all goes each year, in hundredths, and
    /// for how many years it goes on getting faster.
    pub(crate) progress_percent_per_year: usize,
    pub(crate) progress_years: usize,
    /// Ends because it is no longer relevant.
    pub(crate) lapses: Chance,
    pub(crate) remedied: Chance,
    /// Soon: were it late, only what lasts would live to see it, and every remedy would seem to make it last longer.
    pub(crate) remedied_after_days: RangeInclusive<usize>,
    /// What was remedied names the remedy when it is solved.
    pub(crate) remedy_named: Chance,
    pub(crate) returns_after_days: RangeInclusive<usize>,
    /// When the municipality merges, an open one ends with it, or goes on at the successor; otherwise it stays open.
    pub(crate) ends_with_merger: Chance,
    pub(crate) continues_at_successor: Chance,
    pub(crate) successor_reports_after_days: RangeInclusive<usize>,
    /// How often the party is the one that the municipality usually has.
    pub(crate) usual_party: Chance,
}

/// How often people err.
#[derive(Debug)]
pub(crate) struct CorrectionParameters {
    /// ReportPayload by mistake, and withdrawn.
    pub(crate) mistaken: Chance,
    /// Said to be gone too soon, and withdrawn.
    pub(crate) premature: Chance,
    /// First reported under another name, and merged.
    pub(crate) misnamed: Chance,
    pub(crate) corrected_after_days: RangeInclusive<usize>,
    /// One knelpunt in so many has a report that is redacted.
    pub(crate) redacted_one_in: u64,
}

/// What size does: "Lokale ondersteuning voor met name de kleinere gemeenten is echter nog steeds gewenst".
#[derive(Debug)]
pub(crate) struct SizeEffect {
    /// How many knelpunten, relative to the others.
    pub(crate) weight: usize,
    /// How fast they are solved, in hundredths.
    pub(crate) speed_percent: usize,
}

/// A party that knelpunten wait on.
#[derive(Debug)]
pub(crate) struct PartyProfile {
    pub(crate) kind: PartyKind,
    pub(crate) name: &'static str,
    /// The same, as somebody spelt it by mistake.
    pub(crate) misspelt: &'static str,
    pub(crate) weight: usize,
    pub(crate) speed_percent: usize,
    /// The building blocks that are its own; none means any that the category concerns.
    pub(crate) building_blocks: &'static [&'static str],
}

/// What helps, and how much: known here, so that a statistic can be observation to find it.
#[derive(Debug)]
pub(crate) struct RemedyEffect {
    pub(crate) code: &'static str,
    /// How much faster a knelpunt is solved from then on, in hundredths.
    pub(crate) speed_percent: usize,
    /// How much of the usual chance to come back is left, in hundredths.
    pub(crate) return_percent: usize,
}

/// A measure that solves many at once.
#[derive(Debug)]
pub(crate) struct CentralMeasure {
    pub(crate) category: &'static str,
    /// Only those that wait on this party.
    pub(crate) party: Option<&'static str>,
    /// When, in hundredths of the plan.
    pub(crate) at_percent: usize,
    /// Of those then open.
    pub(crate) solves: Chance,
    pub(crate) remedy: &'static str,
    pub(crate) description: &'static str,
}

/// A service that notices by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Machine {
    /// Probes connections.
    Linkwatch,
    /// Compares files with base registers.
    Mirror,
}

/// A kind of knelpunt.
#[derive(Debug)]
pub(crate) struct CategoryProfile {
    pub(crate) code: &'static str,
    /// How often it is occasion, relative to the others.
    pub(crate) weight: usize,
    /// How likely an open one is solved within a week.
    pub(crate) solved_weekly: Chance,
    /// How likely a solved one comes back.
    pub(crate) returns: Chance,
    /// How likely it concerns a building block, and which.
    pub(crate) concerns: (Chance, &'static [&'static str]),
    /// How likely it waits on a party, and of which kind.
    pub(crate) waits_on: Option<(Chance, PartyKind)>,
    /// How likely a machine noticed it, and which.
    pub(crate) detected_by: Option<(Chance, Machine)>,
    pub(crate) remedies: &'static [&'static str],
    pub(crate) descriptions: &'static [&'static str],
}

/// What is said whatever the category.
#[derive(Debug)]
pub(crate) struct Phrases {
    pub(crate) roles: &'static [&'static str],
    pub(crate) confirmed: &'static [&'static str],
    pub(crate) solved: &'static [&'static str],
    pub(crate) lapsed: &'static [&'static str],
    pub(crate) returned: &'static [&'static str],
    pub(crate) linkwatch: &'static str,
    pub(crate) mirror: &'static str,
    pub(crate) ends_with_merger: &'static str,
    pub(crate) continues_at_successor: &'static str,
    pub(crate) continued_at_successor: &'static str,
    pub(crate) mistaken: &'static [&'static str],
    pub(crate) false_alarm: &'static [&'static str],
    pub(crate) premature: &'static [&'static str],
    pub(crate) without_building_block: &'static str,
    pub(crate) misspelt: &'static str,
    pub(crate) other_category: &'static str,
    /// Stands for what should not have been written; it names nobody.
    pub(crate) to_be_redacted: &'static str,
    pub(crate) redacted: &'static str,
}

const NOTHING: (Chance, &[&str]) = (percent(0), &[]);

const fn solver(code: &'static str, speed_percent: usize, return_percent: usize) -> RemedyEffect {
    RemedyEffect {
        code,
        speed_percent,
        return_percent,
    }
}

const fn size(weight: usize, speed_percent: usize) -> SizeEffect {
    SizeEffect {
        weight,
        speed_percent,
    }
}

const fn party(
    kind: PartyKind,
    name: &'static str,
    misspelt: &'static str,
    weight: usize,
    speed_percent: usize,
) -> PartyProfile {
    PartyProfile {
        kind,
        name,
        misspelt,
        weight,
        speed_percent,
        building_blocks: &[],
    }
}

/// The one set of parameters.
pub(crate) static PARAMETERS: Parameters = Parameters {
    demo: DemoParameters {
        events: 4_000,
        years: 4,
        seed: 2013,
    },
    rounds: RoundParameters {
        // "hebben in februari een (telefonische) rondgang langs de gemeenten gehouden"
        months: [2, 9],
        length_days: 26,
        share_of_events: percent(24),
        redrawn: percent(25),
        reached: percent(87),
        declined: percent(30),
        second_call: percent(50),
        some_topics: percent(25),
        topic_covered: percent(60),
        // "Twintig i-coaches", of whom "zes i-coaches [...] honderdtwintig gemeenten" spoke with.
        organisations: &[
            Organisation {
                name: "Coachbureau Noord",
                provinces: &["PV20", "PV21", "PV22"],
                coverage_percent: 130,
            },
            Organisation {
                name: "Coachbureau Oost",
                provinces: &["PV23", "PV24", "PV25"],
                coverage_percent: 100,
            },
            Organisation {
                name: "Coachbureau West",
                provinces: &["PV26", "PV27", "PV28"],
                coverage_percent: 75,
            },
            Organisation {
                name: "Coachbureau Zuid",
                provinces: &["PV29", "PV30", "PV31"],
                coverage_percent: 115,
            },
        ],
    },
    reporting: ReportingParameters {
        in_round: percent(62),
        // "Niet alle eerder aangedragen knelpunten door gemeenten zijn al opgelost"
        first_round_percent: 450,
        known_since_at_first: percent(45),
        known_since: percent(12),
        known_since_days: 30..=600,
        confirmed: percent(80),
        resolution_in_round: percent(45),
        resolution_without_round: percent(70),
        exact_time: percent(35),
        late: percent(35),
        late_days: 1..=10,
        very_late: percent(30),
        very_late_days: 11..=45,
        described: percent(70),
        has_role: percent(75),
    },
    episodes: EpisodeParameters {
        progress_percent_per_year: 35,
        progress_years: 5,
        lapses: percent(16),
        remedied: percent(40),
        remedied_after_days: 0..=60,
        remedy_named: percent(95),
        returns_after_days: 20..=400,
        ends_with_merger: percent(35),
        continues_at_successor: percent(45),
        successor_reports_after_days: 10..=150,
        usual_party: percent(80),
    },
    corrections: CorrectionParameters {
        mistaken: percent(1),
        premature: percent(1),
        misnamed: percent(2),
        corrected_after_days: 1..=25,
        redacted_one_in: 700,
    },
    size_classes: [
        size(6, 60),
        size(8, 65),
        size(10, 75),
        size(12, 90),
        size(14, 105),
        size(16, 115),
        size(18, 125),
        size(20, 130),
    ],
    parties: &[
        // "Maar ook met de ICT-leveranciers heeft men nog regelmatig moeite"
        party(
            PartyKind::Supplier,
            "Leverancier A",
            "Leverancier A B.V.",
            9,
            110,
        ),
        party(PartyKind::Supplier, "Leverancier B", "Lev. B", 7, 60),
        party(
            PartyKind::Supplier,
            "Leverancier C",
            "Leverancier-C",
            5,
            140,
        ),
        party(
            PartyKind::Supplier,
            "Leverancier D",
            "Leverancier D BV",
            3,
            90,
        ),
        party(
            PartyKind::Supplier,
            "Leverancier E",
            "Leveranncier E",
            2,
            100,
        ),
        // "Daarbij worden Logius en BPR genoemd"
        PartyProfile {
            building_blocks: &["digid", "digid-machtigen", "mijnoverheid", "pkioverheid"],
            ..party(PartyKind::NationalBody, "Logius", "Logius DigiD", 6, 110)
        },
        PartyProfile {
            building_blocks: &["brp"],
            ..party(PartyKind::NationalBody, "BPR", "Agentschap BPR", 4, 90)
        },
        // "bij vooral Intergemeentelijke Sociale Diensten en Samenwerkende Belastingdiensten"
        party(
            PartyKind::Partnership,
            "Intergemeentelijke Sociale Dienst A",
            "ISD A",
            4,
            100,
        ),
        party(
            PartyKind::Partnership,
            "Intergemeentelijke Sociale Dienst B",
            "ISD B",
            3,
            80,
        ),
        party(
            PartyKind::Partnership,
            "Samenwerkende Belastingdienst C",
            "Belastingsamenwerking C",
            4,
            110,
        ),
        party(
            PartyKind::Partnership,
            "Samenwerkende Belastingdienst D",
            "Belastingsamenwerking D",
            2,
            70,
        ),
    ],
    remedies: &[
        // "bijeenkomsten [...] waarbij de medewerker met concrete resultaten naar huis toe gaat"
        solver("i-versneller", 350, 60),
        solver("i-nup-academy", 180, 50),
        solver("i-coach", 240, 70),
        solver("i-spiegel", 220, 60),
        solver("supplier-fix", 400, 80),
        solver("funding-granted", 400, 70),
        solver("rule-changed", 300, 20),
        solver("other", 150, 100),
    ],
    central: &[
        CentralMeasure {
            category: "web-guidelines",
            party: None,
            at_percent: 42,
            solves: percent(90),
            remedy: "rule-changed",
            // "goed om terug te horen dat dit aangepakt is door KING Operatie NUP"
            description: "Webrichtlijnen verlicht; landelijk aangepakt.",
        },
        CentralMeasure {
            category: "data-extraction",
            party: None,
            at_percent: 58,
            solves: percent(65),
            remedy: "supplier-fix",
            // "het aanbod van de leveranciers om de queries aan te leveren"
            description: "Leveranciers leveren de queries nu zelf aan, voor alle gemeenten.",
        },
        CentralMeasure {
            category: "national-body",
            party: Some("Logius"),
            at_percent: 72,
            solves: percent(60),
            remedy: "other",
            description: "Vast aanspreekpunt voor kleinere gemeenten ingericht.",
        },
        CentralMeasure {
            category: "findability",
            party: None,
            at_percent: 83,
            solves: percent(70),
            remedy: "other",
            description: "Nieuwe website: alles over de bouwstenen op één plek.",
        },
    ],
    categories: &[
        // The first eight are the list under "Niet alle eerder aangedragen knelpunten [...] zijn al opgelost".
        CategoryProfile {
            code: "capacity",
            weight: 15,
            solved_weekly: per_ten_thousand(45),
            returns: percent(25),
            concerns: (percent(35), &["bag", "bgt", "brp", "nhr", "woz"]),
            waits_on: None,
            detected_by: None,
            remedies: &["i-versneller", "i-coach", "funding-granted"],
            descriptions: &[
                "Te weinig capaciteit.",
                "Te weinig capaciteit; de afdeling I&A doet dit ernaast.",
                "Vacature staat al maanden open, te weinig capaciteit om te starten.",
            ],
        },
        CategoryProfile {
            code: "funding",
            weight: 11,
            solved_weekly: per_ten_thousand(50),
            returns: percent(15),
            concerns: (percent(25), &["bgt", "mijnoverheid", "eherkenning", "nhr"]),
            waits_on: None,
            detected_by: None,
            remedies: &["funding-granted"],
            descriptions: &[
                "Te weinig financiële middelen.",
                "Het ontbreken van financiering houdt de start tegen.",
                "Te weinig financiële middelen; wacht op de begroting van volgend jaar.",
            ],
        },
        CategoryProfile {
            code: "supplier-delivery",
            weight: 12,
            solved_weekly: per_ten_thousand(160),
            returns: percent(30),
            concerns: (
                percent(80),
                &[
                    "bag",
                    "brp",
                    "digid",
                    "mijnoverheid",
                    "nhr",
                    "woz",
                    "digikoppeling",
                ],
            ),
            waits_on: Some((percent(100), PartyKind::Supplier)),
            detected_by: None,
            remedies: &["supplier-fix", "i-coach"],
            descriptions: &[
                "Last van niet leverende leverancier.",
                "Levering opnieuw een kwartaal uitgesteld.",
                "Leverancier levert niet: de nieuwe versie blijft uit.",
            ],
        },
        CategoryProfile {
            code: "integration",
            weight: 12,
            solved_weekly: per_ten_thousand(260),
            returns: percent(40),
            concerns: (
                percent(90),
                &[
                    "digikoppeling",
                    "digilevering",
                    "digimelding",
                    "bag",
                    "brp",
                    "digid",
                ],
            ),
            waits_on: Some((percent(65), PartyKind::Supplier)),
            detected_by: Some((percent(40), Machine::Linkwatch)),
            remedies: &["supplier-fix", "i-versneller"],
            descriptions: &[
                "Last van niet werkende koppeling.",
                "Koppeling met het zaaksysteem werkt niet.",
                "Koppeling valt na elke update uit.",
            ],
        },
        CategoryProfile {
            code: "key-person",
            weight: 8,
            solved_weekly: per_ten_thousand(40),
            returns: percent(20),
            concerns: NOTHING,
            waits_on: None,
            detected_by: None,
            remedies: &["i-nup-academy", "i-coach"],
            descriptions: &[
                "Voortgang hangt af van één specialist.",
                "Voortgang en succes vaak afhankelijk van één of enkele kartrekkers in de organisatie.",
            ],
        },
        CategoryProfile {
            code: "management-support",
            weight: 8,
            solved_weekly: per_ten_thousand(65),
            returns: percent(25),
            concerns: NOTHING,
            waits_on: None,
            detected_by: None,
            remedies: &["i-coach", "i-spiegel"],
            descriptions: &[
                "Geen steun of aandacht van management en bestuur.",
                "Staat niet op de agenda van het managementteam.",
            ],
        },
        CategoryProfile {
            code: "procurement",
            weight: 6,
            solved_weekly: per_ten_thousand(150),
            returns: percent(12),
            concerns: (percent(20), &["bgt", "mijnoverheid"]),
            waits_on: None,
            detected_by: None,
            remedies: &["rule-changed", "other"],
            descriptions: &[
                "Veel rompslomp en vertraging door aanbestedingsdwang.",
                "Aanbesteding maakt de keuze lastig; besluit verschoven.",
            ],
        },
        CategoryProfile {
            code: "collaboration-delay",
            weight: 8,
            solved_weekly: per_ten_thousand(110),
            returns: percent(20),
            concerns: (percent(25), &["woz", "bgt", "brp"]),
            waits_on: Some((percent(70), PartyKind::Partnership)),
            detected_by: None,
            remedies: &["i-coach", "other"],
            descriptions: &[
                "Veel vertraging door samenwerkingsinspanningen.",
                "Wacht op besluit van de partners in de samenwerking.",
            ],
        },
        CategoryProfile {
            code: "web-guidelines",
            weight: 9,
            solved_weekly: per_ten_thousand(50),
            returns: percent(10),
            concerns: (percent(100), &["webrichtlijnen"]),
            waits_on: None,
            detected_by: None,
            remedies: &["rule-changed", "i-versneller"],
            descriptions: &[
                "Webrichtlijnen zijn overdreven.",
                "Eisen van de Webrichtlijnen te zwaar voor een kleine gemeente.",
            ],
        },
        CategoryProfile {
            code: "local-support",
            weight: 5,
            solved_weekly: per_ten_thousand(60),
            returns: percent(20),
            concerns: NOTHING,
            waits_on: None,
            detected_by: None,
            remedies: &["i-coach", "i-versneller"],
            descriptions: &["Lokale ondersteuning is nog steeds gewenst."],
        },
        CategoryProfile {
            code: "reorganisation",
            weight: 6,
            solved_weekly: per_ten_thousand(90),
            returns: percent(8),
            concerns: NOTHING,
            waits_on: None,
            detected_by: None,
            remedies: &["other"],
            descriptions: &[
                "Bezig met een ambtelijke samenwerking, die alle tijd en aandacht opslokt.",
                "Herindeling slokt alle tijd en aandacht op.",
            ],
        },
        CategoryProfile {
            code: "getting-started",
            weight: 6,
            solved_weekly: per_ten_thousand(280),
            returns: percent(10),
            concerns: (
                percent(60),
                &[
                    "mijnoverheid",
                    "digimelding",
                    "nhr",
                    "samenwerkende-catalogi",
                    "nummer-14",
                ],
            ),
            waits_on: None,
            detected_by: None,
            remedies: &["i-versneller", "i-coach", "i-nup-academy"],
            descriptions: &[
                "Kost moeite om de start te maken.",
                "Weet niet waar te beginnen met dit traject.",
            ],
        },
        CategoryProfile {
            code: "national-body",
            weight: 7,
            solved_weekly: per_ten_thousand(60),
            returns: percent(20),
            concerns: (
                percent(70),
                &["digid", "mijnoverheid", "brp", "pkioverheid"],
            ),
            waits_on: Some((percent(100), PartyKind::NationalBody)),
            detected_by: None,
            remedies: &["other"],
            descriptions: &["Te weinig oor en oog voor de kleinere gemeenten."],
        },
        CategoryProfile {
            code: "data-extraction",
            weight: 7,
            solved_weekly: per_ten_thousand(150),
            returns: percent(15),
            concerns: (percent(100), &["ispiegel"]),
            waits_on: Some((percent(50), PartyKind::Supplier)),
            detected_by: None,
            remedies: &["supplier-fix", "i-versneller", "i-spiegel"],
            descriptions: &[
                "Gestruikeld over het maken van de queries.",
                "De aanlevering aan de i-Spiegel lukt niet.",
            ],
        },
        CategoryProfile {
            code: "offer-unknown",
            weight: 3,
            solved_weekly: per_ten_thousand(450),
            returns: percent(5),
            concerns: (percent(60), &["ispiegel"]),
            waits_on: Some((percent(40), PartyKind::Supplier)),
            detected_by: None,
            remedies: &["i-coach", "i-nup-academy"],
            descriptions: &[
                "Niet op de hoogte van het aanbod van de leverancier om de queries aan te leveren.",
            ],
        },
        CategoryProfile {
            code: "workload",
            weight: 8,
            solved_weekly: per_ten_thousand(55),
            returns: percent(30),
            concerns: NOTHING,
            waits_on: None,
            detected_by: None,
            remedies: &["i-versneller", "other"],
            descriptions: &[
                "Er ligt al heel veel op het bordje.",
                "Ziet de bouwstenen als extra werk en verplichtingen erbij.",
            ],
        },
        CategoryProfile {
            code: "postponed",
            weight: 5,
            solved_weekly: per_ten_thousand(200),
            returns: percent(35),
            concerns: (percent(60), &["ispiegel", "bgt", "digimelding"]),
            waits_on: None,
            detected_by: None,
            remedies: &["i-coach", "i-versneller"],
            descriptions: &[
                "Uitstel door tijdsgebrek.",
                "Doorgeschoven naar het volgende kwartaal.",
            ],
        },
        CategoryProfile {
            code: "outsourcing",
            weight: 5,
            solved_weekly: per_ten_thousand(70),
            returns: percent(10),
            concerns: (percent(70), &["ispiegel", "woz", "bri"]),
            waits_on: Some((percent(85), PartyKind::Partnership)),
            detected_by: None,
            remedies: &["i-spiegel", "other"],
            descriptions: &[
                "Taken en gegevensbestanden zijn uitbesteed; dat is een hindernis.",
                "Bestanden staan bij de samenwerking en zijn lastig op te vragen.",
            ],
        },
        CategoryProfile {
            code: "ownership",
            weight: 5,
            solved_weekly: per_ten_thousand(50),
            returns: percent(12),
            concerns: NOTHING,
            waits_on: None,
            detected_by: None,
            remedies: &["i-coach", "i-nup-academy"],
            descriptions: &[
                "Vooral een ding van de I-medewerkers.",
                "Nog weinig opgepakt als organisatieontwikkeling.",
            ],
        },
        CategoryProfile {
            code: "findability",
            weight: 6,
            solved_weekly: per_ten_thousand(90),
            returns: percent(10),
            concerns: NOTHING,
            waits_on: None,
            detected_by: None,
            remedies: &["i-nup-academy", "other"],
            descriptions: &["De websites geven veel informatie, maar het is moeilijk vindbaar."],
        },
        CategoryProfile {
            code: "information-overload",
            weight: 3,
            solved_weekly: per_ten_thousand(90),
            returns: percent(20),
            concerns: NOTHING,
            waits_on: None,
            detected_by: None,
            remedies: &["i-nup-academy", "other"],
            descriptions: &["Door de grote hoeveelheid ondoenlijk alles bij te houden."],
        },
        CategoryProfile {
            code: "data-quality",
            weight: 7,
            solved_weekly: per_ten_thousand(350),
            returns: percent(45),
            concerns: (percent(100), &["bag", "brp", "woz", "nhr", "brk"]),
            waits_on: None,
            detected_by: Some((percent(70), Machine::Mirror)),
            remedies: &["i-spiegel"],
            descriptions: &[
                "Bestand wijkt af van de basisregistratie.",
                "Bij de vergelijking met de i-Spiegel veel verschillen gevonden.",
            ],
        },
        CategoryProfile {
            code: "other",
            weight: 2,
            solved_weekly: per_ten_thousand(180),
            returns: percent(10),
            concerns: NOTHING,
            waits_on: None,
            detected_by: None,
            remedies: &["other"],
            descriptions: &["Overig; zie de toelichting in het eigen dossier."],
        },
    ],
    phrases: Phrases {
        // "informatiemanager, coördinator I&A of afdeling ICT/I&A" and "secretaris c.q. bedrijfsvoeringdirecteur"
        roles: &[
            "information-manager",
            "information-manager",
            "ict-coordinator",
            "ict-department",
            "municipal-secretary",
            "operations-director",
        ],
        confirmed: &[
            "Nog niet opgelost.",
            "Speelt nog steeds.",
            "Onveranderd sinds de vorige ronde.",
        ],
        solved: &["Opgelost.", "Loopt nu goed.", "Geen last meer van."],
        lapsed: &["Speelt niet meer.", "Niet langer van toepassing."],
        returned: &["Opnieuw last van.", "Leek opgelost, maar is terug."],
        linkwatch: "Verbinding geeft geen antwoord.",
        mirror: "Afwijkingen gevonden bij de vergelijking met de basisregistratie.",
        ends_with_merger: "Vervalt door de herindeling.",
        continues_at_successor: "Gaat over naar de nieuwe gemeente.",
        continued_at_successor: "Meegekomen bij de herindeling.",
        mistaken: &["Dubbel ingevoerd.", "Bij de verkeerde gemeente ingevoerd."],
        false_alarm: &["Vals alarm."],
        premature: &["Te vroeg als opgelost gemeld."],
        without_building_block: "De bouwsteen was niet ingevuld.",
        misspelt: "Dezelfde partij, anders gespeld.",
        other_category: "Stond onder de verkeerde categorie.",
        to_be_redacted: "Doorgegeven door N.N., wiens naam hier niet had mogen staan.",
        redacted: "Tekst noemde een persoon.",
    },
};

#[cfg(test)]
mod tests {
    use register::Register;

    use super::*;

    #[test]
    fn every_code_of_the_table_is_in_the_catalogue_and_every_category_in_the_table() {
        let catalogue = Register::embedded().catalogue();
        for remedy in PARAMETERS.remedies {
            assert!(catalogue.remedy(remedy.code).is_some(), "{}", remedy.code);
        }
        for held in catalogue.categories() {
            let rows = PARAMETERS.categories.iter();
            assert_eq!(
                rows.filter(|row| row.code == held.code).count(),
                1,
                "{}",
                held.code
            );
        }
        for row in PARAMETERS.categories {
            assert!(catalogue.category(row.code).is_some(), "{}", row.code);
            let known = |block: &&str| catalogue.building_block(block).is_some();
            assert!(row.concerns.1.iter().all(known), "{}", row.code);
            let helps = |code: &&str| {
                PARAMETERS
                    .remedies
                    .iter()
                    .any(|remedy| remedy.code == *code)
            };
            assert!(row.remedies.iter().all(helps), "{}", row.code);
        }
    }

    #[test]
    fn every_central_measure_concerns_what_there_is() {
        for central in PARAMETERS.central {
            let row = PARAMETERS
                .categories
                .iter()
                .find(|row| row.code == central.category);
            assert!(row.is_some(), "{}", central.category);
            let known = |name: &str| PARAMETERS.parties.iter().any(|party| party.name == name);
            assert!(central.party.is_none_or(known), "{}", central.category);
        }
    }

    #[test]
    fn every_province_has_one_coach_organisation() {
        for (_, province) in Register::embedded().provinces() {
            let organisations = PARAMETERS.rounds.organisations.iter();
            let covers = |held: &&Organisation| held.provinces.contains(&province.code.as_str());
            assert_eq!(organisations.filter(covers).count(), 1, "{}", province.name);
        }
    }

    #[test]
    fn a_misspelt_name_is_another_identity() {
        for party in PARAMETERS.parties {
            assert_ne!(
                model::canonical_name(party.name),
                model::canonical_name(party.misspelt)
            );
        }
    }
}
