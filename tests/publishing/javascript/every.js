// What the tests drive: publishes each line of the standard input with the examples, and says what came of it.
import { createInterface } from "node:readline";
import { jetstream } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { publishBinary } from "./binary.js";
import { knelpuntId, newEvent } from "./event.js";
import { publish } from "./publish.js";

const client = await connect({ servers: process.argv[2] });
for await (const text of createInterface({ input: process.stdin })) {
  const line = JSON.parse(text);
  const subject = line.subject ?? knelpuntId(line.identity);
  const event = { ...newEvent(line.kind, subject, line.data), ...line.changes };
  const send = line.mode === "binary" ? publishBinary : publish;
  const acknowledged = await send(jetstream(client), event);
  console.log(JSON.stringify({ subject, sequence: acknowledged.seq }));
}
await client.close();
