/** A type that only its own constructor functions make, so that a path is never taken for a message. */
declare const brand: unique symbol

export type Brand<Value, Name extends string> = Value & { readonly [brand]: Name }
