using System.Globalization;

namespace AutoValley.Edge.Sources.Gnss.Nmea;

/// <summary>What became of a receiver's bytes so far. Written by its source, read by any thread.</summary>
public sealed class NmeaStatistics
{
    private static readonly NmeaFault[] Faults = Enum.GetValues<NmeaFault>()[1..];

    private readonly long[] left = new long[Faults.Length + 1];

    /// <summary>Sentences with the right checksum.</summary>
    public long Sentences { get; internal set; }

    /// <summary>Those of them that nothing is read from.</summary>
    public long SentencesOther { get; internal set; }

    /// <summary>Times that sentences were joined for, with a fix or without.</summary>
    public long Epochs { get; internal set; }

    /// <summary>Those of them with a position.</summary>
    public long Fixes { get; internal set; }

    /// <summary>Epochs left out because the receiver did not tell their time, or no sentence told the date.</summary>
    public long EpochsWithoutTime { get; internal set; }

    /// <summary>Samples read.</summary>
    public long Samples { get; internal set; }

    /// <summary>Bytes outside of sentences.</summary>
    public long BytesBetween { get; internal set; }

    /// <summary>Sentences left out, all causes together.</summary>
    public long SentencesLeftOut => left.Sum();

    /// <summary>Sentences left out for one cause.</summary>
    public long LeftOut(NmeaFault fault) => left[(int)fault];

    /// <summary>For the agent's status.</summary>
    internal IReadOnlyList<SourceCount> Counts =>
    [
        new("sentences", Sentences),
        new("sentences of other kinds", SentencesOther),
        new("sentences left out", SentencesLeftOut, IsGap: true),
        new("epochs", Epochs),
        new("fixes", Fixes),
    ];

    /// <inheritdoc/>
    public override string ToString()
    {
        var causes = Faults.Where(fault => LeftOut(fault) > 0).Select(fault => string.Create(CultureInfo.InvariantCulture, $"{Words(fault)} {LeftOut(fault)}"));
        var broken = SentencesLeftOut == 0 ? "0 broken" : string.Create(CultureInfo.InvariantCulture, $"{SentencesLeftOut} broken ({string.Join(", ", causes)})");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Sentences} NMEA sentences in {Epochs} epochs, {Fixes} with a fix, into {Samples} samples; {broken}, {SentencesOther} of other kinds, {EpochsWithoutTime} epochs without time");
    }

    internal void Count(NmeaFault fault) => left[(int)fault]++;

    private static string Words(NmeaFault fault) => fault switch
    {
        NmeaFault.NoChecksum => "no checksum",
        NmeaFault.BadChecksum => "bad checksum",
        NmeaFault.TooLong => "too long",
        NmeaFault.CutShort => "cut short",
        NmeaFault.BadCharacter => "bad character",
        _ => "bad field",
    };
}
