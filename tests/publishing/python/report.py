"""Publishes a report: python report.py nats://127.0.0.1:4222"""

import asyncio
import sys
import nats
from event import knelpunt_id, new_event
from publish import publish


async def main(url):
    party = {"kind": "supplier", "name": "Café  Zuid B.V."}
    data = {"municipality": "GM0344", "category": "supplier-delivery", "party": party, "observedAt": "2013-02-12"}
    async with await nats.connect(url) as client:
        event = new_event("knelpunt-reported", knelpunt_id(data), data)
        acknowledged = await publish(client.jetstream(), event)
        print(event["subject"], acknowledged.seq)


asyncio.run(main(sys.argv[1]))
