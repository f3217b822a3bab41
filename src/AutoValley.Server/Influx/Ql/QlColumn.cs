namespace AutoValley.Server.Influx.Ql;

/// <summary>What is selected.</summary>
/// <param name="Expression">What.</param>
/// <param name="Alias">Its name; null where none is said.</param>
internal sealed record QlColumn(QlExpression Expression, string? Alias);
