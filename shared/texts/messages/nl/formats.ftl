# Ages and lists.
age-days = 
    { $days ->
    [0] nog geen dag
    [one] { $days } dag
   *[other] { $days } dagen
    }
age-months = 
    { $months ->
    [one] { $months } maand
   *[other] { $months } maanden
    }
age-years = { $years } jaar
age-years-months = { $years } jaar en { $months ->
        [one] { $months } maand
       *[other] { $months } maanden
    }
list-and = en
