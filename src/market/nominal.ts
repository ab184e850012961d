declare const tag: unique symbol;

/** A number or string that must not be mixed with others of the same shape; minted with `as`. */
export type Nominal<Base, Name extends string> = Base & { readonly [tag]: Name };
