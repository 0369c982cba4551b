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
