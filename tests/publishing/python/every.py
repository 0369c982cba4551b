"""What the tests drive: publishes each line of the standard input with the examples, and says what came of it."""

import asyncio
import json
import sys
import nats
from binary import publish_binary
from event import knelpunt_id, new_event
from publish import publish


async def main(url):
    async with await nats.connect(url) as client:
        for line in map(json.loads, sys.stdin):
            subject = line.get("subject") or knelpunt_id(line["identity"])
            event = new_event(line["kind"], subject, line["data"]) | line.get("changes", {})
            send = publish_binary if line["mode"] == "binary" else publish
            acknowledged = await send(client.jetstream(), event)
            print(json.dumps({"subject": subject, "sequence": acknowledged.seq}))


asyncio.run(main(sys.argv[1]))
