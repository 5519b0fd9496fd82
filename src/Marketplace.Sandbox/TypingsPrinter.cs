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

        /** A query. Every order ends in `id`; a field with `-` before it descends. */
        export interface Query<T> { where?: Where<T>; orderBy?: string[]; limit?: number; after?: string; select?: (keyof T)[]; }

        /** Sums, averages and extremes by group. */
        export interface Aggregate<T> { where?: Where<T>; groupBy?: (keyof T)[]; sum?: (keyof T)[]; avg?: (keyof T)[];
          min?: (keyof T)[]; max?: (keyof T)[]; count?: boolean; }

        /** A GS1 Digital Link, taken apart. */
        export interface DigitalLink { gtin: string; serial: string | null; lot: string | null; ai: Record<string, string>; }

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
