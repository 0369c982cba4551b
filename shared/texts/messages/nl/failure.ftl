# Pages of failures: what happened, and what to do.
failure-bad-link = Deze link klopt niet
failure-bad-link-advice = Er staat iets in het adres wat hier niet kan. Hieronder staat wat. Pas het aan, of begin opnieuw vanaf het overzicht.
failure-not-found = Deze pagina bestaat niet
failure-not-found-advice = Misschien is het adres verkeerd overgenomen. Zoek hierboven, of ga naar het overzicht.
failure-nearest = Bedoelde u een van deze?
failure-foreign = Dat kan alleen vanaf een pagina hier
failure-foreign-advice = Er is iets verstuurd vanaf een andere site, of zonder dat te zien is waarvandaan. Daarvan is niets vastgelegd. Open het formulier hier, en verstuur het vanaf die pagina.
failure-too-large = Dit is te groot
failure-too-large-advice = Wat u verstuurde, is groter dan hier kan. Er is niets vastgelegd. Splits het in delen, of ga terug met de knop van uw browser: daar staat nog wat u invulde.
failure-too-slow = Het formulier kwam niet goed aan
failure-too-slow-advice = De verbinding was te traag. Er is niets vastgelegd. Ga terug met de knop van uw browser: daar staat nog wat u invulde.
failure-wrong-method = Dat kan hier niet
failure-wrong-method-advice = Naar deze pagina kan niets verstuurd worden. Open haar gewoon, of ga naar het overzicht.
failure-too-many = Het is nu erg druk
failure-too-many-advice = 
    { $seconds ->
    [one] Wacht een seconde en probeer het opnieuw.
   *[other] Wacht { $seconds } seconden en probeer het opnieuw.
    }
failure-busy = Nog even geduld
failure-busy-advice = Het is druk, of de cijfers worden opnieuw opgebouwd. Laad deze pagina over enkele seconden opnieuw; wat u verstuurde, telt ook dan maar één keer.
failure-other = Er ging iets mis bij ons
failure-other-advice = Probeer het over een paar minuten opnieuw. Blijft het misgaan, geef dan het adres en het tijdstip door aan de beheerder: het logboek van de server zegt waarom.
failure-detail = Voor de beheerder
