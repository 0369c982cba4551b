use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Example;

/// What every figure means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Definitions {
    /// Counts first, then curves, then comparisons.
    pub items: Vec<FigureDefinition>,
}

/// What a figure means, with its formula and its sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FigureDefinition {
    /// The name of the figure in answers.
    pub figure: String,
    /// The questions whose answers have it, as in their paths.
    pub questions: Vec<String>,
    /// Its name and its meaning in Dutch.
    pub nl: DefinitionText,
    /// Its name and its meaning in English.
    pub en: DefinitionText,
    /// How it is calculated; null for what is counted.
    pub formula: Option<String>,
    /// Who defined it: authors, year, place.
    pub sources: Vec<String>,
}

/// The name of a figure and its meaning in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DefinitionText {
    /// Its name.
    pub name: String,
    /// Its meaning, in whole sentences.
    pub meaning: String,
}

impl Example for Definitions {
    fn example() -> Self {
        let text = |name: &str, meaning: &str| DefinitionText {
            name: name.to_owned(),
            meaning: meaning.to_owned(),
        };
        Self {
            items: vec![FigureDefinition {
                figure: "medianDays".to_owned(),
                questions: vec!["resolution-times".to_owned()],
                nl: text(
                    "Mediaan",
                    "De dag waarop de helft van de episodes is afgesloten.",
                ),
                en: text("Median", "The day by which half of the episodes had ended."),
                formula: Some("smallest t with S(t) ≤ 1/2".to_owned()),
                sources: vec!["Kaplan and Meier 1958".to_owned()],
            }],
        }
    }
}
