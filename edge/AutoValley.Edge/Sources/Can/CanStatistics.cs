using System.Globalization;

namespace AutoValley.Edge.Sources.Can;

/// <summary>
/// What became of the CAN frames read so far. <see cref="FramesRead"/> is the sum of <see cref="FramesDecoded"/>,
/// <see cref="FramesWithoutDatabase"/>, <see cref="FramesWithoutMessage"/>, <see cref="RemoteFrames"/> and <see cref="ErrorFrames"/>.
/// </summary>
public sealed class CanStatistics
{
    /// <summary>All.</summary>
    public long FramesRead { get; internal set; }

    /// <summary>Those that a message of the bus's databases describes.</summary>
    public long FramesDecoded { get; internal set; }

    /// <summary>Those of a bus that has no database.</summary>
    public long FramesWithoutDatabase { get; internal set; }

    /// <summary>Those whose id no database of the bus has.</summary>
    public long FramesWithoutMessage { get; internal set; }

    /// <summary>Remote requests.</summary>
    public long RemoteFrames { get; internal set; }

    /// <summary>The controllers' error reports.</summary>
    public long ErrorFrames { get; internal set; }

    /// <summary>CAN frames that come earlier than the one before them.</summary>
    public long FramesOutOfOrder { get; internal set; }

    /// <summary>Decoded CAN frames in which a multiplexer had a value that the database does not know.</summary>
    public long UnknownMultiplexerValues { get; internal set; }

    /// <summary>Signals left out because their CAN frame had too few bytes.</summary>
    public long SignalsCutOff { get; internal set; }

    /// <summary>Samples written.</summary>
    public long Samples { get; internal set; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{FramesRead} CAN frames read, {FramesDecoded} decoded into {Samples} samples; not decoded: "
        + $"{FramesWithoutDatabase} of a bus without database, {FramesWithoutMessage} of an unknown id, {RemoteFrames} remote requests, "
        + $"{ErrorFrames} error reports; {UnknownMultiplexerValues} unknown multiplexer values, {SignalsCutOff} signals cut off, "
        + $"{FramesOutOfOrder} out of order");
}
