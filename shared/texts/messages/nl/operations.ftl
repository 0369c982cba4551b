# The page for operators.
operations-well = Alles is in orde: elke gebeurtenis is gelezen, en er wacht niets op verzending.
operations-stale = De verbinding met het logboek is weg: { $reason }. De cijfers zijn die van toen ze er nog was.
operations-waiting =
    { $n ->
        [one] Eén melding wacht op verzending naar het logboek. Dat gaat vanzelf zodra het kan.
       *[other] { $n } meldingen wachten op verzending naar het logboek. Dat gaat vanzelf zodra het kan.
    }
operations-dead =
    { $n ->
        [one] Eén melding werd door het logboek geweigerd. Zie knelpunt outbox.
       *[other] { $n } meldingen werden door het logboek geweigerd. Zie knelpunt outbox.
    }
operations-quarantine =
    { $n ->
        [one] Eén gebeurtenis kon niet gelezen worden
       *[other] { $n } gebeurtenissen konden niet gelezen worden
    }
operations-quarantine-means =
    { $shown ->
        [one] Zij telt niet mee. Er gaat niets verloren: is de oorzaak weg, probeer het dan opnieuw.
       *[other] Ze tellen niet mee. Er gaat niets verloren: is de oorzaak weg, probeer het dan opnieuw. Hieronder staan er { $shown } van { $total }.
    }
operations-sequence = Nummer
operations-subject = Onderwerp
operations-reasons = Wat er mis is
operations-payload = Inhoud
operations-retry = Opnieuw proberen
operations-retry-command = Opnieuw proberen kan met
operations-retried =
    { $folded ->
        [0] Er is opnieuw geprobeerd te lezen. Niets is nu wel leesbaar.
        [one] Eén gebeurtenis is nu wel gelezen en telt mee.
       *[other] { $folded } gebeurtenissen zijn nu wel gelezen en tellen mee.
    } { $left ->
        [0] Er zijn er geen meer over.
        [one] Er is er nog één over.
       *[other] Er zijn er nog { $left } over.
    }
operations-state = Stand en versies
operations-what = Wat
operations-value = Waarde
operations-position = Bijgewerkt tot gebeurtenis
operations-last = Laatste gebeurtenis in het logboek
operations-duplicates = Dubbel ontvangen
operations-conflicts = Twee inhouden onder één sleutel
operations-outbox = Wacht op verzending
operations-outbox-dead = Geweigerd door het logboek
operations-digest = Controlegetal van de cijfers
operations-digest-means = Twee servers met dezelfde gebeurtenissen en dezelfde versies hebben hetzelfde controlegetal.
operations-checkpoint = Laatste controlepunt
operations-no-checkpoint = nog geen
operations-version = Versie van het programma
operations-fold = Versie van de rekenregels
operations-register = Versie van het gemeenteregister
operations-catalogue = Versie van de catalogus
