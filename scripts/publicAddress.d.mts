/** The public address of a repository as git names it; null where it is not public. */
export function publicAddress(remote: string | null | undefined): string | null;

/** What is wrong with the addresses of a manifest; null if nothing is. */
export function addressProblem(
  manifest: {
    readonly repository?: string | { readonly url?: string };
    readonly homepage?: string;
  },
  remote: string | null,
): string | null;

/** The address of the remote `origin` of a checkout; null without one. */
export function originOf(root: string): string | null;
