namespace Marketplace.Sandbox.Budgets;

/// <summary>Something for a script thread to do.</summary>
/// <param name="Tenant">Whose turn it takes.</param>
/// <param name="Subject">Who is to blame when it does not end: a call's invocation, or a script's digest.</param>
/// <param name="MostCpu">CPU nanoseconds after which it will not end by itself any more; 0 when nobody looks.</param>
/// <param name="Run">The work; true when its thread should be replaced because the stack was touched deeply.</param>
internal sealed record Work(string Tenant, string Subject, long MostCpu, Func<bool> Run);
