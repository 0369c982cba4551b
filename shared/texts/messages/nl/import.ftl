# The page on which a file is read in.
import-title = Een bestand inlezen
import-lead = Een tabel met meldingen of een ingevulde bellijst. Eerst doen we een proef: er wordt nog niets bewaard.
import-choose-file = Kies een bestand
import-file = Bestand
import-file-hint = Excel (.xlsx), LibreOffice (.ods) of een tabel als tekst (.csv). Noem geen namen van mensen in het bestand.
import-limit =
    { $n ->
       *[other] Het bestand is hoogstens { $n } MB.
    }
import-try = Doe een proef
import-try-again = Doe de proef opnieuw
import-other-file = Ander bestand kiezen
import-no-file = Er is geen bestand gekozen. Kies een bestand, en doe dan de proef.
import-too-large = Het bestand is groter dan { $n } MB. Verdeel de rijen over twee bestanden, of haal plaatjes uit het werkboek.
import-damaged = Het bestand kwam beschadigd terug van uw browser. Kies het nog een keer.
import-unreadable = { $file } kan niet gelezen worden. { $problem }
import-trial = Proef van { $file }
import-round = Dit is de bellijst van { $round }.
import-no-errors = Geen fouten.
import-wrong =
    { $wrong ->
        [one] Eén rij klopt niet.
       *[other] { $wrong } rijen kloppen niet.
    } { $n ->
        [0] Er is niets om toe te voegen.
        [one] Eén andere kunt u nu toevoegen, of verbeter eerst het bestand.
       *[other] De andere { $n } kunt u nu toevoegen, of verbeter eerst het bestand.
    }
import-known =
    { $n ->
        [one] Eén regel was al bekend.
       *[other] { $n } regels waren al bekend.
    }
import-all-known =
    { $n ->
        [one] De ene regel van dit bestand was al bekend. Er is niets om toe te voegen.
       *[other] Alle { $n } regels van dit bestand waren al bekend. Er is niets om toe te voegen.
    }
import-nothing = Er is niets ingevuld. Er is niets om toe te voegen.
import-changed = Er is iets veranderd sinds de proef. Dit is een nieuwe proef: kijk nog een keer, en voeg dan toe.
import-to-add = Dit kunt u toevoegen:
import-count-consultations =
    { $n ->
        [one] één gesprek
       *[other] { $n } gesprekken
    }
import-count-reports =
    { $n ->
        [one] één melding
       *[other] { $n } meldingen
    }
import-count-resolutions =
    { $n ->
        [one] één oplossing
       *[other] { $n } oplossingen
    }
import-count-support =
    { $n ->
        [one] ondersteuning van één gemeente
       *[other] ondersteuning in { $n } rijen
    }
import-count-withdrawals =
    { $n ->
        [one] één eerdere regel wordt ingetrokken, omdat de bellijst die niet meer heeft
       *[other] { $n } eerdere regels worden ingetrokken, omdat de bellijst die niet meer heeft
    }
import-count-corrections =
    { $n ->
        [one] één correctie
       *[other] { $n } correcties
    }
import-kind = Soort
import-what = Wat
import-date = Datum
import-kind-consultation = Gesprek
import-kind-report = Melding
import-kind-resolution = Opgelost
import-kind-support = Ondersteuning
import-kind-withdrawal = Intrekking
import-kind-correction = Correctie
import-rows =
    { $n ->
        [one] Eén regel die erbij komt
       *[other] { $n } regels die erbij komen
    }
import-errors =
    { $n ->
        [one] Eén fout
       *[other] { $n } fouten
    }
import-more =
    { $n ->
        [one] En nog één, die hier niet staat.
       *[other] En nog { $n }, die hier niet staan.
    }
import-sheet = Blad
import-row = Rij
import-column = Kolom
import-problem = Wat er mis is
import-notices = Wat ons opviel
import-at-sheet = Blad { $sheet }
import-at-row = rij { $row }
import-at-column = kolom “{ $column }”
import-go =
    { $n ->
        [one] Voeg één regel toe
       *[other] Voeg { $n } regels toe
    }
import-done =
    { $n ->
        [0] Er is niets toegevoegd.
        [one] Eén regel is toegevoegd. Nog een keer inlezen verandert niets.
       *[other] { $n } regels zijn toegevoegd. Nog een keer inlezen verandert niets.
    }
import-done-known =
    { $n ->
        [one] Eén regel was al bekend.
       *[other] { $n } regels waren al bekend.
    }
import-see = Bekijk het overzicht
import-outbox-full = Er wachten te veel meldingen op verzending. { $stored } zijn bewaard, { $failed } niet. Doe de proef over een paar minuten opnieuw: wat bewaard is, komt er niet dubbel in.
import-not-stored = { $stored } regels zijn bewaard, { $failed } niet, omdat de server ze niet kon opslaan. Doe de proef opnieuw: wat bewaard is, komt er niet dubbel in.
import-choose = Kies eerst hoe het bestand gelezen moet worden:
import-dates = Hoe staan de datums in het bestand?
import-day-first = Eerst de dag, dan de maand: 24/11/2026
import-month-first = Eerst de maand, dan de dag: 11/24/2026
import-columns = Welke kolom is wat?
import-columns-hint = Nodig zijn de gemeente, de categorie en wanneer het gezien is. Voor een lijst van ondersteuning zijn dat de gemeente, de ondersteuning en de datum. De rest mag leeg blijven.
import-from-column = Kolom
import-no-column = Geen
import-for-all = Of hetzelfde in elke rij
import-field-municipality = Gemeente
import-field-category = Categorie
import-field-building-block = Bouwsteen
import-field-party-kind = Soort partij
import-field-party = Naam van de partij
import-field-reference = Kenmerk of ticketnummer
import-field-observed = Wanneer gezien
import-field-known-since = Sinds wanneer bekend
import-field-round = Ronde
import-field-role = Rol van wie het meldt
import-field-description = In eigen woorden
import-field-support = Ondersteuning
import-field-topics = Onderwerpen van de ondersteuning
import-field-organisation = Organisatie die ondersteunde
