namespace AutoValley.Storage;

/// <summary>A store's folder or one of its files cannot be used; the message says which and why.</summary>
public class StoreException(string message, Exception? inner = null) : IOException(message, inner);
