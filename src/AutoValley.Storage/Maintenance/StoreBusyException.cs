namespace AutoValley.Storage.Maintenance;

/// <summary>Another such task runs on the store; it can be asked for again when that one is over.</summary>
public sealed class StoreBusyException(string message) : Exception(message);
