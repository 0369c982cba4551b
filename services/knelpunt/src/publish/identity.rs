//! The options that say which knelpunt is meant.

use model::{MergeTarget, Party, PartyKind};

/// What identifies a knelpunt.
#[derive(Debug, clap::Args)]
pub(super) struct IdentityArgs {
    /// The municipality, by its CBS code, such as GM0344
    #[arg(long, value_name = "CODE")]
    pub(super) municipality: String,
    /// What kind of knelpunt, by its code in the catalogue, such as supplier-delivery
    #[arg(long, value_name = "CODE")]
    pub(super) category: String,
    /// The building block that it concerns, by its code in the catalogue, such as bag
    #[arg(long, value_name = "CODE")]
    pub(super) building_block: Option<String>,
    /// The party on whom it waits, as kind:name; kinds are supplier, national-body and partnership
    #[arg(long, value_name = "KIND:NAME", value_parser = parse_party)]
    pub(super) party: Option<Party>,
    /// Number of a ticket or a system, where two knelpunten are alike in all the above
    #[arg(long, value_name = "NUMBER")]
    pub(super) reference: Option<String>,
}

/// What identifies the knelpunt that another one goes into.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_field_names, reason = "the names of the options")]
pub(super) struct IntoArgs {
    /// Category of the knelpunt, in the same municipality, that it goes into
    #[arg(long, value_name = "CODE")]
    into_category: String,
    /// Building block of the knelpunt that it goes into
    #[arg(long, value_name = "CODE")]
    into_building_block: Option<String>,
    /// Party of the knelpunt that it goes into, as kind:name
    #[arg(long, value_name = "KIND:NAME", value_parser = parse_party)]
    into_party: Option<Party>,
    /// Reference of the knelpunt that it goes into
    #[arg(long, value_name = "NUMBER")]
    into_reference: Option<String>,
}

impl IntoArgs {
    pub(super) fn into_data(self) -> MergeTarget {
        MergeTarget {
            category: self.into_category,
            building_block: self.into_building_block,
            party: self.into_party,
            reference: self.into_reference,
        }
    }
}

fn parse_party(text: &str) -> Result<Party, String> {
    let kinds = PartyKind::ALL.map(PartyKind::code).join(", ");
    let (kind, name) = text.split_once(':').ok_or_else(|| {
        format!("write kind:name, such as 'supplier:Fabriek IJssel'; kinds are {kinds}")
    })?;
    let kind = PartyKind::parse(kind)
        .ok_or_else(|| format!("{kind:?} is not a kind of party; kinds are {kinds}"))?;
    Ok(Party {
        kind,
        name: name.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_party_is_a_kind_and_a_name() {
        let party = parse_party("national-body:Logius: afdeling 2").unwrap();
        assert_eq!(
            (party.kind, party.name.as_str()),
            (PartyKind::NationalBody, "Logius: afdeling 2")
        );
        assert!(
            parse_party("Logius")
                .unwrap_err()
                .contains("write kind:name")
        );
        assert!(
            parse_party("vendor:Logius")
                .unwrap_err()
                .contains("\"vendor\" is not a kind of party; kinds are supplier, national-body")
        );
    }
}
