// What the tests drive: holds messages against the published JSON Schemas, with a validator that is not ours.
// Each line of the standard input is a message, `{ headers, payload }`; each line said is what is wrong with it.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const validator = new Ajv({ allErrors: true, strictTypes: false });
addFormats(validator);
const schemas = new Map();

function schemaOf(type) {
  const name = type.replace("nl.knelpunten.", "");
  if (!schemas.has(name)) {
    const file = new URL(`../../../shared/model/schemas/${name}.json`, import.meta.url);
    schemas.set(name, validator.compile(JSON.parse(readFileSync(file, "utf8"))));
  }
  return schemas.get(name);
}

function eventOf({ headers, payload }) {
  const held = Object.fromEntries(headers);
  if (held["Content-Type"] === "application/cloudevents+json") return JSON.parse(payload);
  const envelope = Object.entries(held).filter(([name]) => name.startsWith("ce-"));
  const attributes = envelope.map(([name, value]) => [name.slice(3), decodeURIComponent(value)]);
  return { ...Object.fromEntries(attributes), datacontenttype: held["Content-Type"], data: JSON.parse(payload) };
}

for await (const text of createInterface({ input: process.stdin })) {
  const event = eventOf(JSON.parse(text));
  const validate = schemaOf(event.type);
  validate(event);
  console.log(JSON.stringify((validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`)));
}
