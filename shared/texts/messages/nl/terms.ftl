# One word for one thing: other files use these.
term-municipality = Gemeente
term-municipalities = Gemeenten
term-province = Provincie
term-category = Categorie
term-categories = Categorieën
term-building-block = Bouwsteen
term-building-blocks = Bouwstenen
term-no-building-block = geen bouwsteen
term-no-party = geen partij
term-waits-on = Wacht op
term-parties = Partijen
term-reference = Kenmerk
term-open = open
term-persisting = hardnekkig
term-closed = afgesloten
term-party-supplier = leverancier
term-party-national-body = landelijke partij
term-party-partnership = samenwerkingsverband
term-knelpunten = Knelpunten
term-rounds = Rondes
term-solved = opgelost
term-lapsed = vervallen
term-solved-nationally = landelijk opgelost
term-reached = gesproken
term-no-answer = niet bereikt
term-declined = zag ervan af
term-not-called = niet gebeld
term-round = Ronde
term-since = Sinds
term-last-confirmed = Laatst bevestigd
term-unknown = niet te zeggen

# Remedies and support, short as in a table.
remedy-i-versneller = i-Versneller
remedy-i-nup-academy = i-NUP Academy
remedy-i-coach = i-coach
remedy-i-spiegel = i-Spiegel
remedy-supplier-fix = leverancier heeft geleverd
remedy-funding-granted = er kwam geld
remedy-rule-changed = regel is veranderd
remedy-other = iets anders
remedy-none = niet bekend

# Roles of reporters.
role-municipal-secretary = gemeentesecretaris
role-operations-director = directeur bedrijfsvoering
role-information-manager = informatiemanager
role-ict-coordinator = coördinator I&A
role-ict-department = afdeling I&A
role-by = door de { $role }
role-by-other = door { $role }
term-too-few = te weinig
