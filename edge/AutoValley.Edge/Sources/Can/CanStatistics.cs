using System.Globalization;

namespace AutoValley.Edge.Sources.Can;

/// <summary>
/// What became of the CAN frames read so far. <see cref="FramesRead"/> is the sum of <see cref="FramesDecoded"/>,
/// <see cref="FramesWithoutDatabase"/>, <see cref="FramesWithoutMessage"/>, <see cref="TransportFrames"/>, <see cref="RemoteFrames"/> and
/// <see cref="ErrorFrames"/>. Written by its source, read by any thread.
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

    /// <summary>Those of J1939's transport protocol that carry a part of a described message, but for its last one, which counts as decoded.</summary>
    public long TransportFrames { get; internal set; }

    /// <summary>Messages joined of them.</summary>
    public long TransportMessages { get; internal set; }

    /// <summary>Messages begun and never whole: packets missing, late, or the sender gave up.</summary>
    public long TransportIncomplete { get; internal set; }

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

    /// <summary>Signals of J1939 whose sender said that it has no value, or none that can be trusted: no sample.</summary>
    public long SignalsNotAvailable { get; internal set; }

    /// <summary>Samples written.</summary>
    public long Samples { get; internal set; }

    /// <summary>For the agent's status.</summary>
    internal IReadOnlyList<SourceCount> Counts =>
    [
        new("frames", FramesRead),
        new("frames decoded", FramesDecoded),
        new("frames of an unknown id", FramesWithoutMessage),
        new("error frames", ErrorFrames),
        new("remote requests", RemoteFrames),
        new("messages joined", TransportMessages),
        new("messages not whole", TransportIncomplete, IsGap: true),
        new("signals cut off", SignalsCutOff, IsGap: true),
        new("signals not available", SignalsNotAvailable),
        new("unknown multiplexer values", UnknownMultiplexerValues, IsGap: true),
    ];

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{FramesRead} CAN frames read, {FramesDecoded} decoded into {Samples} samples; not decoded: "
        + $"{FramesWithoutDatabase} of a bus without database, {FramesWithoutMessage} of an unknown id, {RemoteFrames} remote requests, "
        + $"{ErrorFrames} error reports; {UnknownMultiplexerValues} unknown multiplexer values, {SignalsCutOff} signals cut off, "
        + $"{FramesOutOfOrder} out of order{J1939}");

    private string J1939 => TransportFrames + TransportIncomplete + SignalsNotAvailable == 0
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"; J1939: {TransportMessages} messages of {TransportFrames} packets, {TransportIncomplete} not whole, {SignalsNotAvailable} signals not available");
}
