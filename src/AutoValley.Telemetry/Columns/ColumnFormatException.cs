namespace AutoValley.Telemetry.Columns;

/// <summary>The bytes are no column, or one beyond the limit given. The message names the place and the reason.</summary>
public sealed class ColumnFormatException(string message) : FormatException(message);
