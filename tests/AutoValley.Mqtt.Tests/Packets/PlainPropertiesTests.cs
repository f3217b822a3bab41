using AutoValley.Mqtt.Packets;

namespace AutoValley.Mqtt.Tests.Packets;

/// <summary>The short way through a PUBLISH's properties says what the long way says, or nothing.</summary>
public sealed class PlainPropertiesTests
{
    private const int Sections = 200_000;

    [Fact]
    public void TryRead_OfAnySection_SaysWhatPropertiesSay()
    {
        var random = new Random(5);
        var taken = 0;
        for (var i = 0; i < Sections; i++)
        {
            var bytes = Section(random);
            var reader = new PacketReader(bytes, PacketType.Publish);
            if (!TryRead(ref reader, out var plain))
            {
                Assert.Equal(bytes.Length, reader.Remaining);
                continue;
            }
            taken++;
            var other = new PacketReader(bytes, PacketType.Publish);
            var properties = Properties.Read(ref other, PropertyPlaces.Publish);
            Assert.Equal(other.Remaining, reader.Remaining);
            Assert.Equal(properties.Number(PropertyId.TopicAlias) ?? 0, plain.TopicAlias);
            Assert.Equal(properties.Number(PropertyId.MessageExpiry), plain.ExpirySeconds);
            Assert.Equal(properties.Flag(PropertyId.PayloadFormat, absent: false), plain.IsText);
            Assert.Equal((plain.TopicAlias > 0 ? 1 : 0) + (plain.ExpirySeconds is null ? 0 : 1) + (plain.IsText ? 1 : 0), properties.Count);
        }
        Assert.InRange(taken, Sections / 10, Sections * 9 / 10);
    }

    private static bool TryRead(ref PacketReader reader, out PlainProperties plain)
    {
        try
        {
            return PlainProperties.TryRead(ref reader, out plain);
        }
        catch (MqttException)
        {
            // A length that is none; the long way says the same.
            plain = default;
            return false;
        }
    }

    // Mostly well-formed ones of fixed length, some others, some bytes changed, and a payload behind.
    private static byte[] Section(Random random)
    {
        var items = new List<byte>();
        for (var count = random.Next(4); count > 0; count--)
        {
            items.AddRange(random.Next(8) switch
            {
                0 => [(byte)PropertyId.PayloadFormat, (byte)random.Next(2)],
                1 or 2 => [(byte)PropertyId.MessageExpiry, 0, 0, (byte)random.Next(256), (byte)random.Next(256)],
                3 => [(byte)PropertyId.ContentType, 0, 1, (byte)'x'],
                4 => [(byte)PropertyId.PayloadFormat, 1],
                _ => new byte[] { (byte)PropertyId.TopicAlias, (byte)random.Next(2), (byte)random.Next(3) },
            });
        }
        byte[] section = [(byte)items.Count, .. items, .. new byte[random.Next(5)]];
        if (random.Next(4) == 0)
            section[random.Next(section.Length)] = (byte)random.Next(256);
        return section;
    }
}
