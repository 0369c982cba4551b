// Compiles only if the types that were generated from the document describe the API.
import type { paths } from "./client";

type Summary = paths["/summary"]["get"]["responses"]["200"]["content"]["application/json"];
type Report = paths["/reports"]["post"]["requestBody"]["content"]["application/json"];

export const report: Report = { municipality: "GM0344", category: "funding", observedAt: "2013-02-12" };

export function shareOpen(summary: Summary): number {
  return summary.open / summary.knelpunten;
}

// @ts-expect-error: a report without a municipality is not one.
export const incomplete: Report = { category: "funding", observedAt: "2013-02-12" };
