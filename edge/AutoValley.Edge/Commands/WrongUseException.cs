namespace AutoValley.Edge.Commands;

/// <summary>Ends a command before anything was published: an option or an input is unusable. One line an error.</summary>
internal sealed class WrongUseException(string message, Exception? inner = null) : Exception(message, inner);
