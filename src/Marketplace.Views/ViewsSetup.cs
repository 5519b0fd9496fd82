using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Marketplace.Views;

/// <summary>What the Kit needs.</summary>
public static class ViewsSetup
{
    /// <summary>Registers words and figures for the culture of the request; further books come from whoever shows pages.</summary>
    public static IServiceCollection AddMarketplaceViews(
        this IServiceCollection services, Func<IServiceProvider, string> culture, params IReadOnlyList<Func<string, IReadOnlyDictionary<string, string>>> books)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddAntiforgery();
        var built = Words.Cultures.ToDictionary(static c => c, c => new Words(c, [Words.Book(typeof(ViewsSetup).Assembly, c), .. books.Select(b => b(c))]), StringComparer.Ordinal);
        services.AddScoped(services => built.GetValueOrDefault(culture(services), built[Words.Cultures[0]]));
        services.AddScoped(services => new Figures(services.GetRequiredService<Words>(), services.GetRequiredService<TimeProvider>()));
        return services;
    }
}
