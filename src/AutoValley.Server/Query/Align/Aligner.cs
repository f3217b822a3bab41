using AutoValley.Telemetry;
using AutoValley.V1;
using SignalType = AutoValley.Telemetry.SignalType;

namespace AutoValley.Server.Query.Align;

/// <summary>
/// Puts the samples of one series on the times of rows. No I/O: samples come in slices when <see cref="Fill"/> wants more of them, and
/// rows come in slices too; both ascend.
/// </summary>
internal abstract class Aligner
{
    private byte[] present = [];

    /// <summary>For values of a type. LINEAR makes doubles of integers, and takes no other than these two.</summary>
    /// <param name="type">Of the samples.</param>
    /// <param name="method">Not UNSPECIFIED.</param>
    /// <param name="maximumAge">Nanoseconds a sample may be from the row; 0 for any.</param>
    public static Aligner Of(SignalType type, AlignMethod method, ulong maximumAge) => type switch
    {
        SignalType.Double => new Aligner<double>(method, maximumAge, Values.Of),
        SignalType.Integer when method == AlignMethod.Linear => new Aligner<double>(method, maximumAge, Values.Of),
        SignalType.Integer => new Aligner<long>(method, maximumAge, Values.Of),
        SignalType.Boolean => new Aligner<bool>(method, maximumAge, Values.Of),
        SignalType.Text => new Aligner<string>(method, maximumAge, Values.Of),
        _ => throw new ArgumentException($"no value type {type}", nameof(type)),
    };

    /// <summary>The next samples, after all before; none when there are no more.</summary>
    public abstract void Add(Samples? samples);

    /// <summary>Fills rows from one on as far as the samples added tell.</summary>
    /// <returns>The first row that needs more samples; as many as rows when all are filled.</returns>
    public abstract int Fill(ReadOnlySpan<long> rows, int from);

    /// <summary>The value of each of the rows filled last; of one without a value 0, false or empty.</summary>
    public abstract Values ValuesOf(int rows);

    /// <summary>Whether a row has a value.</summary>
    public bool IsPresent(int row) => (present[row / 8] & (1 << (row % 8))) != 0;

    /// <summary>Forgets the rows before and makes place for others.</summary>
    protected void ClearRows(int rows)
    {
        if (present.Length * 8 < rows)
            present = new byte[(rows + 7) / 8];
        else
            Array.Clear(present);
    }

    protected void MarkPresent(int row) => present[row / 8] |= (byte)(1 << (row % 8));
}
