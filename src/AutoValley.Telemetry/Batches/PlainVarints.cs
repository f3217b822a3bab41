namespace AutoValley.Telemetry.Batches;

/// <summary>Steps over the varints of a repeated field that was validated before, packed or not.</summary>
internal ref struct PlainVarints(ReadOnlySpan<byte> message, int field)
{
    private WireReader outer = new(message);
    private WireReader packed = new([]);

    /// <summary>The next varint. There is one: whoever asks knows their number.</summary>
    public ulong Next()
    {
        while (packed.AtEnd && outer.Next())
        {
            if (outer.Field != field)
                outer.Skip();
            else if (outer.Type == WireType.Varint)
                return outer.Varint();
            else
                packed = new WireReader(outer.BytesField());
        }
        return packed.Varint();
    }
}
