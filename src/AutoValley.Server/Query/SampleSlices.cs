using System.Text;
using AutoValley.Telemetry;

namespace AutoValley.Server.Query;

/// <summary>Cuts samples so that each part fits a response well below the 4 MiB that clients take.</summary>
internal static class SampleSlices
{
    /// <summary>Samples a slice at most.</summary>
    public const int MaximumSamples = 32_768;

    // A longer single text is a slice of its own.
    private const int MaximumTextBytes = 1 << 20;

    /// <summary>The samples in order, cut.</summary>
    public static IEnumerable<Samples> Cut(this Samples samples)
    {
        for (var start = 0; start < samples.Count;)
        {
            var count = CountFrom(samples, start);
            yield return samples.Slice(start, count);
            start += count;
        }
    }

    /// <summary>UTF-8 bytes of the texts among them.</summary>
    public static long TextBytes(Values values)
    {
        var bytes = 0L;
        foreach (var text in values is Values<string> texts ? texts.Items.Span : [])
            bytes += Encoding.UTF8.GetByteCount(text);
        return bytes;
    }

    private static int CountFrom(Samples samples, int start)
    {
        var most = Math.Min(MaximumSamples, samples.Count - start);
        if (samples.Values is not Values<string> texts)
            return most;
        var (count, bytes) = (0, 0);
        while (count < most && (bytes += Encoding.UTF8.GetByteCount(texts.Items.Span[start + count])) <= MaximumTextBytes)
            count++;
        return Math.Max(1, count);
    }
}
