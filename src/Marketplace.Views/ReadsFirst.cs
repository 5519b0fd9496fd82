using Microsoft.AspNetCore.Components;

namespace Marketplace.Views;

/// <summary>A component that draws once, after it has read. Without this a component draws first with what it does not have yet
/// (no rows, no such thing), which on a page rendered on the server is a wrong answer, not a flicker.</summary>
public abstract class ReadsFirst : ComponentBase
{
    /// <summary>Reads what the page shows; parameters are set.</summary>
    protected virtual Task Read() => Task.CompletedTask;

    /// <inheritdoc />
    public sealed override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        await Read();
        await base.SetParametersAsync(ParameterView.Empty);
    }
}
