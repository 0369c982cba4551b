//! A workbook that people and programs changed, each in one way: it is read right, or refused with a sentence that names
//! the place and the next step. The list is in `altered.md` beside this file; `KNELPUNT_REWRITE=1` writes it again.

use std::{collections::BTreeMap, env, fs, path::Path, process::Command};

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
    let notices = notices.map(|one| format!("said: {}", input.describe(one)));
    let statements = filled.statements.iter().map(|one| {
        let data = serde_json::to_string(&one.data);
        format!("read: {data}", data = data.unwrap_or_default())
    });
    violations.chain(notices).chain(statements).collect()
}

/// Makes the changed workbooks, and returns each with its name and the program that made it.
fn altered(folder: &Path) -> BTreeMap<String, (Vec<u8>, String)> {
    let workbook = folder.join("sheet.xlsx");
    fs::write(
        &workbook,
        write_workbook(&sheet(), Register::embedded()).unwrap(),
    )
    .unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let office = office();
    let made = Command::new(python(&root))
        .arg(root.join("tests/alter_workbook.py"))
        .args([workbook.as_os_str(), folder.as_os_str(), office.as_ref()])
        .output()
        .unwrap();
    let failure = String::from_utf8_lossy(&made.stderr);
    assert!(made.status.success(), "{failure}");
    let made: BTreeMap<String, (String, String)> = serde_json::from_slice(&made.stdout).unwrap();
    let read = |(name, (file, by)): (String, (String, String))| {
        (name, (fs::read(folder.join(file)).unwrap(), by))
    };
    made.into_iter().map(read).collect()
}

#[expect(clippy::disallowed_methods, reason = "a test may read its environment")]
fn python(root: &Path) -> std::ffi::OsString {
    let installed = root.join(".tools/python/bin/python").into_os_string();
    env::var_os("KNELPUNT_TEST_PYTHON").unwrap_or(installed)
}

/// Returns the program of `LibreOffice`, or nothing with a notice where it is not installed.
fn office() -> String {
    let found = Command::new("soffice").arg("--version").output();
    if found.is_ok_and(|version| version.status.success()) {
        return "soffice".to_owned();
    }
    eprintln!("LibreOffice is not installed: the workbooks that it makes are not tried here");
    String::new()
}

fn section(name: &str, by: &str, lines: &[String]) -> String {
    let lines: String = lines.iter().map(|line| format!("- {line}\n")).collect();
    let title = name.replace('_', " ");
    format!("## {title} ({by})\n\n{lines}\n")
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test may read its environment")]
fn a_changed_workbook_is_read_right_or_refused_with_place_and_next_step() {
    let folder = env::temp_dir().join(format!("knelpunt-altered-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let altered = altered(&folder);
    fs::remove_dir_all(&folder).unwrap();
    let has_office = altered.values().any(|(_, by)| by == "LibreOffice");
    assert!(altered.len() >= 40, "{}", altered.len());

    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/altered.md");
    let expected = fs::read_to_string(&list).unwrap_or_default();
    let head = "# What comes of a workbook that was changed\n\n";
    let mut written = head.to_owned();
    let mut missing = Vec::new();
    let unchanged = outcome(&altered["unchanged"].0);
    assert_eq!(unchanged.len(), 2, "{unchanged:?}");
    for (name, (bytes, by)) in &altered {
        let lines = outcome(bytes);
        assert!(!lines.is_empty(), "{name} is read as nothing");
        let section = section(name, by, &lines);
        if !expected.contains(&section) {
            missing.push(section.clone());
        }
        written.push_str(&section);
    }
    if env::var_os("KNELPUNT_REWRITE").is_some() {
        assert!(has_office, "the list is written with LibreOffice installed");
        fs::write(&list, written.trim_end().to_owned() + "\n").unwrap();
        return;
    }
    assert!(
        missing.is_empty(),
        "not in altered.md:\n{}",
        missing.concat()
    );
}
