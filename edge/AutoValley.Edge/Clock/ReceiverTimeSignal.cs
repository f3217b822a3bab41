using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Gnss;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Clock;

/// <summary>
/// A signal that holds a receiver's own time, and where it stands in its group: <c>GNSS.UtcMilliseconds</c>, which a fix vouches for where there is a word of it, or
/// <c>gnss_time.Epoch</c> of CSS Electronics' CANmod.gps, which <c>TimeValid</c> beside it vouches for.
/// </summary>
/// <param name="Name">For people.</param>
/// <param name="Index">Its place in the group.</param>
/// <param name="Validity">The place of the signal that says whether it is one; -1 when there is none.</param>
/// <param name="NanosPerUnit">Of its values.</param>
internal sealed record ReceiverTimeSignal(string Name, int Index, int Validity, long NanosPerUnit)
{
    private const string Epoch = ".gnss_time.Epoch";
    private const string NoFix = "NONE";
    private const string Valid = ".gnss_time.TimeValid";

    /// <summary>The receiver's time among the signals of a group; null when there is none.</summary>
    public static ReceiverTimeSignal? Find(IReadOnlyList<SignalSpec> signals)
    {
        var validity = -1;
        for (var index = 0; index < signals.Count; index++)
        {
            if (signals[index].Name.EndsWith(Valid, StringComparison.Ordinal) || signals[index].Name == GnssSignals.FixQuality.Name)
                validity = index;
        }
        for (var index = 0; index < signals.Count; index++)
        {
            var name = signals[index].Name;
            if (name == GnssSignals.ReceiverTime.Name)
                return new ReceiverTimeSignal(name, index, validity, UnixTime.NanosPerSecond / 1000);
            if (name.EndsWith(Epoch, StringComparison.Ordinal))
                return new ReceiverTimeSignal(name, index, validity, UnixTime.NanosPerSecond);
        }
        return null;
    }

    /// <summary>The time in Unix nanoseconds; false when the receiver does not vouch for it.</summary>
    public bool TryRead(ReadOnlySpan<SampleValue> values, out long receiver)
    {
        receiver = 0;
        if (Validity >= 0 && Number(values[Validity]) == 0)
            return false;
        var nanos = Number(values[Index]) * NanosPerUnit;
        if (!(nanos is > 0 and < long.MaxValue))
            return false;
        receiver = values[Index].Type == SignalType.Integer ? values[Index].Integer * NanosPerUnit : (long)Math.Round(nanos);
        return true;
    }

    private static double Number(SampleValue value) => value.Type switch
    {
        SignalType.Double => value.Double,
        SignalType.Integer => value.Integer,
        SignalType.Boolean => value.Boolean ? 1 : 0,
        // A receiver without a fix goes on by a clock of its own, which may be anywhere.
        SignalType.Text => value.Text == NoFix ? 0 : 1,
        _ => 0,
    };
}
