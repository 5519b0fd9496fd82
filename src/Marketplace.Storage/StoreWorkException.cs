namespace Marketplace.Storage;

/// <summary>A backup, a restore, a check or a rebuild cannot be done. The message is for the operator and says what to do next.</summary>
public sealed class StoreWorkException(string message, Exception? inner = null) : Exception(message, inner);
