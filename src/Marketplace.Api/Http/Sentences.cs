using Marketplace.Domain;
using Marketplace.Domain.Texts;

namespace Marketplace.Api.Http;

/// <summary>The sentence of a refusal in the caller's language; an app's own code has none here and stands for itself.</summary>
internal static class Sentences
{
    public static string Of(string culture, Refusal refusal) => RefusalTexts.Sentence(culture, refusal);
}
