using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using AutoValley.Storage.Reading;
using AutoValley.Storage.Sealing;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Storage.Sqlite;

/// <summary>Cuts columns into chunks of one day and turns them into blobs and back.</summary>
internal static class ChunkColumns
{
    private const int MaximumSamples = 32 * 1024;
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

    public static byte[] Write(Samples samples, ArrayBufferWriter<byte> scratch)
    {
        scratch.ResetWrittenCount();
        scratch.Write(stackalloc byte[sizeof(int)]);
        ColumnCodec.EncodeTimes(samples.Times.Span, scratch);
        var timesLength = scratch.WrittenCount - sizeof(int);
        ColumnCodec.Encode(samples.Values, scratch);
        var blob = scratch.WrittenSpan.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(blob, timesLength);
        return blob;
    }

    /// <exception cref="StoreException">The blob is damaged.</exception>
    public static Samples Read(ReadOnlySpan<byte> blob, int count)
    {
        try
        {
            var timesLength = blob.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(blob);
            if (timesLength < 0 || timesLength > blob.Length - sizeof(int))
                throw new ColumnFormatException($"byte 0: {timesLength} bytes of times in {blob.Length}");
            var times = ColumnCodec.DecodeTimes(blob.Slice(sizeof(int), timesLength), count);
            return new Samples(times, ColumnCodec.Decode(blob[(sizeof(int) + timesLength)..], count, int.MaxValue));
        }
        catch (Exception exception) when (exception is ColumnFormatException or ArgumentException)
        {
            throw new StoreException($"a chunk is damaged: {exception.Message}", exception);
        }
    }

    private static int CountOfChunk(Samples samples, int start)
    {
        var times = samples.Times.Span[start..];
        var last = UtcDay.Last(UtcDay.Of(times[0]));
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
