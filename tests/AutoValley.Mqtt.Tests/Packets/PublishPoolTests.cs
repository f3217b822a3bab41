using System.Buffers;
using AutoValley.Mqtt.Packets;

namespace AutoValley.Mqtt.Tests.Packets;

public sealed class PublishPoolTests
{
    private const int Large = 1024 * 1024;

    [Fact]
    public void Rent_AfterTheLastHolderLetGo_IsTheSameMemory()
    {
        var pool = new PublishPool(Large);
        var first = pool.Rent(200);
        first.Hold();
        first.Release();
        Assert.NotSame(first, pool.Rent(200));
        first.Release();
        Assert.Same(first, pool.Rent(256));
        Assert.Equal((2, 2), (pool.Made, pool.Lent));
    }

    [Theory]
    [InlineData(1, 256)]
    [InlineData(256, 256)]
    [InlineData(257, 512)]
    [InlineData(512, 512)]
    [InlineData(65_537, 131_072)]
    [InlineData(4 * 1024 * 1024 + 65_536, 8 * 1024 * 1024)]
    public void Rent_OfASize_HoldsIt(int bytes, int buffer)
    {
        var pool = new PublishPool(long.MaxValue);
        var publish = pool.Rent(bytes);
        Assert.Equal(buffer, publish.Bytes);
        publish.Release();
        Assert.Same(publish, pool.Rent(buffer));
    }

    [Fact]
    public void Return_BeyondTheMaximum_IsLeftToTheCollector()
    {
        var pool = new PublishPool(512);
        EncodedPublish[] publishes = [pool.Rent(1), pool.Rent(1), pool.Rent(1)];
        foreach (var publish in publishes)
            publish.Release();
        Assert.Equal(0, pool.Lent);
        Assert.Same(publishes[1], pool.Rent(1));
        Assert.Same(publishes[0], pool.Rent(1));
        Assert.DoesNotContain(pool.Rent(1), publishes);
    }

    [Fact]
    public void Release_MoreOftenThanHeld_Throws()
    {
        var publish = new PublishPool(Large).Rent(1);
        publish.Release();
        Assert.Throws<InvalidOperationException>(publish.Release);
    }

    /// <summary>All suites run so: whoever reads what it did not keep reads this, and fails.</summary>
    [Fact]
    public void Release_InTests_OverwritesWhatWasLent()
    {
        var publish = new PublishPool(Large).Rent(5);
        var body = publish.Fill(new ReadOnlySequence<byte>("hello"u8.ToArray()));
        publish.Become(publish.Publish.Become("t", body, default));
        var (lent, payload, kept) = (publish.Publish, publish.Publish.Payload, publish.Publish.Keep());
        publish.Release();
        Assert.Equal(Enumerable.Repeat(PublishPool.Poison, 5), payload.ToArray());
        Assert.NotEqual("t", lent.Topic);
        Assert.Equal(("t", "hello"), (kept.Topic, System.Text.Encoding.UTF8.GetString(kept.Payload.Span)));
    }

    [Fact]
    public void Keep_OfWhatIsNotLent_IsTheSame()
    {
        var publish = new MqttPublish { Topic = "t", Payload = new byte[] { 1 } };
        Assert.Same(publish, publish.Keep());
        var lent = new MqttPublish { Topic = "t", Payload = new byte[] { 1 } }.Lend() with { Topic = "u" };
        var kept = lent.Keep();
        Assert.NotSame(lent, kept);
        Assert.Same(kept, kept.Keep());
        Assert.False(lent.Payload.Equals(kept.Payload));
    }
}
