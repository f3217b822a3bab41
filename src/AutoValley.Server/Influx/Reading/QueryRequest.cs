using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Server.Influx.Reading;

/// <summary>What <c>/query</c> is asked.</summary>
/// <param name="Text">Statements.</param>
/// <param name="Database">Of statements that do not say theirs; empty for none.</param>
internal sealed record QueryRequest(string Text, string Database)
{
    /// <summary>Unit of times; null for texts.</summary>
    public LinePrecision? Epoch { get; init; }

    /// <summary>Rows of a chunk; null for one answer.</summary>
    public int? ChunkRows { get; init; }

    /// <summary>Whether people read it.</summary>
    public bool IsPretty { get; init; }
}
