/** What runs this code, for reports: Node's version and platform, or that it is a browser. */
export function platform(): { readonly node: string; readonly platform: string } {
  const { process } = globalThis as { readonly process?: NodeJS.Process };
  return { node: process?.version ?? 'none', platform: process?.platform ?? 'browser' };
}
