"""Posts a report and reads the summary with the client that was generated: `use.py FOLDER URL`; prints the summary."""

import datetime
import inspect
import json
import sys

folder, url = sys.argv[1:]
sys.path.insert(0, folder)

from client import Client, models
from client.api.events import report
from client.api.questions import summary

body = inspect.signature(report.sync_detailed).parameters["body"].annotation
body = getattr(models, body) if isinstance(body, str) else body
with Client(base_url=f"{url}/v1", raise_on_unexpected_status=True) as client:
    event = {"municipality": "GM0344", "category": "funding", "observedAt": "2013-02-12"}
    accepted = report.sync(client=client, body=body.from_dict(event))
    answer = summary.sync(client=client, as_of=datetime.date(2013, 2, 28), at_least=accepted.position)
    print(json.dumps(answer.to_dict()))
