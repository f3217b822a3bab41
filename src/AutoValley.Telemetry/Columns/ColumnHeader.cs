namespace AutoValley.Telemetry.Columns;

/// <summary>What the first bytes of a column tell.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Count">How many values.</param>
/// <param name="TextBytes">UTF-8 bytes of all texts, each repetition counted; 0 for the other kinds.</param>
public readonly record struct ColumnHeader(ColumnKind Kind, int Count, long TextBytes = 0);
