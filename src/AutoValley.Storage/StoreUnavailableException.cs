namespace AutoValley.Storage;

/// <summary>The store cannot make anything durable now: disk full, input/output error, or it is closing.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : IOException(message, inner);
