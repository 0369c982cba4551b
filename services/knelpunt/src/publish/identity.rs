//! The options that identify a knelpunt.

use model::{MergeTarget, Party, PartyKind};

/// The identity of a knelpunt.
#[derive(Debug, clap::Args)]
pub(super) struct IdentityArgs {
    /// The municipality, by its CBS code or name, such as GM0344 or Utrecht
    #[arg(long, value_name = "CODE")]
    pub(super) municipality: String,
    /// The category, by its code or name in the catalogue, such as supplier-delivery
    #[arg(long, value_name = "CODE")]
    pub(super) category: String,
    /// The building block concerned, by its code or name in the catalogue, such as bag
    #[arg(long, value_name = "CODE")]
    pub(super) building_block: Option<String>,
    /// The party that it waits on, as kind:name, such as `supplier:Fabriek IJssel`; kinds are supplier, national-body and
    /// partnership
    #[arg(long, value_name = "KIND:NAME", value_parser = parse_party)]
    pub(super) party: Option<Party>,
    /// Ticket or system number, to distinguish knelpunten that are equal in all of the above
    #[arg(long, value_name = "NUMBER")]
    pub(super) reference: Option<String>,
}

/// The identity of the knelpunt that absorbs another one.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_field_names, reason = "the names of the options")]
pub(super) struct IntoArgs {
    /// Category of the absorbing knelpunt, which is in the same municipality
    #[arg(long, value_name = "CODE")]
    into_category: String,
    /// Building block of the absorbing knelpunt
    #[arg(long, value_name = "CODE")]
    into_building_block: Option<String>,
    /// Party of the absorbing knelpunt, as kind:name
    #[arg(long, value_name = "KIND:NAME", value_parser = parse_party)]
    into_party: Option<Party>,
    /// Reference of the absorbing knelpunt
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
    let kind =
        rounds::parse_party_kind(kind).map_err(|problem| format!("the kind of party {problem}"))?;
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
        let named = parse_party("Leverancier:Fabriek").unwrap();
        assert_eq!(named.kind, PartyKind::Supplier);
        assert!(
            parse_party("Logius")
                .unwrap_err()
                .contains("write kind:name")
        );
        assert!(
            parse_party("vendor:Logius")
                .unwrap_err()
                .contains("\"vendor\" is not one of leverancier")
        );
    }
}
