# Wat er mis is met tabellen en bellijsten, en wat te doen.

## Vakken
sheet-cell-empty = Dit vak is leeg. Vul het in.
sheet-party-half = Dit vak is leeg. Vul van een partij de soort én de naam in.
sheet-quotes = Hier staat een aanhalingsteken binnen aanhalingstekens. Schrijf het dubbel, of laat het weg.
sheet-row-length = Deze rij heeft { $cells } vakken onder { $columns } kopjes. Zet een tekst met een scheidingsteken tussen aanhalingstekens.
sheet-formula-fails = Hier staat een formule met een fout ({ $error }). Typ de waarde zelf.
sheet-formula-uncalculated = Hier staat een formule zonder uitkomst. Open het werkboek in Excel of LibreOffice en sla het op, of typ de waarde zelf.
sheet-not-one-of = { $text } is geen keuze uit de lijst. Kies uit: { $labels }.
sheet-not-a-party-kind = { $text } is geen soort partij. Kies uit: { $labels }.
sheet-not-a-round = { $text } is geen ronde. Gebruik kleine letters, cijfers en streepjes, zoals 2013-02.
sheet-of-field = { $field }: { $problem }
sheet-of-member = { $member }: { $problem }
sheet-rule = Dit kan niet worden vastgelegd: { $problem }. Verbeter het.
sheet-control-characters = Hierin staan onzichtbare tekens. Typ de tekst opnieuw.
sheet-too-long = Dit zijn { $length } tekens. Er passen er hoogstens { $limit }: maak de tekst korter.
sheet-letters-damaged = Letters zijn beschadigd, zoals wanneer een programma een tekst verkeerd opent. Verbeter ze, of maak het bestand opnieuw en lees dat in.
sheet-and-below = { $problem } Dat is zo in nog { $count } vakken eronder.

## Datums
sheet-not-a-date = { $text } is geen datum. Schrijf bijvoorbeeld 12-2-2013.
sheet-not-a-date-in-table = { $text } is geen datum. Schrijf bijvoorbeeld 12-2-2013, 12 februari 2013 of 2013-02-12.
sheet-date-number = { $text } is een getal. Geef het vak de opmaak van een datum, of schrijf bijvoorbeeld 12-2-2013.
sheet-date-number-in-table = { $text } is een getal. Geef de kolom de opmaak van een datum voor u het bestand opslaat, of schrijf bijvoorbeeld 12-2-2013.
sheet-date-too-early = { $text } is van voor { $year }. Verbeter de datum.
sheet-date-ahead = Deze datum is nog niet geweest. Verbeter de datum.
sheet-day-outside = { $day } ligt niet tussen { $first } en { $last }. Verbeter de datum.
sheet-date-either = Bij { $text } kan de maand voorop staan. Schrijf { $day } of { $other }.
sheet-date-either-in-table = Bij { $text } kan de maand voorop staan. Schrijf { $day } of { $other }.
sheet-date-month-first = Bij { $text } staat de maand voorop. Schrijf { $day }.
sheet-date-month-first-in-table = Bij { $text } staat de maand voorop. Schrijf { $day }.
sheet-value-either = { $text } kan { $day } of { $other } zijn. Schrijf het zo.
sheet-observed-later = Deze dag is nog niet geweest. Meld alleen wat al gezien is.
sheet-observed-ahead = Deze dag is nog niet geweest. Meld alleen wat al gezien is.
sheet-known-later = Deze datum is later dan { $observed }. Verbeter een van de twee.
sheet-known-after = Deze datum is later dan de dag waarop het gezien is. Vul dezelfde dag in, of een eerdere.
sheet-dates-open = Kolom { $column }: in rij { $row } staat { $date }. Daarin kan de dag of de maand voorop staan, en geen andere rij laat zien welke. Kies hoe de datums in het bestand staan.
sheet-dates-mixed = Kolom { $column }: in rij { $row } staat { $date }, met de dag voorop, en in rij { $other } staat { $otherdate }, met de maand voorop. Schrijf alle datums op één manier, of kies hoe de datums in het bestand staan: dan ziet u welke rijen fout zijn.
sheet-dates-month-first = Van kolom { $column } lezen we eerst de maand en dan de dag, omdat in rij { $row } { $date } staat. Klopt dat niet? Verbeter dan die rij.

## Codes en namen
sheet-name-unknown =
    { $text } is { $kind ->
        [municipality] geen gemeente die wij kennen
        [province] geen provincie die wij kennen
        [building-block] geen bouwsteen uit de lijst
        [remedy] geen ondersteuning uit de lijst
       *[category] geen categorie uit de lijst
    }. Bedoelt u een van deze: { $nearest }?
sheet-name-ambiguous = { $text } kan meer dan één ding betekenen. Schrijf de code: { $nearest }.
sheet-name-empty =
    { $text } is { $kind ->
        [municipality] geen gemeente die wij kennen
        [province] geen provincie die wij kennen
        [building-block] geen bouwsteen uit de lijst
        [remedy] geen ondersteuning uit de lijst
       *[category] geen categorie uit de lijst
    }. Schrijf een code of een naam.

## Kolommen van een tabel
sheet-field-missing = { $field } ontbreekt nog. Kies er een kolom voor, of vul in wat in elke rij hetzelfde is.
sheet-field-not-of-support = { $field } hoort niet bij ondersteuning. Kies er geen kolom voor, of kies een andere kolom voor de ondersteuning.
sheet-field-not-of-report = { $field } hoort niet bij een melding. Kies er geen kolom voor, of kies ook een kolom voor de ondersteuning.
sheet-fields-party = De soort en de naam van een partij horen bij elkaar. Kies voor allebei een kolom, of voor geen van beide.
sheet-no-column = Er is geen kolom { $column }. De kolommen zijn { $columns }.
sheet-columns-alike = Er zijn { $count } kolommen met het kopje { $column }. Geef elke kolom een eigen kopje.
sheet-columns-left-out = Deze kolommen horen bij geen veld en zijn niet gelezen: { $columns }.
sheet-cells =
    { $what } { $count ->
        [one] Dat is zo in rij { $row }, kolom { $column }.
       *[other] Dat is zo in { $count } vakken, het eerste in rij { $row }, kolom { $column }.
    }
sheet-apostrophe-left-out = De apostrof voor -, +, @ of = is weggelaten.
sheet-invisible-left-out = Onzichtbare tekens zijn weggelaten.

## De bellijst zelf
sheet-stamp-changed = Dit kopje is veranderd. Zet het oorspronkelijke kopje terug.
sheet-stamp-version = Deze bellijst is van versie { $found }. Alleen versie { $version } kan worden ingelezen: download de bellijst opnieuw.
sheet-stamp-round = { $text } is geen ronde. Zet het oorspronkelijke kopje terug.
sheet-stamp-source = { $text } is geen bron. Zet het oorspronkelijke kopje terug.
sheet-stamp-missing = Het kopje ontbreekt dat de ronde en de bron noemt. Sla het blad op met alle kolommen.
sheet-same-sheet = Dit is hetzelfde blad als { $other }. Lees één van de twee in.
sheet-no-answers = Hier staan geen antwoorden. Lees een van deze bladen in: { $sheets }.
sheet-origin = ronde { $round }, bron { $source }, stand van { $day }
sheet-other-workbook = Dit hoort bij een ander werkboek ({ $one }) dan blad { $other } ({ $another }). Lees ze één voor één in.
sheet-other-workbook-of-round = Dit hoort bij een ander werkboek van dezelfde ronde dan blad { $other }. Lees ze één voor één in.
sheet-missing = Dit blad ontbreekt. Begin opnieuw met het oorspronkelijke werkboek.
sheet-missing-renamed = Dit blad ontbreekt. Blad { $found } heeft dezelfde kopjes: geef het weer de naam { $sheet }.
sheet-comments = In het werkboek staan opmerkingen bij vakken. Die lezen we niet: zet wat belangrijk is in kolom { $column }.
sheet-not-of-form = Dit blad hoort niet bij de bellijst en is niet gelezen.
sheet-copy-same = Dit is een kopie van blad { $sheet } zonder andere antwoorden, en is niet gelezen.
sheet-copy-other = Dit is een kopie van blad { $sheet }, met antwoorden die daar niet staan. Zet de antwoorden op blad { $sheet } en verwijder dit blad.
sheet-headings-moved = De kopjes staan in rij { $row }. Verwijder de rijen erboven.
sheet-heading-missing = Dit kopje ontbreekt. Zet het terug.
sheet-heading-twice = Twee kolommen hebben dit kopje. Verwijder een van de twee, of haal het kopje weg.
sheet-merged-with-column = Dit vak is samengevoegd met kolom { $column }. Splits de vakken en vul ze allemaal in.
sheet-merged-with-row = Dit vak is samengevoegd met rij { $row }. Splits de vakken en vul ze allemaal in.
sheet-merged-with-rows = Dit vak is samengevoegd met de rijen tot en met { $row }. Splits de vakken en vul ze allemaal in.
sheet-column-not-read = Deze kolom hoort niet bij de bellijst en is niet gelezen: { $text }.
sheet-column-not-read-below = Deze kolom hoort niet bij de bellijst en is niet gelezen: { $text }, en nog { $count } eronder.
sheet-a-formula = een formule

## De antwoorden op een bellijst
sheet-row-twice = Dit staat er twee keer. Houd één van de rijen over.
sheet-only-when-gone = Dit is ingevuld, maar het antwoord is niet { $answer }. Verander het antwoord, of maak dit vak leeg.
sheet-remark-alone = Hier staat een opmerking zonder antwoord. Kies een antwoord, of haal de opmerking weg.
sheet-row-changed = Dit is veranderd. Zet de oorspronkelijke rij terug.
sheet-text-changed = { $text } is veranderd. Zet de oorspronkelijke rij terug.
sheet-unknown-municipality = Hier staat een gemeente die wij niet kennen. Zet de oorspronkelijke rij terug.
sheet-other-municipality = { $text } is niet de gemeente van deze rij. Misschien zijn vakken verschoven: zet de oorspronkelijke rij terug.
sheet-no-outcome = Dit vak is leeg. Kies hoe het is afgelopen.
sheet-gone-after-call = Dit vak is leeg, maar de laatste melding is van { $reported }, na het gesprek van { $called }. Verbeter de dag van het gesprek.
sheet-code-twice = { $code } staat er twee keer. Houd één van de rijen over.
sheet-not-reached = Dit vak is leeg. Kies of de gemeente bereikt is.
sheet-no-call-day = Dit vak is leeg. Vul de dag van het gesprek in.
sheet-not-a-code = { $text } is geen code van een gemeente. Zet de oorspronkelijke rij terug.
sheet-other-name = { $text } is niet de naam van { $code }. Zet de code en de naam terug.
sheet-listed-already = Dit staat al op blad { $sheet }. Geef daar antwoord, en maak deze rij leeg.
sheet-new-twice = Dit staat er twee keer. Houd één van de rijen over, of geef elke rij een eigen kenmerk.
sheet-call-not-in-log = Hier staat een antwoord, maar de dag van het gesprek is nog niet bekend. Lees ook blad { $sheet } in.
sheet-call-missing = Hier staat een antwoord, maar op blad { $sheet } staat niet de dag van het gesprek. Vul die daar in.

## Bestanden
sheet-file-empty = Het is leeg. Kopieer of download het opnieuw.
sheet-file-cut-off = Het is niet compleet of beschadigd. Kopieer of download het opnieuw, of open het in Excel of LibreOffice en sla het op als .xlsx.
sheet-file-protected = Er zit een wachtwoord op. Open het, haal het wachtwoord eraf en sla het opnieuw op.
sheet-file-old = Het is een oud .xls-bestand, of er zit een wachtwoord op. Open het in Excel of LibreOffice, en sla het zonder wachtwoord op als .xlsx.
sheet-file-web-page = Het is een pagina van een website, misschien om in te loggen. Download het werkboek zelf.
sheet-file-flat-xml = Het is een XML-bestand (.fods of .xml). Open het in Excel of LibreOffice, en sla het op als .xlsx of .ods.
sheet-file-pdf = Het is een pdf. Kies het werkboek waarvan de pdf gemaakt is.
sheet-file-text = Het is een tekst. Is het een tabel? Sla die dan op als CSV UTF-8.
sheet-file-no-workbook = Het is geen werkboek. Sla het op als .xlsx of .ods.
sheet-file-workbook = Het is een werkboek of een ander zip-bestand, en geen tabel. Sla het op als .xlsx of .ods, of sla het blad op als CSV UTF-8.
sheet-file-utf-16 = Het is een tekst in UTF-16. Sla het op als UTF-8 (in Excel: CSV UTF-8).
sheet-file-no-text = Het is geen tekst. Sla de tabel op als CSV UTF-8.
sheet-file-old-table = Het is een oud .xls-bestand, of een werkboek met een wachtwoord. Open het in Excel of LibreOffice, en sla het blad op als CSV UTF-8.
sheet-file-document = Het is een document of presentatie, en geen werkboek. Kies het werkboek.
sheet-file-xlsb = Het is een .xlsb-bestand. Open het in Excel en sla het op als .xlsx.
sheet-file-numbers = Het is een bestand van Numbers of Pages. Exporteer het als .xlsx.
sheet-file-zip = Het is een zip-bestand zonder werkboek. Pak het uit, of kies het werkboek zelf (.xlsx of .ods).
sheet-file-malformed = Het is beschadigd, of niet helemaal een werkboek. Open het in Excel of LibreOffice en sla het opnieuw op als .xlsx of .ods.
sheet-too-large = Het is uitgepakt groter dan { $limit } MB, en zo groot is geen bellijst. Verdeel de gemeenten over meer bellijsten.
sheet-too-many-cells = Het heeft meer dan { $limit } vakken. Verdeel de gemeenten over meer bellijsten.
sheet-too-far = Op een blad staat iets onder rij { $row } of rechts van kolom { $column }. Haal dat weg, of verdeel de gemeenten over meer bellijsten.
sheet-headings-below = De kopjes, die van blad { $sheet }, staan in rij { $row }. Verwijder de rijen erboven.
sheet-table-empty = Het is leeg. De eerste regel moet de kopjes van de kolommen hebben.
sheet-table-uncalculated = Op blad { $sheet } staat in rij { $row } een formule zonder uitkomst. Open het werkboek in Excel of LibreOffice en sla het op.
sheet-quote-open = In rij { $row } staat een aanhalingsteken dat nergens sluit. Sluit het.
sheet-read-failed = Na rij { $row } ging het mis. { $problem }
sheet-input = Het bestand gaf een fout: { $problem }. Probeer het opnieuw.
sheet-row-endless = Een rij is langer dan 1 MB. Kijk of er een aanhalingsteken is dat niet sluit.
sheet-not-utf-8 = Rij { $row } heeft een teken dat geen UTF-8 is (byte { $byte } van het bestand). Verbeter rij { $row } en sla het bestand op als UTF-8.
sheet-mixed-encodings = Rij { $row } heeft een teken dat geen UTF-8 is (byte { $byte } van het bestand), en andere letters zijn dat wel. Verbeter rij { $row } en sla het bestand op als UTF-8.
sheet-byte-not-utf-8 = Byte { $byte }, of een net daarvoor, is geen UTF-8. Sla het bestand op als UTF-8.
