//! Names in options: people write `Den Haag`, events have codes.

use model::{Data, Party};
use register::{CodeKind, Register};

/// Replaces names by codes in what an event is made of, and leaves invisible characters out of what people wrote. What
/// names nothing stays as it is: validation names it, beside all else that is wrong.
pub(super) fn to_codes(mut data: Data, register: &Register) -> Data {
    let replace = |kind, text: &mut String| {
        if let Ok(code) = register.find_code(kind, text) {
            code.clone_into(text);
        }
    };
    let replace_some = |kind, text: &mut Option<String>| {
        if let Some(text) = text {
            replace(kind, text);
        }
    };
    match &mut data {
        Data::Reported(data) => {
            clean(&mut data.party, &mut data.reference);
            replace(CodeKind::Municipality, &mut data.municipality);
            replace(CodeKind::Category, &mut data.category);
            replace_some(CodeKind::BuildingBlock, &mut data.building_block);
        }
        Data::Resolved(data) => {
            clean(&mut data.party, &mut data.reference);
            replace(CodeKind::Municipality, &mut data.municipality);
            replace(CodeKind::Category, &mut data.category);
            replace_some(CodeKind::BuildingBlock, &mut data.building_block);
            replace_some(CodeKind::Remedy, &mut data.remedy);
        }
        Data::Merged(data) => {
            clean(&mut data.party, &mut data.reference);
            clean(&mut data.into.party, &mut data.into.reference);
            replace(CodeKind::Municipality, &mut data.municipality);
            for (category, building_block) in [
                (&mut data.category, &mut data.building_block),
                (&mut data.into.category, &mut data.into.building_block),
            ] {
                replace(CodeKind::Category, category);
                replace_some(CodeKind::BuildingBlock, building_block);
            }
        }
        Data::Consulted(data) => {
            replace(CodeKind::Municipality, &mut data.municipality);
            for topic in data.topics.iter_mut().flatten() {
                replace(CodeKind::Category, topic);
            }
        }
        Data::Supported(data) => {
            replace(CodeKind::Municipality, &mut data.municipality);
            replace(CodeKind::Remedy, &mut data.support);
            for topic in data.topics.iter_mut().flatten() {
                replace(CodeKind::Category, topic);
            }
        }
        Data::Withdrawn(data) => replace(CodeKind::Municipality, &mut data.municipality),
        Data::Redacted(_) => {}
    }
    data
}

/// Cleans the names in an identity: what looks the same is the same knelpunt.
fn clean(party: &mut Option<Party>, reference: &mut Option<String>) {
    let name = party.as_mut().map(|party| &mut party.name);
    for text in name.into_iter().chain(reference) {
        *text = rounds::one_line(text);
    }
}

#[cfg(test)]
mod tests {
    use model::{KnelpuntMerged, KnelpuntReported, MergeTarget, PartyKind};

    use super::*;

    #[test]
    fn names_become_codes_and_what_names_nothing_stays() {
        let report = |municipality: &str, category: &str| KnelpuntReported {
            building_block: Some("Basisregistratie Adressen en Gebouwen".to_owned()),
            ..KnelpuntReported::new(municipality, category, "2013-02-12")
        };
        let coded = |data| to_codes(data, Register::embedded());
        let expected = KnelpuntReported {
            building_block: Some("bag".to_owned()),
            ..report("GM0518", "funding")
        };
        let named = report("Den Haag", "te weinig financiële middelen");
        assert_eq!(coded(Data::Reported(named)), Data::Reported(expected));
        let unknown = KnelpuntReported {
            building_block: None,
            ..report("Bergen", "geld")
        };
        let unknown = Data::Reported(unknown);
        assert_eq!(coded(unknown.clone()), unknown);
    }

    #[test]
    fn names_are_cleaned_of_what_nobody_sees() {
        let report = |name: &str, reference: &str| {
            Data::Reported(KnelpuntReported {
                party: Some(Party {
                    kind: PartyKind::Supplier,
                    name: name.to_owned(),
                }),
                reference: Some(reference.to_owned()),
                ..KnelpuntReported::new("GM0344", "funding", "2013-02-12")
            })
        };
        let written = report("\u{feff}Fabriek  IJssel\u{200b}", "INC\u{ad}1");
        let cleaned = to_codes(written, Register::embedded());
        assert_eq!(cleaned, report("Fabriek IJssel", "INC1"));
    }

    #[test]
    fn both_sides_of_a_merge_have_codes() {
        let merged = KnelpuntMerged {
            municipality: "gemeente Utrecht".to_owned(),
            category: "Funding".to_owned(),
            building_block: None,
            party: None,
            reference: None,
            into: MergeTarget {
                category: "Leverancier levert niet".to_owned(),
                building_block: Some("BAG".to_owned()),
                party: None,
                reference: None,
            },
            reason: None,
        };
        let Data::Merged(merged) = to_codes(Data::Merged(merged), Register::embedded()) else {
            panic!("a merge stays a merge");
        };
        let MergeTarget {
            category,
            building_block,
            ..
        } = merged.into;
        assert_eq!(
            (merged.municipality.as_str(), merged.category.as_str()),
            ("GM0344", "funding")
        );
        assert_eq!(
            (category.as_str(), building_block.as_deref()),
            ("supplier-delivery", Some("bag"))
        );
    }
}
