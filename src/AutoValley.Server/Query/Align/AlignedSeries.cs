using AutoValley.Server.Query;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.V1;
using Google.Protobuf;

namespace AutoValley.Server.Query.Align;

/// <summary>A column of the answer: a series, read as far as its rows need it.</summary>
internal sealed class AlignedSeries(Series series, Aligner aligner, IAsyncEnumerator<Samples> source) : IAsyncDisposable
{
    /// <summary>Reads what the rows, which come after those of the call before, need.</summary>
    public async ValueTask FillAsync(ReadOnlyMemory<long> rows, TimeSlice slice)
    {
        for (var filled = aligner.Fill(rows.Span, 0); filled < rows.Length; filled = aligner.Fill(rows.Span, filled))
        {
            aligner.Add(await source.MoveNextAsync() ? source.Current : null);
            await slice.GiveWayAsync();
        }
    }

    /// <summary>UTF-8 bytes of the texts of some rows.</summary>
    public long TextBytes(int from, int to) => SampleSlices.TextBytes(aligner.ValuesOf(to).Slice(from, to - from));

    /// <summary>Some rows of those that were filled last.</summary>
    public AlignedColumn ToColumn(int from, int to)
    {
        var column = new AlignedColumn
        {
            Vehicle = series.Vehicle.Name.ToString(),
            Signal = series.Name,
            Column = PlainColumns.ToColumn(aligner.ValuesOf(to).Slice(from, to - from), 0),
        };
        var present = new byte[(to - from + 7) / 8];
        var isComplete = true;
        for (var row = from; row < to; row++)
        {
            if (aligner.IsPresent(row))
                present[(row - from) / 8] |= (byte)(1 << ((row - from) % 8));
            else
                isComplete = false;
        }
        if (!isComplete)
            column.Present = UnsafeByteOperations.UnsafeWrap(present);
        return column;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => source.DisposeAsync();
}
