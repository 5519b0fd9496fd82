using System.Text;
using Marketplace.Sandbox.Capabilities;

namespace Marketplace.Sandbox;

/// <summary>Prints the TypeScript declarations of <c>ctx</c> from the classes that install its functions. The committed file
/// <c>sdk/js/index.d.ts</c> is this text; a test fails when it is not.</summary>
public static class TypingsPrinter
{
    private const string Head = """
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

        """;

    /// <summary>The whole file, with LF line ends.</summary>
    public static string Print()
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n")).Append('\n');
        Interface(text, "Entity<T>", Records.Entity);
        foreach (var (_, part) in Context.Parts) Interface(text, part.Name, part);
        text.Append($"/** {Surroundings.Own.Doc} */\nexport interface Context<Entities = Record<string, any>> {{\n");
        text.Append("  /** The app's own records, by entity. */\n  readonly records: { readonly [K in keyof Entities]: Entity<Entities[K] & Stored> };\n");
        foreach (var (name, type, doc, _) in Context.Values) text.Append($"  /** {doc} */\n  readonly {name}: {type};\n");
        foreach (var (name, part) in Context.Parts) text.Append($"  /** {part.Doc} */\n  readonly {name}: {part.Name};\n");
        foreach (var function in Surroundings.Own.Functions) Function(text, function);
        text.Append("}\n\n/** A handler: an exported function of main.js. */\n");
        text.Append("export type Handler<Input = any, Result = any> = (call: { input: Input }, ctx: Context) => Result | Promise<Result>;\n");
        return text.ToString();
    }

    private static void Interface(StringBuilder text, string name, Capability part)
    {
        text.Append($"/** {part.Doc} */\nexport interface {name} {{\n");
        foreach (var function in part.Functions) Function(text, function);
        text.Append("}\n\n");
    }

    private static void Function(StringBuilder text, HostFunction function)
    {
        var kind = function.Kind switch { HostKind.Read => "Read. ", HostKind.Effect => "Effect. ", _ => "" };
        text.Append($"  /** {kind}{function.Doc} */\n  {function.Name}({function.Parameters}): {function.Returns};\n");
    }
}
