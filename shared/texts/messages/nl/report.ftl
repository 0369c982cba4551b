# The page before the form of a report.
report-error = Fout:
report-lead = Over welke gemeente gaat het? Op de volgende pagina vult u in wat er aan de hand is. Dat duurt een minuut.
report-which = Gemeente
report-which-hint = Ook een oude naam of een gewone naam mag, zoals Den Bosch.
report-unknown = “{ $text }” is geen gemeente.
report-several = “{ $text }” kan meer dan één gemeente zijn.
report-perhaps = Bedoelde u een van deze?
report-next = Verder
