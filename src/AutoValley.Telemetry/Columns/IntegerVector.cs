using System.Runtime.CompilerServices;

namespace AutoValley.Telemetry.Columns;

/// <summary>A vector of integers: constant, packed, differences of first or second order packed, exclusive-ors packed, or runs.</summary>
internal static class IntegerVector
{
    /// <summary>Writes the vector in its smallest encoding.</summary>
    /// <param name="writer">Takes it.</param>
    /// <param name="values">1 to 1,024.</param>
    public static void Write(ref ColumnWriter writer, scoped ReadOnlySpan<long> values) => Write(ref writer, values, IntegerPlanner.Plan(values));

    [SkipLocalsInit]
    public static void Write(ref ColumnWriter writer, scoped ReadOnlySpan<long> values, in IntegerPlan plan)
    {
        writer.Byte((int)plan.Encoding);
        if (plan.Encoding == VectorEncoding.Runs)
        {
            WriteRuns(ref writer, values);
            return;
        }
        if (plan.Encoding != VectorEncoding.Packed)
            writer.Signed(values[0]);
        if (plan.Encoding == VectorEncoding.Constant)
            return;
        Span<long> rest = stackalloc long[values.Length];
        values.CopyTo(rest);
        if (plan.Encoding == VectorEncoding.Xor)
            rest = Differences.Xor(rest);
        else if (plan.Encoding != VectorEncoding.Packed)
            rest = Differences.Subtract(rest);
        if (plan.Encoding == VectorEncoding.DeltaDelta)
        {
            writer.Signed(rest[0]);
            rest = Differences.Subtract(rest);
        }
        PackedBlock.Write(ref writer, rest, plan.Block);
    }

    /// <summary>Reads a vector of as many values as <paramref name="values"/> has room for: 1 to 1,024.</summary>
    public static void Read(ref ColumnReader reader, scoped Span<long> values)
    {
        var encoding = (VectorEncoding)reader.Byte();
        if (encoding == VectorEncoding.Runs)
            ReadRuns(ref reader, values);
        else
            ReadSimple(ref reader, encoding, values);
    }

    private static void ReadSimple(ref ColumnReader reader, VectorEncoding encoding, scoped Span<long> values)
    {
        switch (encoding)
        {
            case VectorEncoding.Constant:
                values.Fill(reader.Signed());
                break;
            case VectorEncoding.Packed:
                PackedBlock.Read(ref reader, values);
                break;
            case VectorEncoding.Delta:
                values[0] = reader.Signed();
                PackedBlock.Read(ref reader, values[1..]);
                Differences.Add(values);
                break;
            case VectorEncoding.DeltaDelta when values.Length > 1:
                values[0] = reader.Signed();
                values[1] = reader.Signed();
                PackedBlock.Read(ref reader, values[2..]);
                Differences.Add(values[1..]);
                Differences.Add(values);
                break;
            case VectorEncoding.Xor:
                values[0] = reader.Signed();
                PackedBlock.Read(ref reader, values[1..]);
                Differences.UndoXor(values);
                break;
            default:
                throw reader.Error($"encoding {encoding} for {values.Length} integers");
        }
    }

    [SkipLocalsInit]
    private static void WriteRuns(ref ColumnWriter writer, scoped ReadOnlySpan<long> values)
    {
        Span<long> runs = stackalloc long[values.Length];
        Span<long> lengths = stackalloc long[values.Length];
        var count = Runs.Split(values, runs, lengths);
        writer.Varint((ulong)count);
        Write(ref writer, runs[..count], IntegerPlanner.Plan(runs[..count], IntegerChoices.Differences));
        PackedBlock.Write(ref writer, lengths[..count], PackedPlanner.Plan(lengths[..count]));
    }

    [SkipLocalsInit]
    private static void ReadRuns(ref ColumnReader reader, scoped Span<long> values)
    {
        var count = reader.Count("runs", 1, values.Length);
        Span<long> runs = stackalloc long[count];
        Span<long> lengths = stackalloc long[count];
        ReadSimple(ref reader, (VectorEncoding)reader.Byte(), runs);
        PackedBlock.Read(ref reader, lengths);
        var filled = 0;
        for (var index = 0; index < count; index++)
            filled = Runs.Fill(ref reader, values, filled, lengths[index], runs[index]);
        Runs.ExpectFull(ref reader, filled, values.Length);
    }
}
