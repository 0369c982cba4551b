//! A workbook that people and programs changed, each in one way: it is read right, or refused with a sentence that names
//! the place and the next step. The list is in `altered.md` beside this file; `KNELPUNT_REWRITE=1` writes it again.

use std::{collections::BTreeMap, env, ffi::OsString, fs, path::Path, process::Command};

use anyhow::ensure;
use jiff::civil::{Date, date};
use model::PartyKind;
use register::Register;
use rounds::{
    CallSheet, RowKey, SheetInput, SheetKnelpunt, SheetMunicipality, WorkbookInfo, write_workbook,
};

const CALLED: [(&str, &str, &str); 5] = [
    ("GM0307", "Amersfoort", "Utrecht"),
    ("GM0893", "Bergen (L.)", "Limburg"),
    ("GM0373", "Bergen (NH.)", "Noord-Holland"),
    ("GM1900", "Súdwest-Fryslân", "Fryslân"),
    ("GM0344", "Utrecht", "Utrecht"),
];
const TODAY: Date = date(2013, 6, 30);

fn sheet() -> CallSheet {
    let municipality = |(code, name, province): (&str, &str, &str)| SheetMunicipality {
        code: code.to_owned(),
        name: name.to_owned(),
        province: province.to_owned(),
    };
    let open = |category: &str| SheetKnelpunt {
        key: RowKey {
            called: "GM0344".to_owned(),
            municipality: "GM0344".to_owned(),
            category: category.to_owned(),
            building_block: Some("bag".to_owned()),
            party: Some((PartyKind::Supplier, "Fabriek IJssel".to_owned())),
            reference: None,
            last_reported: date(2013, 2, 12),
        },
        municipality_name: "Utrecht".to_owned(),
        category_name: category.to_owned(),
        building_block_name: None,
        since: date(2012, 6, 1),
        age_days: 365,
        description: None,
    };
    CallSheet {
        info: WorkbookInfo {
            round: "2013-06".to_owned(),
            source: "urn:example:coaches".to_owned(),
            as_of: date(2013, 6, 1),
            coach_organisation: None,
        },
        municipalities: CALLED.map(municipality).into(),
        knelpunten: ["funding", "capacity"].map(open).into(),
    }
}

/// Returns what comes of a file: its statements, or why it is refused, and what is left out.
fn outcome(bytes: &[u8]) -> Vec<String> {
    let input = match SheetInput::from_workbook(bytes) {
        Ok(input) => input,
        Err(error) => return vec![format!("refused: {error}")],
    };
    let read = rounds::read(&input, Register::embedded(), TODAY, &BTreeMap::new());
    let filled = match read {
        Ok(filled) => filled,
        Err(violations) => {
            let violations = violations.iter();
            return violations
                .map(|one| format!("refused: {}", input.describe(one)))
                .collect();
        }
    };
    let violations = filled.violations.iter();
    let violations = violations.map(|one| format!("refused: {}", input.describe(one)));
    let notices = filled.notices.iter();
    let notices = notices.map(|one| format!("noted: {}", input.describe(one)));
    let statements = filled.statements.iter().map(|one| {
        let data = serde_json::to_string(&one.data);
        format!("read: {data}", data = data.unwrap_or_default())
    });
    violations.chain(notices).chain(statements).collect()
}

/// Workbooks by name, each with its bytes and the program that made it.
type Altered = BTreeMap<String, (Vec<u8>, String)>;

/// Makes the changed workbooks, and adds those of `fixtures`: changed workbooks that `LibreOffice` converted, and one of
/// openpyxl that msoffcrypto-tool protected with the password `geheim`.
fn altered(folder: &Path) -> anyhow::Result<Altered> {
    let workbook = folder.join("sheet.xlsx");
    fs::write(&workbook, write_workbook(&sheet(), Register::embedded())?)?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let made = Command::new(python(&root))
        .arg(root.join("tests/alter_workbook.py"))
        .args([workbook.as_os_str(), folder.as_os_str(), office().as_ref()])
        .output()?;
    let failure = String::from_utf8_lossy(&made.stderr);
    ensure!(made.status.success(), "{failure}");
    let made: BTreeMap<String, (String, String)> = serde_json::from_slice(&made.stdout)?;
    let mut altered = Altered::new();
    for (name, (file, by)) in made {
        altered.insert(name, (fs::read(folder.join(file))?, by));
    }
    for fixture in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures"))? {
        let path = fixture?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        altered.insert(name.to_string(), (fs::read(&path)?, "fixture".to_owned()));
    }
    Ok(altered)
}

fn python(root: &Path) -> OsString {
    let installed = root.join(".tools/python/bin/python").into_os_string();
    env::var_os("KNELPUNT_TEST_PYTHON").unwrap_or(installed)
}

fn is_rewriting() -> bool {
    env::var_os("KNELPUNT_REWRITE").is_some()
}

/// Returns the program of `LibreOffice`; nothing, with a notice, where it is not installed.
fn office() -> &'static str {
    let found = Command::new("soffice").arg("--version").output();
    if found.is_ok_and(|version| version.status.success()) {
        return "soffice";
    }
    eprintln!(
        "LibreOffice is not installed: of the workbooks that it makes, only fixtures are tried"
    );
    ""
}

fn section(name: &str, by: &str, lines: &[String]) -> String {
    let title = name.replace('_', " ");
    let lines = lines.join("\n- ");
    format!("## {title} ({by})\n\n- {lines}\n")
}

#[test]
fn a_changed_workbook_is_read_right_or_refused_with_place_and_next_step() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let altered = altered(folder.path())?;
    ensure!(altered.len() >= 40, "{}", altered.len());
    let right = outcome(&altered["unchanged"].0);
    ensure!(right.len() == 2, "{right:?}");

    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/altered.md");
    let expected = fs::read_to_string(&list).unwrap_or_default();
    let (mut sections, mut missing) = (Vec::new(), Vec::new());
    for (name, (bytes, by)) in &altered {
        let lines = outcome(bytes);
        // Nothing is lost silently: all that was filled in is read, or something is said about it.
        let is_right = right.iter().all(|statement| lines.contains(statement));
        let is_noted = lines.iter().any(|line| !line.starts_with("read: "));
        let is_more = name.starts_with("line_breaks");
        ensure!(is_right || is_noted || is_more, "{name}: {lines:?}");
        let section = section(name, by, &lines);
        if !expected.contains(&section) {
            missing.push(section.clone());
        }
        sections.push(section);
    }
    if is_rewriting() {
        let has_office = altered.values().any(|(_, by)| by == "LibreOffice");
        ensure!(
            has_office,
            "the list is written where LibreOffice is installed"
        );
        let title = "# What comes of a workbook that was changed\n\n";
        fs::write(&list, format!("{title}{}", sections.join("\n")))?;
        return Ok(());
    }
    ensure!(
        missing.is_empty(),
        "not in altered.md:\n{}",
        missing.concat()
    );
    Ok(())
}
