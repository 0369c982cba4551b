//! What to write instead of a code that is wrong.

use register::{NamedCode, Register};

use crate::catalogue::CodeList;

/// Returns what to write instead of a wrong code of a list: the code, if it is a name; otherwise the nearest codes, and
/// the command that lists them all.
pub(crate) fn suggestion(list: CodeList, wrong: &str, register: &Register) -> String {
    let command = format!("`knelpunt catalogue {}` lists all", list.as_str());
    let Some(kind) = list.kind() else {
        return command;
    };
    match register.find_code(kind, wrong) {
        Ok(code) => format!("write {code}"),
        Err(unknown) if unknown.nearest.is_empty() => command,
        Err(unknown) if unknown.meanings > 1 => {
            let meant: Vec<NamedCode> =
                unknown.nearest.into_iter().take(unknown.meanings).collect();
            format!("it may mean {}: write the code", listed(&meant))
        }
        Err(unknown) => format!("{}; {command}", near(&unknown.nearest)),
    }
}

fn near(nearest: &[NamedCode]) -> String {
    format!("the nearest are {}", listed(nearest))
}

fn listed(codes: &[NamedCode]) -> String {
    let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
    codes.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(list: CodeList, wrong: &str, expected: &str) {
        let found = suggestion(list, wrong, Register::embedded());
        assert!(found.starts_with(expected), "{found}");
    }

    #[test]
    fn a_mistyped_code_finds_the_right_one() {
        let near = "the nearest are supplier-delivery (Leverancier levert niet),";
        check(CodeList::Categories, "suplier-delivery", near);
        check(CodeList::BuildingBlocks, "BAGG", "the nearest are bag (");
        check(
            CodeList::PartyKinds,
            "suplier",
            "`knelpunt catalogue party-kinds` lists all",
        );
        let near = "the nearest are GM0307 (Amersfoort, Utrecht),";
        check(CodeList::Municipalities, "amersfort", near);
        check(CodeList::Municipalities, "", "`knelpunt catalogue");
    }

    #[test]
    fn a_name_where_only_a_code_will_do_gets_its_code() {
        check(CodeList::Municipalities, "Utrecht", "write GM0344");
        check(CodeList::Categories, "Funding", "write funding");
        check(
            CodeList::Municipalities,
            "Bergen",
            "it may mean GM0373 (Bergen (NH.), Noord-Holland), GM0893 (Bergen (L.), Limburg): write the code",
        );
    }
}
