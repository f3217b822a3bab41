using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns;

/// <summary>The texts of a column: plain, or a dictionary and the place of each text in it.</summary>
internal static class TextColumn
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>UTF-8 bytes of all texts. Half a surrogate pair counts as U+FFFD, as which it is written.</summary>
    public static long ByteCount(ReadOnlySpan<string> texts)
    {
        long bytes = 0;
        foreach (var text in texts)
            bytes += Encoding.UTF8.GetByteCount(text);
        return bytes;
    }

    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<string> texts, long byteCount, SimdLevel level, ColumnEffort effort)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var distinct = new List<string>();
        var indices = new long[texts.Length];
        for (var index = 0; index < texts.Length; index++)
        {
            if (places.TryAdd(texts[index], distinct.Count))
                distinct.Add(texts[index]);
            indices[index] = places[texts[index]];
        }
        // A length takes about a byte.
        var indexBits = 64 - (int)ulong.LeadingZeroCount((ulong)(distinct.Count - 1));
        var dictionarySize = ByteCount([.. distinct]) + distinct.Count + ((long)texts.Length * indexBits / 8) + 4;
        if (dictionarySize >= byteCount + texts.Length)
        {
            WriteByte(output, (byte)VectorEncoding.Plain);
            WritePlain(output, texts, level);
            return;
        }
        WriteByte(output, (byte)VectorEncoding.Dictionary);
        output.Varint((ulong)distinct.Count);
        WritePlain(output, [.. distinct], level);
        Vectors.Write(output, indices, level, effort);
    }

    public static string[] Read(ref ColumnReader reader, ColumnHeader header)
    {
        var texts = new string[header.Count];
        var encoding = (VectorEncoding)reader.Byte();
        long bytes;
        if (encoding == VectorEncoding.Plain)
            bytes = ReadPlain(ref reader, texts);
        else if (encoding == VectorEncoding.Dictionary)
            bytes = ReadDictionary(ref reader, texts);
        else
            throw reader.Error($"encoding {encoding} for texts");
        return bytes == header.TextBytes ? texts : throw reader.Error("the texts are not as long as the header says");
    }

    private static void WriteByte(IBufferWriter<byte> output, byte value) => output.Write([value]);

    [SkipLocalsInit]
    private static void WritePlain(IBufferWriter<byte> output, ReadOnlySpan<string> texts, SimdLevel level)
    {
        Span<long> lengths = stackalloc long[ColumnFormat.VectorLength];
        for (var start = 0; start < texts.Length; start += ColumnFormat.VectorLength)
        {
            var vector = texts[start..Math.Min(start + ColumnFormat.VectorLength, texts.Length)];
            for (var index = 0; index < vector.Length; index++)
                lengths[index] = Encoding.UTF8.GetByteCount(vector[index]);
            Vectors.Write(output, (ReadOnlySpan<long>)lengths[..vector.Length], level);
            foreach (var text in vector)
                Encoding.UTF8.GetBytes(text, output);
        }
    }

    /// <summary>Fills <paramref name="texts"/>; the number of their bytes.</summary>
    [SkipLocalsInit]
    private static long ReadPlain(ref ColumnReader reader, scoped Span<string> texts)
    {
        Span<long> scratch = stackalloc long[Math.Min(ColumnFormat.VectorLength, texts.Length)];
        long bytes = 0;
        while (!texts.IsEmpty)
        {
            var lengths = scratch[..Math.Min(scratch.Length, texts.Length)];
            IntegerVectorReader.Read(ref reader, lengths);
            for (var index = 0; index < lengths.Length; index++)
                texts[index] = ReadText(ref reader, lengths[index]);
            foreach (var length in lengths)
                bytes += length;
            texts = texts[lengths.Length..];
        }
        return bytes;
    }

    private static string ReadText(ref ColumnReader reader, long length)
    {
        if (length is < 0 or > int.MaxValue)
            throw reader.Error($"a text of {length} bytes");
        try
        {
            return Strict.GetString(reader.Take((int)length));
        }
        catch (DecoderFallbackException)
        {
            throw reader.Error("a text is not UTF-8");
        }
    }

    [SkipLocalsInit]
    private static long ReadDictionary(ref ColumnReader reader, scoped Span<string> texts)
    {
        var entries = new string[reader.Count("dictionary entries", 1, texts.Length)];
        ReadPlain(ref reader, entries);
        Span<long> scratch = stackalloc long[Math.Min(ColumnFormat.VectorLength, texts.Length)];
        long bytes = 0;
        while (!texts.IsEmpty)
        {
            var indices = scratch[..Math.Min(scratch.Length, texts.Length)];
            IntegerVectorReader.Read(ref reader, indices);
            for (var index = 0; index < indices.Length; index++)
            {
                if ((ulong)indices[index] >= (ulong)entries.Length)
                    throw reader.Error($"text {indices[index]} of {entries.Length}");
                texts[index] = entries[indices[index]];
                bytes += Encoding.UTF8.GetByteCount(texts[index]);
            }
            texts = texts[indices.Length..];
        }
        return bytes;
    }
}
