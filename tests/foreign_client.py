"""Publishes four events as somebody else would: valid and invalid, in structured and in binary mode."""

import asyncio
import json
import sys
import uuid

import nats

NAMESPACE = uuid.UUID("5b0c2a0e-6d1f-5c5e-9a53-0d7f3c1e8b42")
SOURCE = "urn:nld:oin:00000009999999999000:systeem:elders"


def knelpunt_id(*fields):
    return str(uuid.uuid5(NAMESPACE, "\n".join(fields)))


def structured(event_type, subject, data, **changes):
    event = {
        "specversion": "1.0",
        "id": str(uuid.uuid4()),
        "source": SOURCE,
        "type": f"nl.knelpunten.{event_type}.v1",
        "subject": subject,
        "time": "2013-02-14T09:12:31Z",
        "datacontenttype": "application/json",
        "data": data,
    }
    return json.dumps(event | changes).encode(), {"Content-Type": "application/cloudevents+json"}


def binary(event_type, subject, data, **changes):
    headers = {
        "ce-specversion": "1.0",
        "ce-id": str(uuid.uuid4()),
        "ce-source": SOURCE,
        "ce-type": f"nl.knelpunten.{event_type}.v1",
        "ce-subject": subject,
        "ce-time": "2013-02-14T09:12:31Z",
        "Content-Type": "application/json",
    }
    changes = {f"ce-{name}": value for name, value in changes.items()}
    return json.dumps(data).encode(), headers | changes


async def main(url):
    client = await nats.connect(url)
    stream = client.jetstream()
    report = {"municipality": "GM0344", "category": "funding", "observedAt": "2013-02-12"}
    party = {"kind": "supplier", "name": "Fabriek  IJssel"}
    messages = [
        ("knelpunt-reported.GM0344", structured("knelpunt-reported", knelpunt_id("GM0344", "funding", "", "", "", ""), report)),
        (
            "knelpunt-reported.GM0344",
            binary(
                "knelpunt-reported",
                knelpunt_id("GM0344", "capacity", "", "supplier", "fabriek ijssel", ""),
                report | {"category": "capacity", "party": party},
            ),
        ),
        (
            "knelpunt-reported.GM9999",
            structured(
                "knelpunt-reported",
                knelpunt_id("GM9999", "money", "", "", "", ""),
                {"municipality": "GM9999", "category": "money", "observedAt": "gisteren", "colour": "red"},
            ),
        ),
        (
            "knelpunt-resolved.GM0344",
            binary(
                "knelpunt-resolved",
                "not-the-id",
                report | {"outcome": "gone", "reference": "a whole sentence"},
                time="yesterday",
            ),
        ),
    ]
    for place, (subject, (payload, headers)) in enumerate(messages, 1):
        acknowledged = await stream.publish(f"knelpunten.{subject}", payload, headers=headers)
        assert acknowledged.seq == place, acknowledged
    await client.close()


asyncio.run(main(sys.argv[1]))
