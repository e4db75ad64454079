/** Amplitude's Export API, by the region of the project. */
const HOSTS = { us: "https://amplitude.com", eu: "https://analytics.eu.amplitude.com" } as const;

export type ExportRegion = keyof typeof HOSTS;

interface Addresses {
  /** What the operator set, by variable. */
  readonly hostUrls: Readonly<Record<string, string>>;
  readonly sandbox: boolean;
  readonly sandboxPort: number;
}

/** Of the sandbox's listeners, those that play the regions. */
const SANDBOX_LISTENERS = { us: 0, eu: 1 } as const;

/** Where exports are fetched: what the operator set, else the sandbox when it runs, else Amplitude. Pure. */
export function exportUrls({
  hostUrls,
  sandbox,
  sandboxPort,
}: Addresses): Record<ExportRegion, string> {
  const of = (region: ExportRegion): string => {
    const variable = `AMPLITUDE_EXPORT_${region.toUpperCase()}_URL`;
    const own = sandbox
      ? `http://127.0.0.1:${sandboxPort + SANDBOX_LISTENERS[region]}`
      : HOSTS[region];
    const url = hostUrls[variable] ?? own;
    return url.endsWith("/") ? url.slice(0, -1) : url;
  };
  return { us: of("us"), eu: of("eu") };
}
