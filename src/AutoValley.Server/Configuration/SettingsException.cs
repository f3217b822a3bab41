namespace AutoValley.Server.Configuration;

/// <summary>Settings that cannot be used; the message has a line for each, with the key's name.</summary>
internal sealed class SettingsException(IReadOnlyList<string> errors) : Exception(string.Join(Environment.NewLine, errors));
