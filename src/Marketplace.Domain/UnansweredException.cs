namespace Marketplace.Domain;

/// <summary>Something below could not answer: a database that restarts, a disk that is full. Not a fault of ours; whoever asked may ask
/// again under the same operation id.</summary>
public abstract class UnansweredException(string message, Exception inner) : Exception(message, inner);
