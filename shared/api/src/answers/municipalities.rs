use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Answer, Table};
use crate::{DateSchema, ProvinceCode, SizeClassCode};

/// Every municipality that existed since 2012, in order of code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Municipalities {
    /// The version of the register.
    pub version: String,
    /// The municipalities.
    pub items: Vec<MunicipalityItem>,
}

/// A municipality, for as long as its CBS code existed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MunicipalityItem {
    /// CBS code.
    pub code: String,
    /// The link to it.
    pub href: String,
    /// Name.
    pub name: String,
    /// Code of its province.
    #[schemars(with = "ProvinceCode")]
    pub province: String,
    /// Name of its province.
    pub province_name: String,
    /// Size class on the day of the division, today if there is none, or on its last day; null where no number of inhabitants is known.
    #[schemars(with = "Option<SizeClassCode>")]
    pub size_class: Option<String>,
    /// First day; null if before 2012.
    #[schemars(with = "Option<DateSchema>")]
    pub valid_from: Option<Date>,
    /// Day after the last; null while it exists.
    #[schemars(with = "Option<DateSchema>")]
    pub valid_until: Option<Date>,
    /// The names that it had before it was renamed, the latest first; each had another code.
    pub former_names: Vec<String>,
    /// Other names that people use for it.
    pub other_names: Vec<String>,
    /// The municipalities that it took over, or a part of, in order of code.
    pub predecessors: Vec<SuccessionItem>,
    /// The municipalities that took it over, or a part of it, in order of date.
    pub successors: Vec<SuccessionItem>,
}

/// A municipality before or after another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SuccessionItem {
    /// CBS code.
    pub code: String,
    /// The link to it.
    pub href: String,
    /// Name.
    pub name: String,
    /// The first day of the change.
    #[schemars(with = "DateSchema")]
    pub on: Date,
    /// What happened: merged-into-new, merged-into-existing, split, renamed, or part (a small part, while the rest went
    /// elsewhere).
    pub kind: String,
    /// Whether this is the main successor: knelpunten count with it, because an event does not say in which part of a
    /// municipality it is.
    pub main: bool,
    /// The share of the area (not of the people) that passed, from 0 to 1.
    pub area_share: f64,
}

/// One municipality by a division.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MunicipalityAnswer {
    /// The link to it.
    #[serde(rename = "self")]
    pub link: String,
    /// The date whose division of municipalities was used; province and size class are those of that day.
    #[schemars(with = "DateSchema")]
    pub division: Date,
    /// The municipality with which its knelpunten count, by the division: itself while it exists.
    pub counts_with: MunicipalityLink,
    /// The municipality.
    #[serde(flatten)]
    pub municipality: MunicipalityItem,
}

/// A municipality by name and link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MunicipalityLink {
    /// CBS code.
    pub code: String,
    /// The link to it.
    pub href: String,
    /// Name.
    pub name: String,
}

impl Answer for Municipalities {
    fn table(&self) -> Table {
        let columns = [
            "code",
            "name",
            "province",
            "provinceName",
            "sizeClass",
            "validFrom",
            "validUntil",
            "formerNames",
            "otherNames",
            "predecessors",
            "successors",
        ];
        Table::edited(&columns, &self.items, |item, row| {
            row["formerNames"] = json!(item.former_names.join("; "));
            row["otherNames"] = json!(item.other_names.join("; "));
            row["predecessors"] = codes(&item.predecessors);
            row["successors"] = codes(&item.successors);
        })
    }
}

/// Returns the codes with what happened: `GM0824 (split, main), GM0757 (split)`.
fn codes(items: &[SuccessionItem]) -> Value {
    let code = |item: &SuccessionItem| {
        let main = if item.main { " main" } else { "" };
        format!("{} ({} {}{main})", item.code, item.kind, item.on)
    };
    json!(items.iter().map(code).collect::<Vec<_>>().join("; "))
}
