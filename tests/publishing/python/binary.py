"""Publishes an event in binary mode: the envelope in headers, percent-encoded, the data as payload."""

import json
from urllib.parse import quote
from event import nats_subject


async def publish_binary(stream, event):
    envelope = {name: value for name, value in event.items() if name not in ("data", "datacontenttype")}
    headers = {f"ce-{name}": quote(value, safe=":/+") for name, value in envelope.items()}
    headers["Content-Type"] = event["datacontenttype"]
    return await stream.publish(nats_subject(event), json.dumps(event["data"]).encode(), headers=headers)
