"""Who a knelpunt is, and the envelope around what happened to it."""

import unicodedata
import uuid
from datetime import datetime, timezone

NAMESPACE = uuid.UUID("5b0c2a0e-6d1f-5c5e-9a53-0d7f3c1e8b42")


def canonical(name):
    visible = "".join(c for c in name or "" if unicodedata.category(c) != "Cf")
    spaced = " ".join(unicodedata.normalize("NFC", visible).split())
    return unicodedata.normalize("NFC", spaced.lower())


def knelpunt_id(data):
    party = data.get("party") or {}
    plain = [data["municipality"], data["category"], data.get("buildingBlock"), party.get("kind")]
    fields = plain + [canonical(party.get("name")), canonical(data.get("reference"))]
    return str(uuid.uuid5(NAMESPACE, "\n".join(field or "" for field in fields)))


def new_event(kind, subject, data):
    return {
        "specversion": "1.0",
        "id": str(uuid.uuid4()),
        "source": "urn:example:python",
        "type": f"nl.knelpunten.{kind}.v1",
        "subject": subject,
        "time": datetime.now(timezone.utc).isoformat(),
        "datacontenttype": "application/json",
        "data": data,
    }


def nats_subject(event):
    return f"knelpunten.{event['type'].split('.')[2]}.{event['data']['municipality']}"
