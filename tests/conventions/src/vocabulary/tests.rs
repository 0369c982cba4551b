use super::*;

#[track_caller]
fn check(texts: &[&str], expected: &[&str]) {
    let files: Vec<SourceFile> = (1..)
        .zip(texts)
        .map(|(number, text)| {
            let path = format!("shared/sample/src/file{number}.rs");
            SourceFile::parse(&path, "shared/sample", text).expect("a sample parses")
        })
        .collect();
    let found: Vec<String> = breaches(&files).iter().map(ToString::to_string).collect();
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.contains(expected), "{found} is not {expected}");
    }
}

#[test]
fn a_banned_word_is_found_in_snake_case_and_camel_case_with_its_line_and_its_replacement() {
    check(
        &["fn f() {\n    let was_told = 1;\n}\nstruct ToldRecord;\nconst KEPT: u8 = 1;"],
        &[
            "file1.rs:2: `was_told` contains \"told\": the noun: records",
            "file1.rs:4: `ToldRecord` contains \"told\"",
            "file1.rs:5: `KEPT` contains \"kept\": stored",
        ],
    );
}

#[test]
fn words_in_strings_comments_and_longer_words_are_no_names() {
    check(
        &[
            "// told\n/* kept */\nconst TEXT: &str = \"held\";\nfn password(keyword: u8, replace: u8) {}",
        ],
        &[],
    );
}

#[test]
fn a_banned_sequence_of_words_is_found() {
    check(&["fn f(is_set_apart: bool) {}"], &["\"set_apart\""]);
    check(&["fn f(set: u8, apart: u8) {}"], &[]);
}

#[test]
fn a_plural_is_found_and_an_ambiguous_word_may_be_in_a_sentence() {
    check(
        &["fn places() {}"],
        &["`places` contains \"place\": permit"],
    );
    check(&["fn the_file_is_in_its_place_again() {}"], &[]);
    check(&["fn the_file_is_in_its_anew_again() {}"], &["\"anew\""]);
}

#[test]
fn two_public_types_of_one_name_are_found_wherever_they_are() {
    check(
        &[
            "pub struct Anchor;",
            "mod inner { pub(crate) enum Anchor {} }",
        ],
        &[
            "file1.rs:1: public type `Anchor` is also in shared/sample/src/file2.rs:1",
            "file2.rs:1: public type `Anchor` is also in shared/sample/src/file1.rs:1",
        ],
    );
}

#[test]
fn private_types_test_types_and_listed_names_may_repeat() {
    check(&["pub struct Anchor;", "struct Anchor;"], &[]);
    check(
        &[
            "pub struct Anchor;",
            "#[cfg(test)]\nmod tests { pub struct Anchor; }",
        ],
        &[],
    );
    check(&["pub enum Error {}", "pub struct Error;"], &[]);
}

#[test]
fn what_follows_a_test_item_is_checked_again() {
    check(
        &[
            "#[cfg(test)]\nuse a::b;\npub struct Anchor;",
            "pub struct Anchor;",
        ],
        &["Anchor", "Anchor"],
    );
}

#[test]
fn a_banned_type_and_a_function_of_are_found() {
    check(
        &["struct Wrong;\nimpl Wrong { fn of() {} }"],
        &["type `Wrong`: Violation", "function `of`: new, from_*"],
    );
}

#[test]
fn a_doc_comment_that_begins_with_a_banned_verb_is_found_and_its_later_lines_are_free() {
    check(
        &["//! Says it.\n\n/// Gives it.\nfn f() {}\n/// Returns it.\n/// Gives more.\nfn g() {}"],
        &[
            "file1.rs:1: doc comment begins \"Says\"",
            "file1.rs:3: doc comment begins \"Gives\": Returns",
        ],
    );
}

#[test]
fn a_banned_module_is_found_by_its_path() {
    let parsed = SourceFile::parse("shared/sample/src/again.rs", "shared/sample", "");
    let found = breaches(&[parsed.expect("a sample parses")]);
    assert!(found[0].to_string().contains("module `again`: refold"));
}
