//! Figures as a table, each beside its target, and the section of the README for them.

use std::{
    fmt::{self, Write as _},
    fs,
    path::Path,
};

use anyhow::Context as _;

/// One figure.
#[derive(Debug, Clone)]
pub(crate) struct BenchFigure {
    name: String,
    value: String,
    goal: Option<Goal>,
}

/// A target, and whether it was met.
#[derive(Debug, Clone)]
struct Goal {
    value: &'static str,
    met: bool,
}

/// The figures of one size of history.
#[derive(Debug, Clone)]
pub(crate) struct FigureColumn {
    pub(crate) title: String,
    pub(crate) figures: Vec<BenchFigure>,
}

impl BenchFigure {
    /// Creates a figure without a target.
    pub(crate) fn new(name: impl Into<String>, value: impl fmt::Display) -> Self {
        Self {
            name: name.into(),
            value: value.to_string(),
            goal: None,
        }
    }

    /// Adds a target.
    pub(crate) fn with_target(mut self, value: &'static str, met: bool) -> Self {
        self.goal = Some(Goal { value, met });
        self
    }

    fn cell(&self) -> String {
        match &self.goal {
            None => self.value.clone(),
            Some(Goal { met: true, .. }) => format!("{} — met", self.value),
            Some(Goal { met: false, .. }) => format!("{} — **not met**", self.value),
        }
    }
}

impl fmt::Display for BenchFigure {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}: {}", self.name, self.cell())
    }
}

/// Writes columns as one table: a row for each name, in the order in which names first occur.
pub(crate) fn table(columns: &[FigureColumn]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for figure in columns.iter().flat_map(|column| &column.figures) {
        if !names.contains(&figure.name.as_str()) {
            names.push(&figure.name);
        }
    }
    let titles: Vec<&str> = columns.iter().map(|column| column.title.as_str()).collect();
    let mut text = format!(
        "| figure | {} | target |\n|---|{}---|\n",
        titles.join(" | "),
        "---:|".repeat(columns.len())
    );
    for name in names {
        let row: Vec<Option<&BenchFigure>> = columns
            .iter()
            .map(|column| column.figures.iter().find(|figure| figure.name == name))
            .collect();
        let cells = row
            .iter()
            .map(|figure| figure.map(BenchFigure::cell).unwrap_or_default());
        let goal = row.iter().flatten().find_map(|figure| figure.goal.as_ref());
        let cells = cells.collect::<Vec<_>>().join(" | ");
        let value = goal.map_or("", |goal| goal.value);
        // Writing to a string does not fail.
        let _ = writeln!(text, "| {name} | {cells} | {value} |");
    }
    text
}

/// Replaces the text between the markers of a section of a file.
pub(crate) fn write_section(file: &Path, section: &str, text: &str) -> anyhow::Result<()> {
    let before = fs::read_to_string(file).with_context(|| format!("read {}", file.display()))?;
    let after = replaced(&before, section, text)
        .with_context(|| format!("{} has no section {section:?}", file.display()))?;
    Ok(fs::write(file, after)?)
}

fn replaced(whole: &str, section: &str, text: &str) -> Option<String> {
    let (begin, end) = (
        format!("<!-- {section}: begin -->\n"),
        format!("<!-- {section}: end -->"),
    );
    let (before, rest) = whole.split_once(&begin)?;
    let (_, after) = rest.split_once(&end)?;
    Some(format!("{before}{begin}\n{text}\n{end}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(title: &str, figures: Vec<BenchFigure>) -> FigureColumn {
        FigureColumn {
            title: title.to_owned(),
            figures,
        }
    }

    #[test]
    fn a_table_has_a_row_for_each_name_and_shows_which_targets_were_met() {
        let small = column(
            "10",
            vec![
                BenchFigure::new("a", 1).with_target("2 or more", false),
                BenchFigure::new("b", "x"),
            ],
        );
        let large = column(
            "20",
            vec![BenchFigure::new("a", 2).with_target("2 or more", true)],
        );
        assert_eq!(
            table(&[small, large]),
            "| figure | 10 | 20 | target |\n|---|---:|---:|---|\n\
             | a | 1 — **not met** | 2 — met | 2 or more |\n| b | x |  |  |\n"
        );
    }

    #[test]
    fn a_section_is_replaced_and_everything_else_stays() {
        let whole = "# A\n<!-- x: begin -->\nold\n<!-- x: end -->\nrest\n";
        let new = replaced(whole, "x", "new").unwrap();
        assert_eq!(
            new,
            "# A\n<!-- x: begin -->\n\nnew\n<!-- x: end -->\nrest\n"
        );
        assert_eq!(replaced(&new, "x", "new"), Some(new.clone()));
        assert_eq!(replaced(whole, "y", "new"), None);
    }

    #[test]
    fn the_readme_has_the_sections_that_are_written() {
        let readme = include_str!("../README.md");
        for section in ["figures", "soak"] {
            assert!(replaced(readme, section, "").is_some(), "{section}");
        }
    }
}
