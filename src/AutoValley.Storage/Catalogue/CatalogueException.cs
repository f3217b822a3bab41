namespace AutoValley.Storage;

/// <summary>A declaration that contradicts an earlier one or breaks a limit; the message says which.</summary>
public sealed class CatalogueException(string message) : Exception(message);
