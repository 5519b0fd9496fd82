using System.Globalization;
using Microsoft.Playwright;

namespace Marketplace.Tests.Browser;

/// <summary>The steps of the loop by click, each by whose turn it is.</summary>
internal sealed class LoopSteps(Visitor visitor, string order)
{
    /// <summary>The call-off's part of the page, found by its order.</summary>
    private ILocator With(string selector, string text) => visitor.Page.Locator(selector, new PageLocatorOptions { HasText = text }).First;

    /// <summary>The 链主 publishes.</summary>
    public async Task Publishes(int quantity, string yuan)
    {
        await visitor.Go("/chain");
        await Fill("s:order", order);
        await Fill("s:seller", "hongyan");
        await Fill("s:lines.0.part", "HY-150");
        await Fill("n:lines.0.quantity", quantity.ToString(CultureInfo.InvariantCulture));
        await Fill("y:lines.0.priceFen", yuan);
        await Fill("s:lines.0.due", Ahead(10));
        await Press("calloffs/publish");
        await visitor.Sees(order, order);
    }

    /// <summary>The supplier accepts and sends.</summary>
    public async Task Accepts_and_ships()
    {
        await visitor.Go("/deliveries");
        await With("tr", order).Locator("form[action$='calloffs/accept'] button").ClickAsync();
        var form = With("form[action$='deliveries/ship']", order);
        await form.Locator("[name='s:note']").FillAsync($"SH-{order}");
        await form.Locator("[name='s:asn']").FillAsync($"ASN-{order}");
        await form.Locator("button").ClickAsync();
        await visitor.Sees($"SH-{order}", $"SH-{order}");
    }

    /// <summary>The 链主 counts fewer than were sent.</summary>
    public async Task Counts(int accepted, string why)
    {
        await visitor.Go("/chain");
        var form = With(".k-stack.tight", $"SH-{order}").Locator("form[action$='deliveries/receive']");
        await form.Locator("[name='n:lines.0.accepted']").FillAsync(accepted.ToString(CultureInfo.InvariantCulture));
        await form.Locator("[name='s:lines.0.reason']").FillAsync(why);
        await form.Locator("button").ClickAsync();
        await visitor.Sees("有差异", "difference");
    }

    /// <summary>The supplier agrees to the count and draws the statement.</summary>
    public async Task Agrees_and_draws()
    {
        await visitor.Go("/deliveries");
        await With(".k-stack.tight", $"SH-{order}").Locator("form[action$='deliveries/agree'] button").ClickAsync();
        await Press("statements/draw");
    }

    /// <summary>A button that stands once on the page, or the first of its kind.</summary>
    public async Task Press(string command)
    {
        await visitor.Page.Locator($"form[action$='{command}'] button").First.ClickAsync();
        await visitor.Page.WaitForLoadStateAsync(LoadState.Load);
    }

    /// <summary>Opens a page and presses.</summary>
    public async Task At(string page, string command)
    {
        await visitor.Go(page);
        await Press(command);
    }

    /// <summary>Fills the first field of the name.</summary>
    public Task Fill(string name, string value) => visitor.Page.Locator($"[name='{name}']").First.FillAsync(value);

    /// <summary>A day from today in the brain's zone.</summary>
    public static string Ahead(int days) => DateTime.UtcNow.AddHours(8).AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
