/** What a gateway sends: one level of plain values, for the EA's parser knows no more. */
export type FlatMessage = { readonly t: string } & Readonly<
  Record<string, string | number | boolean>
>;
