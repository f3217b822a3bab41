namespace AutoValley.Edge.Sources;

/// <summary>A source's input is unusable. The message names file (or device), line where there is one, and reason.</summary>
public sealed class SourceException(string message, Exception? inner = null) : Exception(message, inner);
