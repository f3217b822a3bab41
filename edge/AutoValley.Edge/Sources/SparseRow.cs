using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources;

/// <summary>Fills a row's cells one after the other; null leaves one empty.</summary>
/// <param name="cells">One a signal, at most 64.</param>
internal ref struct SparseRow(SampleValue[] cells)
{
    private int cell;

    /// <summary>A bit a filled cell.</summary>
    public ulong Filled { get; private set; }

    public void Add(double? value) => Add(value is { } number ? SampleValue.Of(number) : null);

    public void Add(long? value) => Add(value is { } number ? SampleValue.Of(number) : null);

    public void Add(bool? value) => Add(value is { } flag ? SampleValue.Of(flag) : null);

    public void Add(string? value) => Add(value is { } text ? SampleValue.Of(text) : (SampleValue?)null);

    private void Add(SampleValue? value)
    {
        if (value is { } filled)
        {
            cells[cell] = filled;
            Filled |= 1UL << cell;
        }
        cell++;
    }
}
