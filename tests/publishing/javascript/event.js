// Who a knelpunt is, and the envelope around what happened to it.
import { v4, v5 } from "uuid";

export const NAMESPACE = "5b0c2a0e-6d1f-5c5e-9a53-0d7f3c1e8b42";

function canonical(name) {
  const visible = (name ?? "").replaceAll(/\p{Cf}/gu, "");
  const words = visible.normalize("NFC").split(/\p{White_Space}+/u);
  return words.filter(Boolean).join(" ").toLowerCase().normalize("NFC");
}

export function knelpuntId({ municipality, category, buildingBlock, party, reference }) {
  const plain = [municipality, category, buildingBlock ?? "", party?.kind ?? ""];
  return v5([...plain, canonical(party?.name), canonical(reference)].join("\n"), NAMESPACE);
}

export const newEvent = (kind, subject, data) => ({
  specversion: "1.0",
  id: v4(),
  source: "urn:example:javascript",
  type: `nl.knelpunten.${kind}.v1`,
  subject,
  time: new Date().toISOString(),
  datacontenttype: "application/json",
  data,
});

export const natsSubject = (event) => `knelpunten.${event.type.split(".")[2]}.${event.data.municipality}`;
