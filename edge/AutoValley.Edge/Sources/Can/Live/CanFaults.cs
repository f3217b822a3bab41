using System.Numerics;

namespace AutoValley.Edge.Sources.Can.Live;

/// <summary>
/// Counts the controller's error reports by their class: a bit each of the report's id, several at once (linux/can/error.h). Written by its source, read by any thread.
/// </summary>
internal sealed class CanFaults
{
    private const uint Controller = 0x4;
    private const byte ReceiverOverrun = 0x1;

    private static readonly string[] Classes =
    [
        "transmit timeouts", "lost arbitrations", "controller faults", "protocol violations", "transceiver faults",
        "frames nobody acknowledged", "bus off", "bus errors", "controller restarts", "error counters told",
    ];

    private readonly long[] counts = new long[Classes.Length];

    /// <summary>How often the controller had no room for what came: each is a frame or more that nobody will see.</summary>
    public long Overruns { get; private set; }

    /// <summary>The classes that were reported so far.</summary>
    public IEnumerable<SourceCount> Counts => Classes.Select((name, index) => new SourceCount(name, counts[index])).Where(one => one.Count > 0);

    /// <summary>Counts a report.</summary>
    public void Count(CanFrame report)
    {
        for (var left = report.Id & ((1u << Classes.Length) - 1); left != 0; left &= left - 1)
            counts[BitOperations.TrailingZeroCount(left)]++;
        // Byte 1 says what is wrong with the controller.
        if ((report.Id & Controller) != 0 && report.Length > 1 && (report.Data[1] & ReceiverOverrun) != 0)
            Overruns++;
    }
}
