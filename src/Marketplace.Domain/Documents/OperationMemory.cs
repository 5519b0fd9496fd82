namespace Marketplace.Domain.Documents;

/// <summary>The last operations of one document with their replies, kept in the document's own row, so that an operation and
/// its effect are one write. Older than the last 64 is forgotten: a repeat that late meets the state machine instead.</summary>
public sealed record OperationMemory
{
    private const int Kept = 64;

    /// <summary>Nothing remembered.</summary>
    public static readonly OperationMemory Empty = new();

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<StoredReply> Replies { get; init; } = [];

    /// <summary>The stored reply of this operation; a refusal when the id was used for something else; null when it is new.</summary>
    public Answer<StoredReply>? Recall(string operation, string request)
    {
        if (operation.Length == 0) return null;
        var known = Replies.FirstOrDefault(r => r.Operation == operation);
        if (known is null) return null;
        return known.Request == request ? known : Refusal.Of(Codes.OperationMismatch, ("operation", operation));
    }

    /// <summary>This memory with one more reply.</summary>
    public OperationMemory With(string operation, string request, string reply) =>
        operation.Length == 0 ? this : new() { Replies = [.. Replies.TakeLast(Kept - 1), new StoredReply(operation, request, reply)] };
}

/// <summary>An operation id, what it asked (method and arguments, hashed by the caller), and what it got.</summary>
public sealed record StoredReply(string Operation, string Request, string Reply);
