using System.Buffers;

namespace AutoValley.Mqtt.Packets;

/// <summary>One property: a number, a text (with a name, when it is a pair) or bytes.</summary>
internal readonly record struct Property(PropertyId Id, uint Number, string? Text = null, string? Name = null, byte[]? Bytes = null);

/// <summary>
/// The properties of one packet, in their order (MQTT 5.0 section 2.2.2):
/// <code>
/// +-----------------------+------------+-------+------------+-------+---
/// | length, variable int. | identifier | value | identifier | value | …
/// +-----------------------+------------+-------+------------+-------+---
/// </code>
/// </summary>
internal sealed class Properties
{
    /// <summary>Most properties that are read from one packet, so that a packet of tiny pairs cannot cost many times its size.</summary>
    public const int MaximumCount = 256;

    /// <summary>None at all; shared, nobody adds to it.</summary>
    public static readonly Properties None = new();

    private readonly List<Property> items = [];

    public int Count => items.Count;

    public uint? Number(PropertyId id) => IndexOf(id) is >= 0 and var i ? items[i].Number : null;

    public string? Text(PropertyId id) => IndexOf(id) is >= 0 and var i ? items[i].Text : null;

    public byte[]? Bytes(PropertyId id) => IndexOf(id) is >= 0 and var i ? items[i].Bytes : null;

    /// <summary>A flag whose absence means <paramref name="absent"/>.</summary>
    public bool Flag(PropertyId id, bool absent) => Number(id) is { } value ? value != 0 : absent;

    public IReadOnlyList<MqttUserProperty> UserProperties() =>
        Has(PropertyId.UserProperty) ? [.. items.Where(p => p.Id == PropertyId.UserProperty).Select(p => new MqttUserProperty(p.Name!, p.Text!))] : [];

    public IReadOnlyList<uint> SubscriptionIds() =>
        Has(PropertyId.SubscriptionId) ? [.. items.Where(p => p.Id == PropertyId.SubscriptionId).Select(p => p.Number)] : [];

    public Properties Add(PropertyId id, uint? value) => value is { } number ? Add(new Property(id, number)) : this;

    public Properties Add(PropertyId id, string? value) => value is null ? this : Add(new Property(id, 0, value));

    public Properties Add(PropertyId id, ReadOnlyMemory<byte>? value) => value is { } bytes ? Add(new Property(id, 0, Bytes: bytes.ToArray())) : this;

    public Properties Add(IEnumerable<MqttUserProperty> pairs)
    {
        foreach (var pair in pairs)
            Add(new Property(PropertyId.UserProperty, 0, pair.Value, pair.Name));
        return this;
    }

    public Properties Add(Properties others)
    {
        items.AddRange(others.items);
        return this;
    }

    /// <summary>Reads the section at the reader's place.</summary>
    /// <exception cref="MqttException">An unknown, misplaced, repeated or forbidden property, or bytes missing.</exception>
    public static Properties Read(ref PacketReader reader, PropertyPlaces place)
    {
        var length = reader.ReadVariable("property length");
        if (length == 0)
            return None;
        if (length > reader.Remaining)
            throw reader.Malformed("properties", "are cut off");
        var section = new PacketReader(reader.Take((int)length, "properties"), reader.Type);
        var properties = new Properties();
        while (section.Remaining > 0)
            properties.AddChecked(ReadOne(ref section, place), section.Type);
        return properties;
    }

    /// <summary>Writes the section with its length.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        var body = new ArrayBufferWriter<byte>(64);
        WriteItems(body);
        output.WriteVariable((uint)body.WrittenCount);
        output.Write(body.WrittenSpan);
    }

    /// <summary>Writes the properties without the length in front.</summary>
    public void WriteItems(IBufferWriter<byte> output)
    {
        foreach (var item in items)
            WriteOne(output, item);
    }

    private bool Has(PropertyId id) => IndexOf(id) >= 0;

    private int IndexOf(PropertyId id)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].Id == id)
                return i;
        }
        return -1;
    }

    private Properties Add(Property property)
    {
        items.Add(property);
        return this;
    }

    private void AddChecked(Property property, PacketType type)
    {
        // Section 2.2.2.2: once each, but for pairs, and for the subscription identifiers of an overlapping delivery.
        var mayRepeat = property.Id == PropertyId.UserProperty || (property.Id == PropertyId.SubscriptionId && type == PacketType.Publish);
        if (!mayRepeat && Has(property.Id))
            throw MqttException.Protocol($"{type} packet: {property.Id} twice");
        if (items.Count == MaximumCount)
            throw new MqttException(MqttReasonCode.QuotaExceeded, $"{type} packet with more than {MaximumCount} properties");
        items.Add(property);
    }

    private static Property ReadOne(ref PacketReader reader, PropertyPlaces place)
    {
        var number = reader.ReadVariable("property identifier");
        var rule = PropertyTable.Of(number);
        var id = (PropertyId)number;
        if (rule.Kind == PropertyKind.Unknown)
            throw reader.Malformed($"property 0x{number:X2}", "is unknown");
        if ((rule.Places & place) == 0)
            throw MqttException.Protocol($"{reader.Type} packet: {id} does not belong into {place}");
        var property = ReadValue(ref reader, id, rule.Kind);
        if (rule.NotZero && property.Number == 0)
            throw MqttException.Protocol($"{reader.Type} packet: {id} is 0");
        return property;
    }

    private static Property ReadValue(ref PacketReader reader, PropertyId id, PropertyKind kind)
    {
        const string Field = "property value";
        switch (kind)
        {
            case PropertyKind.UInt16: return new(id, reader.ReadUInt16(Field));
            case PropertyKind.UInt32: return new(id, reader.ReadUInt32(Field));
            case PropertyKind.Variable: return new(id, reader.ReadVariable(Field));
            case PropertyKind.Text: return new(id, 0, reader.ReadText(Field));
            case PropertyKind.Binary: return new(id, 0, Bytes: reader.ReadBinary(Field));
            case PropertyKind.Pair:
                var name = reader.ReadText(Field);
                return new(id, 0, reader.ReadText(Field), name);
            default:
                var flag = reader.ReadByte(Field);
                return flag <= 1 ? new(id, flag) : throw MqttException.Protocol($"{reader.Type} packet: {id} is {flag}, 0 or 1 are allowed");
        }
    }

    private static void WriteOne(IBufferWriter<byte> output, Property item)
    {
        output.WriteByte((byte)item.Id);
        switch (PropertyTable.Of((uint)item.Id).Kind)
        {
            case PropertyKind.UInt16: output.WriteUInt16((ushort)item.Number); break;
            case PropertyKind.UInt32: output.WriteUInt32(item.Number); break;
            case PropertyKind.Variable: output.WriteVariable(item.Number); break;
            case PropertyKind.Text: output.WriteText(item.Text!); break;
            case PropertyKind.Binary: output.WriteBinary(item.Bytes); break;
            case PropertyKind.Pair:
                output.WriteText(item.Name!);
                output.WriteText(item.Text!);
                break;
            default: output.WriteByte((byte)item.Number); break;
        }
    }
}
