# Whether support helped.
support-title = Hielp de ondersteuning?
support-lead = Gemeenten kozen zelf voor ondersteuning. Wie om hulp vroeg, kan anders zijn dan wie dat niet deed. Een verschil bewijst dus niet dat de ondersteuning de oorzaak was.
support-empty = Er is nog geen ondersteuning bekend
support-empty-text = Van geen enkele gemeente is bekend welke ondersteuning ze kreeg, en wanneer. Daarom is niet te zeggen of het hielp. Een presentielijst is genoeg: gemeente, datum en wat ze kreeg.
support-form = Kies een gemeente, en leg vast wat ze kreeg
support-command = Leg dat per gemeente vast met
support-then = Wat u hier dan ziet
support-then-sub = Per soort ondersteuning
support-then-municipalities = hoeveel gemeenten de ondersteuning kregen, en hoeveel niet
support-then-closed = hoe vaak knelpunten daarna werden afgesloten, en hoe vaak zonder ondersteuning
support-then-chance = of dat verschil toeval kan zijn
support-method = Een knelpunt telt als “zonder” tot de dag dat de gemeente ondersteuning kreeg, en daarna als “met”. Wat eerder al was afgesloten, telt niet als succes.
support-heading = 
    { $n ->
    [0] Geen enkele ondersteuning maakte meer verschil dan toeval kan verklaren
    [one] Eén soort ondersteuning maakte meer verschil dan toeval kan verklaren
   *[other] { $n } soorten ondersteuning maakten meer verschil dan toeval kan verklaren
    }
support-sub = Hoeveel keer zo snel knelpunten met de ondersteuning werden afgesloten als zonder. 2 is twee keer zo snel. De lijn is het interval van 95%.
support-kind = Ondersteuning
support-with-municipalities = Gemeenten met
support-with = Knelpunten met
support-with-closed = waarvan afgesloten
support-without-municipalities = Gemeenten zonder
support-without = Knelpunten zonder
support-without-closed = waarvan afgesloten
support-ratio = Verhouding
support-verdict = Verschil?
support-faster = sneller
support-slower = langzamer
support-chance = kan toeval zijn
support-too-few = te weinig

# Whether one kind of support helped.
support-row = Met { $support } werden knelpunten { $ratio } keer zo snel afgesloten (interval { $low } tot { $high }).
support-row-chance = Dat kan toeval zijn.
support-row-unknown = Er is te weinig om te zeggen of knelpunten met { $support } sneller werden afgesloten.
support-row-none = Van geen enkele gemeente is bekend dat ze { $support } kreeg.
support-curves = Hoe lang het open staat, met en zonder ondersteuning
support-curves-sub = Deel dat nog open staat, naar de tijd sinds het begin. Met { $support }: { $with ->
        [one] één knelpunt
       *[other] { $with } knelpunten
    }; zonder: { $without }. Ook wat nu open staat telt mee.
support-curves-too-few = Er is nog te weinig om dit te laten zien: minstens 10 knelpunten met de ondersteuning moeten tegelijk te volgen zijn.
support-curves-from = De kromme met de ondersteuning begint bij dag { $days }: daarvoor waren er te weinig te volgen.
support-curve-with = met { $support }
support-curve-without = zonder { $support }
support-at-risk = Zoveel knelpunten waren er te volgen bij het eerstvolgende punt van de kromme, met / zonder:
support-at-risk-column = Te volgen bij het eerstvolgende punt
support-alt = Het deel dat nog open staat, naar de tijd: met en zonder { $support }. De cijfers staan in de tabel onder de grafiek.
support-numbers = De aantallen
support-group = Knelpunten
support-knelpunten = Aantal
support-expected = Verwacht als het niet uitmaakte
support-caveat = Wat dit niet zegt
