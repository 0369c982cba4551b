// Publishes a report: node report.js nats://127.0.0.1:4222
import { jetstream } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { knelpuntId, newEvent } from "./event.js";
import { publish } from "./publish.js";

const party = { kind: "supplier", name: "Café  Zuid B.V." };
const data = { municipality: "GM0344", category: "supplier-delivery", party, observedAt: "2013-02-12" };
const client = await connect({ servers: process.argv[2] });
const event = newEvent("knelpunt-reported", knelpuntId(data), data);
const acknowledged = await publish(jetstream(client), event);
console.log(event.subject, acknowledged.seq);
await client.close();
