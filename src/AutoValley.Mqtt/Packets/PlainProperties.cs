namespace AutoValley.Mqtt.Packets;

/// <summary>The properties of a PUBLISH that are of fixed length, which most have at most; read without an object.</summary>
/// <param name="TopicAlias">0 for none.</param>
/// <param name="ExpirySeconds">Null is for ever.</param>
/// <param name="IsText">The payload format indicator.</param>
internal readonly record struct PlainProperties(ushort TopicAlias, uint? ExpirySeconds, bool IsText)
{
    /// <summary>Reads the section at the reader's place; false, and nothing is read, when something else is in it, or something wrong: <see cref="Properties.Read"/> knows what.</summary>
    public static bool TryRead(ref PacketReader reader, out PlainProperties properties)
    {
        properties = default;
        var ahead = reader;
        var left = ahead.ReadVariable("property length");
        while (left > 0)
        {
            if (!TryReadOne(ref ahead, ref left, ref properties))
                return false;
        }
        reader = ahead;
        return true;
    }

    private static bool TryReadOne(ref PacketReader reader, ref uint left, ref PlainProperties properties)
    {
        const string Field = "property";
        if (left > reader.Remaining)
            return false;
        var id = (PropertyId)reader.ReadByte(Field);
        var bytes = id switch { PropertyId.TopicAlias => 2u, PropertyId.MessageExpiry => 4u, PropertyId.PayloadFormat => 1u, _ => uint.MaxValue };
        if (bytes > left - 1)
            return false;
        left -= 1 + bytes;
        switch (id)
        {
            case PropertyId.TopicAlias when properties.TopicAlias == 0:
                properties = properties with { TopicAlias = reader.ReadUInt16(Field) };
                return properties.TopicAlias != 0;
            case PropertyId.MessageExpiry when properties.ExpirySeconds is null:
                properties = properties with { ExpirySeconds = reader.ReadUInt32(Field) };
                return true;
            case PropertyId.PayloadFormat when !properties.IsText:
                properties = properties with { IsText = true };
                return reader.ReadByte(Field) == 1;
            default:
                return false;
        }
    }
}
