using System.Text;
using AutoValley.Storage.Reading;
using AutoValley.Storage.Sealing;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Sqlite;

/// <summary>Cuts columns into what a chunk may hold.</summary>
internal static class ChunkSplit
{
    /// <summary>Samples of a chunk at most.</summary>
    public const int MaximumSamples = 32 * 1024;

    /// <summary>A chunk of as many samples is too large to be merged with others of its size.</summary>
    public const int GoodSamples = MaximumSamples / 2;

    private const int MaximumTextBytes = 4 * 1024 * 1024;

    /// <summary>Parts of the samples, each within one day and small enough for a chunk.</summary>
    public static IEnumerable<Samples> Split(Samples samples)
    {
        for (int start = 0, count; start < samples.Count; start += count)
        {
            count = CountOfChunk(samples, start);
            yield return samples.Slice(start, count);
        }
    }

    private static int CountOfChunk(Samples samples, int start)
    {
        var times = samples.Times.Span[start..];
        var last = UtcDay.Last(UnixTime.DayOf(times[0]));
        var count = Math.Min(times.Length, MaximumSamples);
        if (times[count - 1] > last)
            count = times[..count].IndexOfTime(last + 1);
        return samples.Values is Values<string> texts ? CountOfTexts(texts.Items.Span.Slice(start, count)) : count;
    }

    private static int CountOfTexts(ReadOnlySpan<string> texts)
    {
        var bytes = 0;
        for (var index = 0; index < texts.Length; index++)
        {
            bytes += Encoding.UTF8.GetByteCount(texts[index]);
            if (bytes > MaximumTextBytes && index > 0)
                return index;
        }
        return texts.Length;
    }
}
