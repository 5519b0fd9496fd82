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

/** A thing of a shared service as your firm sees it: what it is in it, what may be tried now, when the host acts by itself. */
export interface SharedThing { collection: string; id: string; state: string; seq: number; mine: string[]; can: string[]; due: string | null; body: any; }
export interface SharedQuote { thing: SharedThing; commits: number; }

/** A query. Every order ends in `id`; a field with `-` before it descends. */
export interface Secret { secret: string; }
export interface HttpOptions { method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'; headers?: Record<string, string | Secret | (string | Secret)[]>; body?: string; timeoutMs?: number; }
export interface HttpAnswer { status: number; ok: boolean; headers: Record<string, string>; json: any; text: string | null; }
export interface Query<T> { where?: Where<T>; orderBy?: string[]; limit?: number; after?: string; select?: (keyof T)[]; }

/** Sums, averages and extremes by group. */
export interface Aggregate<T> { where?: Where<T>; groupBy?: (keyof T)[]; sum?: (keyof T)[]; avg?: (keyof T)[];
  min?: (keyof T)[]; max?: (keyof T)[]; count?: boolean; }

/** A GS1 Digital Link, taken apart. */
export interface DigitalLink { gtin: string; serial: string | null; lot: string | null; ai: Record<string, string>; }

/** Working days: weekdays of rest (1 Monday to 7 Sunday; 6 and 7 when not said), and single days by date. */
export interface WorkCalendar { rest?: number[]; days?: Record<string, 'workday' | string>; }

/** The constants of control charts for subgroups of n. */
export interface ChartConstants { n: number; d2: number; d3: number; c4: number; A2: number; A3: number; D3: number; D4: number; B3: number; B4: number; E2: number; }

/** A plotted value with its limits; sigma is that of the plotted value. */
export interface ControlPoint { value: number; centre: number; sigma: number; lower: number; upper: number; }

/** One plot. Sigma and limits are null where they differ from point to point. */
export interface ControlLine { centre: number; sigma: number | null; lower: number | null; upper: number | null; points: ControlPoint[]; }

/** A chart of measured values: sigma is that of single values within a subgroup. */
export interface VariablesChart { n: number; sigma: number; location: ControlLine; spread: ControlLine; }

/** A test on the run of points. beyond: the last and at least `least` of `of` points lie beyond so many sigmas on one side. trend: all rise or
 *  all fall. alternate: up and down in turn. within: all closer than so many sigmas. outside: all beyond them, on both sides. */
export interface RunRule { id: string; kind: 'beyond' | 'trend' | 'alternate' | 'within' | 'outside'; of: number; least?: number; sigmas?: number; }

/** Cp and Cpk by sigmaWithin, Pp and Ppk by sigmaOverall; null without both limits, or without spread. */
export interface CapabilityIndices { mean: number; sigmaWithin: number; sigmaOverall: number; cp: number | null; cpk: number | null; pp: number | null; ppk: number | null; }

/** What to group by and what to work out for each group. */
export interface TableGroups { by?: string | string[]; sum?: string | string[]; avg?: string | string[]; min?: string | string[]; max?: string | string[]; }

/** One group: texts where a field holds decimals. */
export interface TableGroup { group: Record<string, any>; count: number; sum?: Record<string, any>; avg?: Record<string, any>;
  min?: Record<string, any>; max?: Record<string, any>; }

/** Sums by two fields; cells stand in the order of the columns. */
export interface Pivot { columns: any[]; rows: { key: any; cells: any[]; total: any }[]; }

/** A table read from text. Without a header the rows are lists of cells and `columns` is empty. */
export interface CsvTable { columns: string[]; rows: any[]; }

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

/** Calendar days and working days in the firm's zone. */
export interface Dates {
  /** Today in the firm's zone, as `YYYY-MM-DD`. */
  today(): string;
  /** The day so many days later (or earlier). */
  addDays(date: string, days: number): string;
  /** Whole days from one day to another. */
  daysBetween(from: string, to: string): number;
  /** 1 for Monday to 7 for Sunday. */
  weekday(date: string): number;
  /** Whether people work on this day: what the calendar says of the day, else whether its weekday is none of `rest`. */
  isWorkday(date: string, calendar?: WorkCalendar): boolean;
  /** The working day so many working days later (or earlier), at most 1,000 and within ten years; each calendar day passed counts as a row. */
  addWorkdays(date: string, days: number, calendar?: WorkCalendar): string;
  /** Working days after `from` up to and with `to`, at most ten years apart; negative when `to` is earlier. */
  workdaysBetween(from: string, to: string, calendar?: WorkCalendar): number;
  /** The day of a moment in the firm's zone. */
  dayOf(at: string): string;
  /** The time of day of a moment in the firm's zone, as `HH:mm`. */
  timeOf(at: string): string;
  /** The moment of a day and a time (`HH:mm`) in the firm's zone, in UTC. A time that the clock passes over is an hour later, of two the first. */
  at(date: string, time: string): string;
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

/** Statistics over numbers or decimals as text, at most 100,000 rows in a call; the same bits on every machine. */
export interface Stats {
  /** The mean; null for no values. */
  mean(values: Decimal[]): number | null;
  /** The standard deviation of a sample (over n - 1), or of a whole population (over n); null where there are too few values. */
  stdev(values: Decimal[], options?: { population?: boolean }): number | null;
  /** The quantile at p (0 to 1) by linear interpolation at (n - 1)p: Hyndman and Fan's definition 7. */
  quantile(values: Decimal[], p: number): number | null;
  /** The constants of control charts for subgroups of 2 to 25. */
  constants(n: number): ChartConstants;
  /** Chart of means and ranges; subgroups of one size, 2 to 25. */
  xbarR(subgroups: Decimal[][]): VariablesChart;
  /** Chart of means and standard deviations; subgroups of one size, 2 to 25. */
  xbarS(subgroups: Decimal[][]): VariablesChart;
  /** Chart of individual values and their moving ranges of two; at least two values. */
  imr(values: Decimal[]): VariablesChart;
  /** Chart of the share of nonconforming items; limits by each sample's size. */
  p(counts: number[], sizes: number[]): ControlLine;
  /** Chart of the number of nonconforming items in samples of one size. */
  np(counts: number[], size: number): ControlLine;
  /** Chart of nonconformities in samples of one size. */
  c(counts: number[]): ControlLine;
  /** Chart of nonconformities per unit; limits by each sample's size. */
  u(counts: number[], sizes: Decimal[]): ControlLine;
  /** A published set of rules, as data to pick from. */
  ruleSet(name: 'nelson' | 'westernElectric'): RunRule[];
  /** For each point the ids of the rules that it completes. A run ends where the centre changes. Each point counts as a row for each rule. */
  rules(points: { value: Decimal, centre: Decimal, sigma: Decimal }[], rules: RunRule[]): string[][];
  /** Cp and Cpk by the spread within subgroups, Pp and Ppk by the spread of all values. It does not ask whether the process is stable: ask `rules` first. */
  capability(subgroups: Decimal[][], limits: { lower?: Decimal | null, upper?: Decimal | null }): CapabilityIndices;
}

/** Groups, orders and joins of lists of rows. Keys are texts, numbers, booleans or null; sums are exact decimals of at most 28 digits. */
export interface Tables {
  /** One row for each combination of the fields of `by`, in the order of their first appearance, shaped like `aggregate`. */
  group(rows: object[], options: TableGroups): TableGroup[];
  /** The rows in order; `-` before a field descends. Texts compare by code point, `decimals` names fields whose texts are numbers, null comes last both ways; equal rows keep their order. */
  sort(rows: any[], orderBy: string | string[], options?: { decimals?: string[] }): any[];
  /** Each left row with the right row of the same key under `as`: once for each that fits, null (or with `inner` no row) where none does. A null key fits nothing. */
  join(left: object[], right: object[], options: { on: string | [string, string]; as: string; kind?: 'left' | 'inner' }): Record<string, any>[];
  /** Sums of `value` (or counts) by two fields: at most 500 columns, rows and columns in the order of their first appearance. */
  pivot(rows: object[], options: { row: string; column: string; value?: string }): Pivot;
}

/** Tables as text. A text has at most 1 M characters, a line at most 256 cells. */
export interface Csv {
  /** Columns and rows of texts. Without a separator the first line decides. With a header (when not said) each row is an object by column; its `$line` is the line it began at. Throws a RangeError that names the line where a quote is open, a row is too long or a column stands twice. */
  parse(text: string, options?: { separator?: ',' | ';' | '\t'; header?: boolean }): CsvTable;
  /** A table with a heading and CRLF line ends. Texts that a spreadsheet would take for a formula (`= + - @`) get an apostrophe; numbers do not. */
  write(rows: object[], columns: (string | { field: string; label: string })[]): string;
}

/** Requests to the hosts that the manifest declares. */
export interface Http {
  /** Sends a request during the call: https, a declared host, its default port. Five a call, ten seconds each, half a megabyte back; at most three redirects, each to a declared host. It carries `Idempotency-Key: {invocation}-{n}` and is sent once, unless the host dies before the answer is kept. */
  fetch(url: string, options?: HttpOptions): Promise<HttpAnswer>;
}

/** Freight: offers, consignments, tenders, trips, settlements. */
export interface Logistics {
  /** Read. One thing as your firm sees it. Needs `invoke:logistics.{kind}`, the collection's kind in the singular. */
  track(collection: string, id: string): Promise<SharedThing | null>;
  /** Read. Your firm's things, newest change first, or with `open` those that every firm of the brain may see. */
  list(collection: string, options?: { open?: boolean; state?: string; limit?: number }): Promise<SharedThing[]>;
  /** Read. What a command would come to, without doing it: the thing as it would be and what your firm would be committed to pay, or a refusal. Without an id, what making one would. */
  quote(collection: string, input: unknown, id?: string, command?: string): Promise<SharedQuote>;
  /** Effect. Makes a thing after the call has been committed, and says its id. What came of it is told by the event `logistics.{kind}.answered.v1`. */
  post(collection: string, input: unknown): string;
  /** Effect. Does a command of the state table on a thing after the call has been committed, and says the command's id. */
  act(collection: string, id: string, command: string, input?: unknown): string;
  /** Effect. Offers on a thing: a price, a rate, a person. The same as `act` with the command `offer`. */
  offer(collection: string, id: string, input?: unknown): string;
  /** Effect. Accepts what is offered. The same as `act` with the command `accept`. */
  accept(collection: string, id: string, input?: unknown): string;
  /** Effect. Takes back what is not yet done. The same as `act` with the command `cancel`. */
  cancel(collection: string, id: string, input?: unknown): string;
}

/** Credit: receivables, vouchers, financings, lines. */
export interface Finance {
  /** Read. One thing as your firm sees it. Needs `invoke:finance.{kind}`, the collection's kind in the singular. */
  track(collection: string, id: string): Promise<SharedThing | null>;
  /** Read. Your firm's things, newest change first, or with `open` those that every firm of the brain may see. */
  list(collection: string, options?: { open?: boolean; state?: string; limit?: number }): Promise<SharedThing[]>;
  /** Read. What a command would come to, without doing it: the thing as it would be and what your firm would be committed to pay, or a refusal. Without an id, what making one would. */
  quote(collection: string, input: unknown, id?: string, command?: string): Promise<SharedQuote>;
  /** Effect. Makes a thing after the call has been committed, and says its id. What came of it is told by the event `finance.{kind}.answered.v1`. */
  post(collection: string, input: unknown): string;
  /** Effect. Does a command of the state table on a thing after the call has been committed, and says the command's id. */
  act(collection: string, id: string, command: string, input?: unknown): string;
  /** Effect. Offers on a thing: a price, a rate, a person. The same as `act` with the command `offer`. */
  offer(collection: string, id: string, input?: unknown): string;
  /** Effect. Accepts what is offered. The same as `act` with the command `accept`. */
  accept(collection: string, id: string, input?: unknown): string;
  /** Effect. Takes back what is not yet done. The same as `act` with the command `cancel`. */
  cancel(collection: string, id: string, input?: unknown): string;
}

/** People: certificates, requests, agreements, shifts, gigs. */
export interface Talent {
  /** Read. One thing as your firm sees it. Needs `invoke:talent.{kind}`, the collection's kind in the singular. */
  track(collection: string, id: string): Promise<SharedThing | null>;
  /** Read. Your firm's things, newest change first, or with `open` those that every firm of the brain may see. */
  list(collection: string, options?: { open?: boolean; state?: string; limit?: number }): Promise<SharedThing[]>;
  /** Read. What a command would come to, without doing it: the thing as it would be and what your firm would be committed to pay, or a refusal. Without an id, what making one would. */
  quote(collection: string, input: unknown, id?: string, command?: string): Promise<SharedQuote>;
  /** Effect. Makes a thing after the call has been committed, and says its id. What came of it is told by the event `talent.{kind}.answered.v1`. */
  post(collection: string, input: unknown): string;
  /** Effect. Does a command of the state table on a thing after the call has been committed, and says the command's id. */
  act(collection: string, id: string, command: string, input?: unknown): string;
  /** Effect. Offers on a thing: a price, a rate, a person. The same as `act` with the command `offer`. */
  offer(collection: string, id: string, input?: unknown): string;
  /** Effect. Accepts what is offered. The same as `act` with the command `accept`. */
  accept(collection: string, id: string, input?: unknown): string;
  /** Effect. Takes back what is not yet done. The same as `act` with the command `cancel`. */
  cancel(collection: string, id: string, input?: unknown): string;
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
  /** Functions that other apps of the firm expose: `await ctx.apps.oee.monthOutput({ month })`. One under `read:app.function:…` is answered inside the call; one under `invoke:app.function:…` proposes a call after the commit and says its id, and what became of it comes as the event `app.called`. */
  readonly apps: Record<string, Record<string, (input?: unknown) => any>>;
  /** The install's settings. */
  readonly settings: Record<string, any>;
  /** Commands down to the firm's devices. */
  readonly device: Device;
  /** Later calls of the app's own functions. */
  readonly job: Job;
  /** Calendar days and working days in the firm's zone. */
  readonly date: Dates;
  /** Exact decimal arithmetic on texts such as "12.50"; whole numbers may be given as numbers. */
  readonly decimal: Decimals;
  /** GS1 and Chinese trade codes. */
  readonly code: Codes;
  /** Digests. */
  readonly hash: Hashes;
  /** Statistics over numbers or decimals as text, at most 100,000 rows in a call; the same bits on every machine. */
  readonly stats: Stats;
  /** Groups, orders and joins of lists of rows. Keys are texts, numbers, booleans or null; sums are exact decimals of at most 28 digits. */
  readonly table: Tables;
  /** Tables as text. A text has at most 1 M characters, a line at most 256 cells. */
  readonly csv: Csv;
  /** Requests to the hosts that the manifest declares. */
  readonly http: Http;
  /** Freight: offers, consignments, tenders, trips, settlements. */
  readonly logistics: Logistics;
  /** Credit: receivables, vouchers, financings, lines. */
  readonly finance: Finance;
  /** People: certificates, requests, agreements, shifts, gigs. */
  readonly talent: Talent;
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
  /** Effect. Says how far a job has come (see `ctx.job.start`); it is shown to the firm when the step has been committed. Outside a job it says nothing. */
  progress(done: number, total: number, note?: string): void;
  /** Stands for a secret that the firm gave the app: it may be a header's value in `ctx.http.fetch`, and nobody reads it. */
  secret(name: string): Secret;
  /** Effect. Proposes an event `{publisher}.{app}.{type}.v1` and says its id. */
  emit(type: string, data: unknown): string;
  /** Effect. Lets a record of a dataset in `shares` leave the firm for its brain after the commit, and says its id. Needs `share:{dataset}:purpose=…`. While the firm has stopped the dataset nothing leaves. */
  share(dataset: string, record: Record<string, string | number | boolean>): string;
}

/** A handler: an exported function of main.js. */
export type Handler<Input = any, Result = any> = (call: { input: Input }, ctx: Context) => Result | Promise<Result>;
