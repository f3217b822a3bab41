namespace AutoValley.Edge.Sources.Dbc;

/// <summary>Signals of one message that are always carried together.</summary>
/// <param name="Number">From 0, within the message.</param>
/// <param name="Signals">In the file's order; may be none.</param>
/// <param name="Multiplexers">Those among the signals that choose further sets.</param>
internal sealed record SignalSet(int Number, SignalDecoder[] Signals, Multiplexer[] Multiplexers)
{
    /// <summary>Bytes that a CAN frame must have to carry all of them.</summary>
    public int EndByte { get; } = Signals.Length == 0 ? 0 : Signals.Max(signal => signal.Signal.EndByte);

    /// <summary>How many of them a CAN frame of <paramref name="length"/> bytes does not carry in full.</summary>
    public int CutOff(int length)
    {
        if (length >= EndByte)
            return 0;
        var count = 0;
        foreach (var signal in Signals)
            count += signal.Signal.EndByte > length ? 1 : 0;
        return count;
    }
}
