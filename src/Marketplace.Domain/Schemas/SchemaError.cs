namespace Marketplace.Domain.Schemas;

/// <summary>One place where a value breaks its schema.</summary>
/// <param name="Pointer">JSON pointer into the value; empty for the whole value.</param>
/// <param name="Rule">The keyword that was broken (<c>type</c>, <c>required</c>, …), or <c>text</c> for text that is no valid Unicode.</param>
/// <param name="Message">What is wrong, in English.</param>
public sealed record SchemaError(string Pointer, string Rule, string Message);
