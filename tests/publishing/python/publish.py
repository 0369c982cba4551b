"""Publishes an event in structured mode."""

import json
import uuid
from event import NAMESPACE, nats_subject


async def publish(stream, event):
    subject, payload = nats_subject(event), json.dumps(event)
    message_id = str(uuid.uuid5(NAMESPACE, f"{subject}\n{payload}"))
    headers = {"Content-Type": "application/cloudevents+json", "Nats-Msg-Id": message_id}
    return await stream.publish(subject, payload.encode(), headers=headers)
