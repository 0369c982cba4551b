# Pages of failures: what happened, and what to do.
failure-bad-link = This link is not right
failure-bad-link-advice = Something in the address is not possible here. See below. Correct it, or start again from the overview.
failure-not-found = This page does not exist
failure-not-found-advice = Perhaps the address was copied wrongly. Search above, or go to the overview.
failure-nearest = Did you mean one of these?
failure-foreign = This is possible only from a page here
failure-foreign-advice = Something was sent from another site, or without saying from where. Nothing of it was stored. Open the form here, and send it from that page.
failure-too-large = This is too large
failure-too-large-advice = What you sent is larger than is possible here. Nothing was stored. Split it, or go back with the button of your browser: what you filled in is still there.
failure-too-slow = The form did not arrive well
failure-too-slow-advice = The connection was too slow. Nothing was stored. Go back with the button of your browser: what you filled in is still there.
failure-wrong-method = This is not possible here
failure-wrong-method-advice = Nothing can be sent to this page. Just open it, or go to the overview.
failure-too-many = It is very busy
failure-too-many-advice = 
    { $seconds ->
    [one] Wait a second and try again.
   *[other] Wait { $seconds } seconds and try again.
    }
failure-busy = A moment, please
failure-busy-advice = It is busy, or the figures are being rebuilt. Load this page again in a few seconds; what you sent counts only once.
failure-other = Something went wrong on our side
failure-other-advice = Try again in a few minutes. If it goes on, give the address and the time to the operator: the log of the server says why.
failure-detail = For the operator
