namespace Marketplace.Views.Kit;

/// <summary>One tab or chip: a link, so that it works before any script and has an address.</summary>
public sealed record Tab(string Text, string Href, bool Current, int? Count = null);
