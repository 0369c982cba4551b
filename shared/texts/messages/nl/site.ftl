# Around the content of every page.
site-name = Knelpunt
site-skip = Naar de inhoud
site-search-label = Zoek een gemeente, categorie, partij of tekst
site-search-hint = Gemeente, categorie, partij of tekst
site-search = Zoek
site-report = Meld een knelpunt
site-menu = Menu
site-navigation = Hoofdmenu
site-breadcrumbs = Kruimelpad
site-notices = Eerst dit
site-to-overview = Naar het overzicht
nav-overview = Overzicht
nav-municipalities = Gemeenten
nav-categories = Categorieën
nav-parties = Wacht op
nav-rounds = Rondes
nav-outlook = Vooruitblik
nav-support = Ondersteuning
nav-compare = Vergelijken
nav-report = Maandbericht

# Bars below the header.
bar-demo = Voorbeeldgegevens
bar-demo-all = Alle knelpunten hier komen uit een simulatie. Niets daarvan is echt gebeurd.
bar-demo-some = Van de { $whole } knelpunten hier komen er { $part } uit een simulatie. Niets daarvan is echt gebeurd.
bar-assigned = Verdeling verzonnen
bar-assigned-all = Alle knelpunten hier zijn echte meldingen van een ander bedrijf: Volvo IT Belgium (BPI Challenge 2013; W. Steeman, 4TU.ResearchData). De verdeling over gemeenten en categorieën is verzonnen en zegt niets over deze gemeenten.
bar-assigned-some = Van de { $whole } knelpunten hier zijn er { $part } echte meldingen van een ander bedrijf: Volvo IT Belgium (BPI Challenge 2013; W. Steeman, 4TU.ResearchData). De verdeling over gemeenten en categorieën is verzonnen en zegt niets over deze gemeenten.
bar-ended = De laatste gebeurtenis is van { $date }.
bar-ended-link = Bekijk de stand van die dag
bar-past = U ziet de stand van { $date }.
bar-past-back = Terug naar vandaag
bar-behind = De verbinding met het logboek is weg. Wat na gebeurtenis { $position } is gemeld, ontbreekt hier.
bar-broken = 
    { $n ->
    [one] Eén gebeurtenis kon niet gelezen worden en telt niet mee.
   *[other] { $n } gebeurtenissen konden niet gelezen worden en tellen niet mee.
    }
bar-broken-link = Bekijk welke en waarom

# When the page was updated.
live-updated = Bijgewerkt om { $time }.
live-lost = Niet meer live sinds { $time }.
live-refresh = Ververs

# Footer.
footer-as-of = Peildatum { $date }.
footer-position = 
    { $position ->
    [0] Er zijn nog geen gebeurtenissen.
   *[other] Bijgewerkt tot gebeurtenis { $position }.
    }
footer-division-same = Gemeenten volgens de indeling van die dag.
footer-division = Gemeenten volgens de indeling van { $date }.
footer-permanent = Vaste link naar deze pagina
footer-permanent-means = : wie die opent, ziet altijd deze cijfers.
footer-other-date = Andere peildatum (dd-mm-jjjj)
footer-show = Toon
footer-data = Dezelfde cijfers als JSON:
footer-all = Alle knelpunten
footer-building-blocks = Bouwstenen
footer-definitions = Begrippen en berekening
footer-import = Een bestand inlezen
footer-accessibility = Toegankelijkheid
footer-privacy = Privacy
footer-operations = Beheer
footer-api = API
footer-follow = Volg deze pagina (Atom)
footer-boundaries = Grenzen: © CBS / Kadaster

# The line below every figure.
figure-more = Tabel, downloads en uitleg
figure-more-no-table = Downloads en uitleg
figure-xlsx = Excel (XLSX)
workbook-table = Cijfers
workbook-provenance = Verantwoording
workbook-figure = Wat
workbook-selection = Selectie
workbook-meaning = Betekenis
workbook-moment = Stand
figure-csv = CSV
figure-svg = Afbeelding (SVG)
figure-permanent = Vaste link
figure-terms = Alle begrippen
figure-other-day = Op { $date }: { $heading }
