using AutoValley.Telemetry.Columns.Coding;

namespace AutoValley.Telemetry.Columns;

/// <summary>What stands before the fields of a block (FORMAT.md section 3).</summary>
/// <param name="Base">Value of a field of 0.</param>
/// <param name="Factor">What one step of a field stands for.</param>
/// <param name="Width">Bits of a field, 0 to 64.</param>
/// <param name="Exceptions">Fields that stand aside.</param>
/// <param name="ExceptionWidth">Bits of each of those, 0 to 64.</param>
/// <param name="CodedBytes">Bytes of the coded fields; 0 when they are packed.</param>
internal readonly record struct BlockHead(long Base, long Factor, int Width, int Exceptions, int ExceptionWidth, int CodedBytes)
{
    /// <summary>The fields are coded, and there are no exceptions.</summary>
    public bool IsCoded => CodedBytes > 0;

    /// <summary>All values are <see cref="Base"/>.</summary>
    public bool IsConstant => Width == 0 && Exceptions == 0 && !IsCoded;

    /// <summary>Reads the head of a block of <paramref name="count"/> values.</summary>
    public static BlockHead Read(ref ColumnReader reader, int count)
    {
        var start = reader.Signed();
        var head = reader.Byte();
        var width = head & ~PackedBlock.HasExtra;
        if (width > PackedBlock.MaximumWidth)
            throw reader.Error($"fields of {width} bits");
        if (head < PackedBlock.HasExtra)
            return new BlockHead(start, 1, width, 0, 0, 0);
        var extra = reader.Byte("the extra byte", PackedBlock.HasFactor | PackedBlock.HasExceptions | PackedBlock.IsCoded);
        var factor = (extra & PackedBlock.HasFactor) != 0 ? (long)reader.Varint() : 1;
        if ((extra & PackedBlock.IsCoded) != 0)
        {
            return width == 0 && (extra & PackedBlock.HasExceptions) == 0
                ? new BlockHead(start, factor, 0, 0, 0, reader.Count("coded bytes", 1, CodedBlock.MaximumBytes(count)))
                : throw reader.Error("coded fields with a width or exceptions");
        }
        if ((extra & PackedBlock.HasExceptions) == 0)
            return new BlockHead(start, factor, width, 0, 0, 0);
        var exceptions = reader.Count("exceptions", 0, count);
        return new BlockHead(start, factor, width, exceptions, reader.Byte("the exceptions' width", PackedBlock.MaximumWidth), 0);
    }

    /// <summary>Steps over the fields of a block of <paramref name="count"/> values and its exceptions.</summary>
    public void SkipFields(ref ColumnReader reader, int count)
    {
        reader.Skip(CodedBytes + ColumnFormat.PackedBytes(count, Width));
        reader.Skip(ColumnFormat.PackedBytes(Exceptions, ColumnFormat.PositionBits));
        reader.Skip(ColumnFormat.PackedBytes(Exceptions, ExceptionWidth));
    }
}
