namespace AutoValley.Telemetry.Columns.Kernels;

/// <summary>Steps over vectors: reads what says how long they are, and none of their fields.</summary>
internal static class VectorSkip
{
    public static void Integers(ref ColumnReader reader, int count)
    {
        var encoding = (VectorEncoding)reader.Byte();
        if (encoding != VectorEncoding.Runs)
        {
            SimpleIntegers(ref reader, encoding, count);
            return;
        }
        var runs = reader.Count("runs", 1, count);
        SimpleIntegers(ref reader, (VectorEncoding)reader.Byte(), runs);
        Block(ref reader, runs);
    }

    public static void Doubles(ref ColumnReader reader, int count)
    {
        var encoding = (VectorEncoding)reader.Byte();
        switch (encoding)
        {
            case VectorEncoding.Raw:
                reader.Skip(count * sizeof(double));
                break;
            case VectorEncoding.Decimal or VectorEncoding.DecimalCorrected:
                reader.Byte("the decimal pair", DecimalPair.Count - 1);
                Integers(ref reader, count);
                if (encoding == VectorEncoding.DecimalCorrected)
                    Integers(ref reader, count);
                break;
            case VectorEncoding.Linear:
                LinearForm.Read(ref reader);
                Integers(ref reader, count);
                break;
            case VectorEncoding.Bits:
                reader.Byte("the shift", DoubleVectorReader.MaximumShift);
                Integers(ref reader, count);
                break;
            default:
                throw reader.Error($"encoding {encoding} for doubles");
        }
    }

    public static void Booleans(ref ColumnReader reader, int count)
    {
        var encoding = (VectorEncoding)reader.Byte();
        switch (encoding)
        {
            case VectorEncoding.AllFalse or VectorEncoding.AllTrue:
                break;
            case VectorEncoding.Bitmap:
                reader.Skip(ColumnFormat.PackedBytes(count, 1));
                break;
            case VectorEncoding.RunsFromFalse or VectorEncoding.RunsFromTrue:
                Block(ref reader, reader.Count("runs", 1, count));
                break;
            default:
                throw reader.Error($"encoding {encoding} for booleans");
        }
    }

    private static void SimpleIntegers(ref ColumnReader reader, VectorEncoding encoding, int count)
    {
        var firsts = encoding switch
        {
            VectorEncoding.Packed => 0,
            VectorEncoding.Constant or VectorEncoding.Delta or VectorEncoding.Xor => 1,
            VectorEncoding.DeltaDelta when count > 1 => 2,
            _ => throw reader.Error($"encoding {encoding} for {count} integers"),
        };
        for (var index = 0; index < firsts; index++)
            reader.Varint();
        if (encoding != VectorEncoding.Constant)
            Block(ref reader, count - firsts);
    }

    private static void Block(ref ColumnReader reader, int count) => BlockHead.Read(ref reader, count).SkipFields(ref reader, count);
}
