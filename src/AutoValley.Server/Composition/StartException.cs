namespace AutoValley.Server.Composition;

/// <summary>The server cannot start; the message names the port, file or folder and the reason.</summary>
internal sealed class StartException(string message, Exception inner) : Exception(message, inner);
