//! The sheet that explains the others, and says what the workbook is of.

use rust_xlsxwriter::{ProtectionOptions, Worksheet, XlsxError};

use super::looks::{Looks, height_points, on_paper};
use crate::{Sheet, layout};

/// What is explained: a heading, and what is said under it.
const EXPLAINED: [(&str, &str); 8] = [
    (
        "Wat is dit?",
        "Het werkblad van een belronde langs gemeenten. Het laat zien welke knelpunten nu open staan, en er is plaats om op te schrijven wat er in het gesprek gezegd wordt. Vul alleen de lichtgele cellen in; de grijze vertellen wat er al bekend is.",
    ),
    (
        "Blad Gemeenten",
        "Vul per gemeente in of er iemand bereikt is, en wanneer. Zonder datum telt het gesprek niet. Zijn niet alle onderwerpen besproken, schrijf dan op welke wel, met een puntkomma ertussen; leeg betekent alle. Een gemeente waarvan niets is ingevuld, is niet gebeld.",
    ),
    (
        "Blad Knelpunten",
        "Kies per knelpunt een antwoord. 'Nog steeds': het is genoemd en het is er nog. 'Opgelost': iemand heeft gezegd dat het weg is; kies dan ook hoe het is afgelopen, en als het bekend is wat hielp en sinds wanneer het weg is (leeg: de dag van het gesprek). 'Niet besproken', of leeg: er is niets over gezegd.",
    ),
    (
        "Zwijgen is geen oplossing",
        "Een knelpunt waar niemand iets over zegt, blijft open. Kies 'opgelost' alleen als iemand zegt dat het weg is; twijfelt u, kies dan 'niet besproken'.",
    ),
    (
        "Blad Nieuw",
        "Hier komt wat nog niet op het blad Knelpunten staat: een regel per knelpunt, met de gemeente en het soort knelpunt; de rest mag leeg blijven. Staat het knelpunt er al, antwoord dan daar. Een kenmerk is een nummer van een melding of een systeem, nooit een zin.",
    ),
    (
        "Geen namen van personen",
        "Schrijf nergens namen, telefoonnummers of e-mailadressen van personen op: alleen functies en organisaties. Wat hier staat, wordt bewaard en door velen gelezen.",
    ),
    (
        "Inlezen en verbeteren",
        "Inlezen gaat met `knelpunt rounds import`. Hetzelfde werkblad nog eens inlezen verandert niets. Verbeter een fout in ditzelfde werkblad en lees het opnieuw in: wat er niet meer in staat, wordt ingetrokken, en wat er nieuw in staat, komt erbij. Een gemeente waarvan niets is ingevuld, blijft zoals zij was, zodat kopieën verdeeld kunnen worden; is zij weer leeg omdat alles fout was, lees dan in met `--cleared`. De bladen mogen ook als CSV bewaard worden, elk in een eigen bestand.",
    ),
    (
        "Laat staan",
        "Verander geen koppen, geen namen van bladen en niets in de verborgen kolommen: daaraan wordt herkend welk knelpunt bedoeld is. Kolommen verplaatsen, rijen sorteren en filteren mag.",
    ),
];

/// Of the column of texts, in characters.
const WIDTH: f64 = 110.0;

/// Writes the sheet.
pub(super) fn write(
    worksheet: &mut Worksheet,
    sheet: &Sheet,
    looks: &Looks,
) -> Result<(), XlsxError> {
    worksheet.set_name(layout::ABOUT)?;
    worksheet.set_column_width(0, 28)?;
    worksheet.set_column_width(1, WIDTH)?;
    let title = format!("{} {}", layout::TITLE, sheet.about.round);
    worksheet.write_with_format(0, 0, title, &looks.title)?;
    let mut row = 2;
    for (label, value) in told(sheet) {
        worksheet.write_with_format(row, 0, label, &looks.label)?;
        worksheet.write_with_format(row, 1, value, &looks.text)?;
        row += 1;
    }
    for (label, text) in EXPLAINED {
        row += 1;
        worksheet.write_with_format(row, 0, label, &looks.label)?;
        worksheet.write_with_format(row, 1, text, &looks.text)?;
        worksheet.set_row_height(row, height_points([(text, WIDTH)]) + 6.0)?;
    }
    on_paper(worksheet);
    let options = ProtectionOptions {
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    };
    worksheet.protect_with_options(&options);
    Ok(())
}

fn told(sheet: &Sheet) -> [(&'static str, String); 7] {
    let about = &sheet.about;
    let organisation = about.coach_organisation.clone().unwrap_or_default();
    [
        (layout::ROUND, about.round.clone()),
        (layout::SOURCE, about.source.clone()),
        (layout::AS_OF, about.as_of.to_string()),
        (layout::ORGANISATION, organisation),
        (layout::FORM, layout::VERSION.to_owned()),
        (
            "Gemeenten te bellen",
            sheet.municipalities.len().to_string(),
        ),
        ("Knelpunten open", sheet.knelpunten.len().to_string()),
    ]
}
