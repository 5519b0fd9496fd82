using Marketplace.Domain.Catalogue;
using Marketplace.Views.Apps;

namespace Marketplace.Web.Run;

/// <summary>What stays the same while one page of an app is drawn.</summary>
internal sealed record InstalledApp(
    Manifest Manifest, ViewPerson Person, IReadOnlyDictionary<string, string> Texts, IReadOnlyDictionary<string, string> People);
