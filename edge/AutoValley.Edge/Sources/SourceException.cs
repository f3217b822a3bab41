namespace AutoValley.Edge.Sources;

/// <summary>A source's input is unusable. The message names file (or device), line where there is one, and reason.</summary>
public class SourceException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The form of all of them that are about a place in a file: <c>file:line: reason</c>.</summary>
    public static SourceException At(string file, long line, string reason, Exception? inner = null) => new($"{file}:{line}: {reason}", inner);
}
