namespace Marketplace.Api.Http;

/// <summary>Ceilings of what the edge reads.</summary>
internal static class Limits
{
    public const int FunctionBody = 1_048_576;
    public const int CommandBody = 65_536;
    public const int RecordBody = 1_048_576;
    public const int ReadingsBody = 262_144;
    public const int Package = 20 * 1_048_576;
    public const int JsonDepth = 64;
    public const int JsonNodes = 100_000;
    public const int Query = 16_384;
    public const int OperationKey = 200;
}
