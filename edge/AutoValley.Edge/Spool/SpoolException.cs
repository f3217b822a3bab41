namespace AutoValley.Edge.Spool;

/// <summary>The spool folder cannot be used. The message names folder or file, and reason.</summary>
public sealed class SpoolException(string message, Exception? inner = null) : IOException(message, inner);
