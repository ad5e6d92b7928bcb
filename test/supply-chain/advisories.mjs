// What `npm audit --json` has said, version 2 of its report.

/**
 * @param text its standard output
 * @returns state `unknown` with `why` where the registry did not answer; else what was found, the worst first
 */
export function advisoriesOf(text) {
  let report;
  try {
    report = JSON.parse(text);
  } catch {
    return { state: 'unknown', why: 'no report', found: [] };
  }
  if (report.auditReportVersion !== 2) {
    return { state: 'unknown', why: String(report.statusCode ?? report.error?.code ?? 'no report of version 2'), found: [] };
  }
  const ORDER = ['critical', 'high', 'moderate', 'low', 'info'];
  const found = Object.values(report.vulnerabilities ?? {}).map(({ name, severity, via = [] }) => ({
    name,
    severity,
    title: via.map((cause) => (typeof cause === 'string' ? `by way of ${cause}` : cause.title)).join('; '),
  }));
  return { state: 'known', found: found.sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity)) };
}
