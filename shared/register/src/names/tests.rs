//! Names as people write them.

use super::*;

#[track_caller]
fn check(kind: CodeKind, code: &str, texts: &[&str]) {
    for text in texts {
        let found = Register::embedded().find_code(kind, text);
        assert_eq!(found.map_err(|error| error.to_string()), Ok(code), "{text}");
    }
}

#[track_caller]
fn check_unknown(kind: CodeKind, text: &str, message: &str) {
    let found = Register::embedded().find_code(kind, text);
    assert_eq!(found.unwrap_err().to_string(), message);
}

const USUAL_NAMES: &[(&str, &[&str])] = &[
    (
        "GM0164",
        &[
            "Hengelo (O.)",
            "Hengelo",
            "hengelo (o)",
            "Hengelo (Ov.)",
            "Hengelo, Overijssel",
            "HENGELO O",
        ],
    ),
    ("GM0888", &["Beek (L.)", "Beek", "Beek (Limburg)"]),
    ("GM0687", &["Middelburg (Z.)", "Middelburg (Zld.)"]),
    ("GM0971", &["Stein (L.)", "Stein L"]),
    ("GM0603", &["Rijswijk (ZH.)", "Rijswijk (Z-H)", "Rijswijk"]),
    (
        "GM0373",
        &[
            "Bergen (NH.)",
            "Bergen (NH)",
            "Bergen (N.H.)",
            "Bergen NH",
            "Bergen, Noord-Holland",
        ],
    ),
    (
        "GM0893",
        &[
            "Bergen (L.)",
            "Bergen (Lb)",
            "Bergen Limburg",
            "Bergen (GM0893)",
            "893 Bergen",
        ],
    ),
    (
        "GM0518",
        &[
            "'s-Gravenhage",
            "‘s-Gravenhage",
            "’s Gravenhage",
            "s-Gravenhage",
            "Den Haag",
            "DEN-HAAG",
            "Gemeente Den Haag",
            "`s-Gravenhage",
            "'s-Gravenhage (gemeente)",
        ],
    ),
    (
        "GM0796",
        &["Den Bosch", "s-Hertogenbosch", "'s Hertogenbosch"],
    ),
    (
        "GM1900",
        &[
            "Sudwest-Fryslan",
            "Su\u{301}dwest-Frysla\u{302}n",
            "SÚDWEST FRYSLÂN",
            "sudwest fryslân",
        ],
    ),
    (
        "GM0344",
        &[
            "Gemeente Utrecht",
            "0344",
            "344",
            "GM0344",
            "gm0344",
            "GM 344",
            "gm-344",
            "344.0",
            "Utrecht (GM0344)",
            "0344 - Utrecht",
            "utrecht\u{200b}",
            "Utrecht (gemeente)",
            "Utrecht (U.)",
        ],
    ),
    (
        "GM0820",
        &[
            "Nuenen c.a.",
            "Nuenen, Gerwen en Nederwetten",
            "Nuenen Gerwen & Nederwetten",
        ],
    ),
    (
        "GM0502",
        &[
            "Capelle a/d IJssel",
            "Capelle aan de IJssel",
            "Capelle aan den Ĳssel",
        ],
    ),
    ("GM0310", &["De Bilt", "Bilt, De"]),
    ("GM0788", &["Haaren"]),
];

#[test]
fn a_municipality_is_found_by_any_usual_name() {
    for (code, texts) in USUAL_NAMES {
        check(CodeKind::Municipality, code, texts);
    }
}

#[test]
fn a_name_with_two_meanings_or_none_gets_the_nearest_three() {
    let municipality = |text, message| check_unknown(CodeKind::Municipality, text, message);
    municipality(
        "Bergen",
        "\"Bergen\" may mean more than one; write the code; the nearest are GM0373 (Bergen (NH.), Noord-Holland), \
         GM0893 (Bergen (L.), Limburg), GM1945 (Berg en Dal, Gelderland)",
    );
    municipality(
        "amersfort",
        "\"amersfort\" is not a municipality that is known here; the nearest are GM0307 (Amersfoort, Utrecht), \
         GM0293 (Westervoort, Gelderland), GM0200 (Apeldoorn, Gelderland)",
    );
    municipality(
        "",
        "\"\" is not a municipality that is known here; write a code or a name",
    );
    check_unknown(
        CodeKind::Category,
        "suplier-delivery",
        "\"suplier-delivery\" is not a category that is known here; the nearest are supplier-delivery (Leverancier \
         levert niet), data-extraction (Queries en aanlevering lukken niet), web-guidelines (Webrichtlijnen te zwaar)",
    );
}

#[test]
fn what_is_near_comes_first() {
    let first = |kind, text: &str| Register::embedded().nearest(kind, text)[0].code.clone();
    for (text, code) in [
        ("Utregt", "GM0344"),
        ("GM344x", "GM0344"),
        ("Hengelo (Gld.)", "GM0164"),
        ("Alphen", "GM1723"),
    ] {
        assert_eq!(first(CodeKind::Municipality, text), code, "{text}");
    }
    assert_eq!(first(CodeKind::Category, "delivery"), "supplier-delivery");
    assert_eq!(first(CodeKind::BuildingBlock, "BAGG"), "bag");
}

/// A name with the suffix of another province is another place.
#[test]
fn a_suffix_of_another_province_is_not_ignored() {
    let register = Register::embedded();
    for text in [
        "Hengelo (Gld.)",
        "Rijswijk (NB.)",
        "Beek (Gld)",
        "Utrecht (L.)",
    ] {
        let found = register.find_code(CodeKind::Municipality, text);
        assert_eq!(found.unwrap_err().meanings, 0, "{text}");
    }
    let disagree = register.find_code(CodeKind::Municipality, "GM0344 Amersfoort");
    assert_eq!(disagree.unwrap_err().meanings, 2);
}

#[test]
fn codes_of_the_catalogue_are_found_by_code_and_by_name() {
    check(
        CodeKind::Category,
        "supplier-delivery",
        &[
            "Supplier-Delivery",
            "supplier delivery",
            "Leverancier levert niet",
            "leverancier  levert niet ",
            "Supplier does not deliver",
            "Leverancier levert niet (supplier-delivery)",
        ],
    );
    check(
        CodeKind::Category,
        "funding",
        &["te weinig financiele middelen", "FUNDING"],
    );
    check(
        CodeKind::BuildingBlock,
        "bag",
        &["BAG", "Basisregistratie Adressen en Gebouwen"],
    );
    check(
        CodeKind::Remedy,
        "supplier-fix",
        &["leverancier heeft geleverd"],
    );
    check(
        CodeKind::Province,
        "PV27",
        &["NH", "noord holland", "N-H", "pv27"],
    );
}

/// Only what really has two meanings may be ambiguous: another name or suffix must not hide a municipality.
#[test]
fn no_name_hides_another() {
    let register = Register::embedded();
    for kind in [
        CodeKind::Municipality,
        CodeKind::Province,
        CodeKind::Category,
        CodeKind::BuildingBlock,
        CodeKind::Remedy,
    ] {
        for (code, name) in register.codes(kind) {
            assert_eq!(register.find_code(kind, code), Ok(code));
            assert_eq!(register.find_code(kind, name), Ok(code), "{name}");
        }
    }
    for other in &register.other_names {
        let kind = if other.code.starts_with("GM") {
            CodeKind::Municipality
        } else {
            CodeKind::Province
        };
        assert_eq!(
            register.find_code(kind, &other.name),
            Ok(other.code.as_str()),
            "{}",
            other.name
        );
    }
    assert_eq!(register.lookups().ambiguous(), ["bergen"]);
}
