namespace AutoValley.Edge.Configuration;

/// <summary>A configuration is unusable: a line for each error, with its place in the file.</summary>
internal sealed class ConfigurationException(IReadOnlyList<string> errors) : Exception(string.Join('\n', errors));
