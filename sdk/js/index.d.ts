// Printed from the host functions by Marketplace.Sandbox.TypingsPrinter. Do not edit: change the functions.
// There is no runtime code in this package: everything comes through the second argument of a handler.

/** A decimal as text, such as "12.50"; whole numbers may be given as numbers. */
export type Decimal = string | number;

/** What the host adds to every record. */
export interface Stored { id: string; version: number; createdAt: string; createdBy: string; updatedAt: string; }

/** The fields of a new record. */
export type Body<T> = Omit<T, keyof Stored>;

/** The fields of a record that change; null takes one away. */
export type Patch<T> = { [K in keyof Body<T>]?: T[K] | null };

/** A condition: a value, or comparisons. */
export type Condition = unknown | { gt?: unknown; gte?: unknown; lt?: unknown; lte?: unknown; ne?: unknown; in?: unknown[];
  contains?: string; startsWith?: string; between?: [unknown, unknown]; isNull?: boolean };

/** A filter as data. Fields that the entity does not have are errors. */
export type Where<T> = { [K in keyof T]?: Condition } & { and?: Where<T>[]; or?: Where<T>[]; not?: Where<T> };

/** A query. Every order ends in `id`; a field with `-` before it descends. */
export interface Query<T> { where?: Where<T>; orderBy?: string[]; limit?: number; after?: string; select?: (keyof T)[]; }

/** Sums, averages and extremes by group. */
export interface Aggregate<T> { where?: Where<T>; groupBy?: (keyof T)[]; sum?: (keyof T)[]; avg?: (keyof T)[];
  min?: (keyof T)[]; max?: (keyof T)[]; count?: boolean; }

/** A GS1 Digital Link, taken apart. */
export interface DigitalLink { gtin: string; serial: string | null; lot: string | null; ai: Record<string, string>; }

/** What a failing host call rejects or throws with. */
export interface HostError extends Error { code: string; facts: Record<string, string>; }

/** The records of one entity. */
export interface Entity<T> {
  /** Read. The record with this id, or null. */
  get(id: string): Promise<T | null>;
  /** Read. The first record of a query, or null. */
  first(query?: Query<T>): Promise<T | null>;
  /** Read. At most `limit` records (100 when not said, 1,000 at most). */
  find(query?: Query<T>): Promise<T[]>;
  /** Read. How many records the query means. */
  count(query?: Query<T>): Promise<number>;
  /** Read. Sums, averages, extremes and counts by group. */
  aggregate(query: Aggregate<T>): Promise<Record<string, unknown>[]>;
  /** Effect. Proposes a new record and says its id. */
  insert(body: Body<T>): string;
  /** Effect. Proposes a change of the fields named; null takes a field away. With a version, a record that has moved on is a conflict. */
  update(id: string, patch: Patch<T>, options?: { version?: number }): void;
  /** Effect. Proposes to take a record away. */
  delete(id: string, options?: { version?: number }): void;
}

/** Commands down to the firm's devices. */
export interface Device {
  /** Effect. Sends a command to a device by its code after the call has been committed, and says the command's id. What the device answers comes as a reading. */
  send(device: string, command: string, payload: unknown): string;
}

/** Later calls of the app's own functions. */
export interface Job {
  /** Effect. Calls a function of this app after the commit, at the earliest after `delayMs`, and says the job's id. */
  start(functionName: string, input?: unknown, options?: { delayMs?: number }): string;
}

/** Calendar days in the firm's zone. */
export interface Dates {
  /** Today in the firm's zone, as `YYYY-MM-DD`. */
  today(): string;
  /** The day so many days later (or earlier). */
  addDays(date: string, days: number): string;
  /** Whole days from one day to another. */
  daysBetween(from: string, to: string): number;
}

/** Exact decimal arithmetic on texts such as "12.50"; whole numbers may be given as numbers. */
export interface Decimals {
  /** a + b. */
  add(a: Decimal, b: Decimal): string;
  /** a - b. */
  sub(a: Decimal, b: Decimal): string;
  /** a * b. */
  mul(a: Decimal, b: Decimal): string;
  /** a / b, rounded to `scale` digits (6 when not said). */
  div(a: Decimal, b: Decimal, scale?: number): string;
  /** -1, 0 or 1. */
  cmp(a: Decimal, b: Decimal): number;
  /** The size without the sign. */
  abs(a: Decimal): string;
  /** Rounded to `scale` digits (0 when not said). */
  round(a: Decimal, scale?: number): string;
  /** Whether this is a decimal text or a whole number. */
  isValid(a: unknown): boolean;
}

/** GS1 and Chinese trade codes. */
export interface Codes {
  /** The GS1 check digit of the digits before it, or null when they are not digits. */
  gs1CheckDigit(digits: string): string | null;
  /** Whether this is a GTIN of 8, 12, 13 or 14 digits with a valid check digit. */
  isGtin(code: string): boolean;
  /** Whether this is an SSCC of 18 digits with a valid check digit. */
  isSscc(code: string): boolean;
  /** The GS1 Digital Link URI taken apart: `gtin`, `serial`, `lot` and every key in `ai`; null when it is none or its check digit is wrong. */
  parseDigitalLink(uri: string): DigitalLink | null;
  /** Whether this is a valid unified social credit code (统一社会信用代码). */
  isCreditCode(code: string): boolean;
}

/** Digests. */
export interface Hashes {
  /** SHA-256 of the text's UTF-8 bytes, in lower-case hex. */
  sha256(text: string): string;
}

/** What a handler can learn of the world and ask of it. */
export interface Context<Entities = Record<string, any>> {
  /** The app's own records, by entity. */
  readonly records: { readonly [K in keyof Entities]: Entity<Entities[K] & Stored> };
  /** The firm that the call works for. */
  readonly tenant: string;
  /** The person who called, or `system`. */
  readonly user: { id: string, roles: string[] };
  /** The other person who signed with badge and PIN, verified by the host. */
  readonly secondSigner: string | null;
  /** The install's settings. */
  readonly settings: Record<string, any>;
  /** Commands down to the firm's devices. */
  readonly device: Device;
  /** Later calls of the app's own functions. */
  readonly job: Job;
  /** Calendar days in the firm's zone. */
  readonly date: Dates;
  /** Exact decimal arithmetic on texts such as "12.50"; whole numbers may be given as numbers. */
  readonly decimal: Decimals;
  /** GS1 and Chinese trade codes. */
  readonly code: Codes;
  /** Digests. */
  readonly hash: Hashes;
  /** The time of the call in UTC, as `2026-01-31T08:30:00.000Z`. It does not move during the call. */
  now(): string;
  /** A number in [0, 1) from the call's seed; `Math.random` is the same. */
  random(): number;
  /** A line for the app's log: 100 lines of 2,048 characters at most. */
  log(text: string): void;
  /** Words of the app in the caller's language; `{name}` is filled from `args`. */
  t(key: string, args?: Record<string, string | number>): string;
  /** Ends the call as refused: `return ctx.refuse('tag.unknown', { code })`. Nothing it proposed happens. */
  refuse(code: string, facts?: Record<string, string | number | boolean | null>): never;
  /** Effect. Proposes an event `{publisher}.{app}.{type}.v1` and says its id. */
  emit(type: string, data: unknown): string;
}

/** A handler: an exported function of main.js. */
export type Handler<Input = any, Result = any> = (call: { input: Input }, ctx: Context) => Result | Promise<Result>;
