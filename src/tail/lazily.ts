/** A function that computes its value when first called. */
export function lazily<T>(make: () => T): () => T {
  let value: { readonly known: T } | undefined;
  return () => {
    value ??= { known: make() };
    return value.known;
  };
}
