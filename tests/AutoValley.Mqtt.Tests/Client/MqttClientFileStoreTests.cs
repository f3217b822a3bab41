using System.Text;

namespace AutoValley.Mqtt.Tests.Client;

public sealed class MqttClientFileStoreTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("mqtt-store-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Open_AfterAnEarlierProcess_GivesWhatWasNotDone()
    {
        await using (var store = Open())
        {
            Assert.Empty(store.Pending);
            for (ushort id = 1; id <= 4; id++)
                await store.AddAsync(id, Publish($"t/{id}"));
            store.Remove(2);
            await store.ReleaseAsync([3]);
            store.Remove(1);
            await store.AddAsync(1, Publish("t/again"));
        }
        await using var next = Open();
        Assert.Equal([(3, "t/3", true), (4, "t/4", false), (1, "t/again", false)], next.Pending.Select(kept => ((int)kept.PacketId, kept.Publish.Topic, kept.IsReleased)));
        var publish = next.Pending[1].Publish;
        Assert.Equal(("payload", "text/plain", true, QualityOfService.ExactlyOnce), (Encoding.UTF8.GetString(publish.Payload.Span), publish.ContentType, publish.Retain, publish.Qos));
        Assert.Equal(0, next.DamagedBytes);
    }

    /// <summary>What FORMAT.md draws, byte by byte.</summary>
    [Fact]
    public async Task Open_BytesOfTheFormat_AreRead()
    {
        var publish = "0102000000000000 320A 0001 74 0005 00 61626364".Replace(" ", "", StringComparison.Ordinal);
        var body = Convert.FromHexString(publish);
        byte[] checkedPart = [1, 0, 5, 0, .. body];
        byte[] record = [(byte)body.Length, 0, 0, 0, .. BitConverter.GetBytes(Crc(checkedPart)), .. checkedPart];
        await File.WriteAllBytesAsync(Segment(1), [.. "MQTTOUT\u0001"u8, .. record, .. record[..^1]]);
        await using var store = Open();
        var kept = Assert.Single(store.Pending);
        Assert.Equal((5, "t", "abcd", QualityOfService.AtLeastOnce), (kept.PacketId, kept.Publish.Topic, Encoding.UTF8.GetString(kept.Publish.Payload.Span), kept.Publish.Qos));
        Assert.Equal(record.Length - 1, store.DamagedBytes);
    }

    [Fact]
    public async Task Open_EveryTornEnd_LosesOnlyWhatWasCut()
    {
        await using (var store = Open())
        {
            await store.AddAsync(1, Publish("a"));
            await store.AddAsync(2, Publish("b"));
        }
        var whole = await File.ReadAllBytesAsync(Segment(1));
        var second = (whole.Length - 8) / 2 + 8;
        for (var length = 0; length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(Segment(1), whole[..length]);
            await using (var cut = Open())
            {
                Assert.Equal(length < second ? 0 : 1, cut.Pending.Count);
                await cut.AddAsync(9, Publish("after"));
            }
            await using (var next = Open())
                Assert.Equal("after", next.Pending[^1].Publish.Topic);
            File.Delete(Segment(2));
        }
    }

    [Fact]
    public async Task Taken_OverManySegmentsAndProcesses_IsKnownUntilItIsLetGo()
    {
        await using (var store = Open())
        {
            await store.TakeAsync(5);
            await store.TakeAsync(6);
            for (var i = 0; i < 4; i++)
            {
                await store.AddAsync(1, Publish("a") with { Payload = new byte[2_500_000] });
                store.Remove(1);
            }
            await store.LetGoAsync([6]);
        }
        // Only the last segment is left, and says it.
        Assert.InRange(folder.GetFiles("*.mqttout").Length, 1, 2);
        for (var process = 0; process < 3; process++)
        {
            await using var next = Open();
            Assert.Equal([(ushort)5], next.Taken);
            Assert.Empty(next.Pending);
            await next.TakeAsync(9);
            await next.LetGoAsync([9]);
        }
        await using (var last = Open())
            await last.LetGoAsync([5]);
        await using var none = Open();
        Assert.Empty(none.Taken);
    }

    [Fact]
    public async Task Open_EveryTornBeginningOfASegment_LosesNothingThatIsTaken()
    {
        await using (var store = Open())
            await store.TakeAsync(5);
        var first = await File.ReadAllBytesAsync(Segment(1));
        await using (var store = Open())
            await store.TakeAsync(6);
        var whole = await File.ReadAllBytesAsync(Segment(2));
        for (var length = 0; length <= whole.Length; length++)
        {
            var other = folder.CreateSubdirectory($"cut-{length}");
            // The first segment goes only once the second one says what it said.
            if (length < 8 + 12)
                await File.WriteAllBytesAsync(Path.Combine(other.FullName, "0000000001.mqttout"), first);
            await File.WriteAllBytesAsync(Path.Combine(other.FullName, "0000000002.mqttout"), whole[..length]);
            for (var process = 0; process < 2; process++)
            {
                await using var cut = MqttClientFileStore.Open(new MqttFileStoreOptions { Folder = other.FullName }, TimeProvider.System);
                Assert.Equal(length < whole.Length ? [5] : new ushort[] { 5, 6 }, cut.Taken);
                await cut.LetGoAsync([77]);
            }
        }
    }

    [Fact]
    public async Task Open_OneBitTurned_TheRecordIsNotRead()
    {
        await using (var store = Open())
            await store.AddAsync(1, Publish("a"));
        var bytes = await File.ReadAllBytesAsync(Segment(1));
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(Segment(1), bytes);
        await using var next = Open();
        Assert.Empty(next.Pending);
        Assert.Equal(bytes.Length - 8, next.DamagedBytes);
    }

    [Fact]
    public async Task Open_WithNothingToWrite_KeepsWhatIsTaken()
    {
        await using (var store = Open())
            await store.TakeAsync(5);
        for (var process = 0; process < 3; process++)
        {
            await using var next = Open();
            Assert.Equal([(ushort)5], next.Taken);
        }
    }

    [Fact]
    public async Task Open_Expired_IsLeftOutAndLivesShorter()
    {
        var time = new Testing.VirtualTime();
        await using (var store = MqttClientFileStore.Open(Options, time))
        {
            await store.AddAsync(1, Publish("a") with { MessageExpiry = TimeSpan.FromSeconds(10) });
            await store.AddAsync(2, Publish("b") with { MessageExpiry = TimeSpan.FromSeconds(60) });
        }
        time.Advance(TimeSpan.FromSeconds(20));
        await using var next = MqttClientFileStore.Open(Options, time);
        Assert.Equal(TimeSpan.FromSeconds(40), Assert.Single(next.Pending).Publish.MessageExpiry);
    }

    [Fact]
    public async Task AddAsync_Full_ThrowsQuotaExceededUntilRemoved()
    {
        await using var store = MqttClientFileStore.Open(Options with { MaximumBytes = 9_000_000 }, TimeProvider.System);
        var large = Publish("a") with { Payload = new byte[4_200_000] };
        await store.AddAsync(1, large);
        await store.AddAsync(2, large);
        Assert.Equal(MqttReasonCode.QuotaExceeded, (await Assert.ThrowsAsync<MqttException>(async () => await store.AddAsync(3, large))).Reason);
        store.Remove(1);
        store.Remove(2);
        // A small record is synced after both removals.
        await store.AddAsync(4, Publish("b"));
        await store.AddAsync(3, large);
        Assert.Single(folder.GetFiles("*.mqttout"));
    }

    [Fact]
    public async Task Open_WhileAnotherHasIt_Throws()
    {
        await using var store = Open();
        Assert.Throws<IOException>(Open);
    }

    private MqttFileStoreOptions Options => new() { Folder = folder.FullName };

    private MqttClientFileStore Open() => MqttClientFileStore.Open(Options, TimeProvider.System);

    private string Segment(int number) => Path.Combine(folder.FullName, $"{number:D10}.mqttout");

    private static MqttPublish Publish(string topic) => new()
    {
        Topic = topic, Payload = "payload"u8.ToArray(), Qos = QualityOfService.ExactlyOnce, Retain = true, ContentType = "text/plain",
    };

    // Bit by bit, from the polynomial.
    private static uint Crc(IEnumerable<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0x82F63B78 : crc >> 1;
        }
        return ~crc;
    }
}
