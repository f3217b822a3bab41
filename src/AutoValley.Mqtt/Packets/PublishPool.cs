using System.Numerics;

namespace AutoValley.Mqtt.Packets;

/// <summary>
/// Memory for publishes that come in, by size; what was used last is used next, while the cache has it. As much lies here unused as is allowed, the rest is the
/// collector's. Thread-safe.
/// </summary>
/// <param name="maximumBytes">Bytes that may lie here unused.</param>
internal sealed class PublishPool(long maximumBytes)
{
    /// <summary>What lies in memory that is used after it was given back, where that is looked for.</summary>
    public const byte Poison = 0xDB;

    /// <summary>Set to 1, memory is overwritten when it is given back: the tests run so.</summary>
    public const string PoisonVariable = "AUTOVALLEY_POISON";

    private const int SmallestBytes = 256;

    /// <summary>The last one holds the largest packet that MQTT has, 256 MiB.</summary>
    private const int Sizes = 21;

    private static readonly bool Poisons = Environment.GetEnvironmentVariable(PoisonVariable) == "1";

    private readonly Stack<EncodedPublish>[] unused = [.. Enumerable.Range(0, Sizes).Select(_ => new Stack<EncodedPublish>())];
    private readonly Lock sync = new();
    private long unusedBytes;
    private int unusedCount;
    private long made;
    private long dropped;

    /// <summary>Buffers made so far, because none of their size lay here: it stands still while as much comes as goes.</summary>
    public long Made
    {
        get
        {
            lock (sync)
                return made;
        }
    }

    /// <summary>Buffers that are out; those that were lost with their connection, too.</summary>
    public long Lent
    {
        get
        {
            lock (sync)
                return made - dropped - unusedCount;
        }
    }

    /// <summary>Memory for a packet's body; the caller holds it.</summary>
    public EncodedPublish Rent(long bytes)
    {
        var size = SizeOf(bytes);
        var publish = TryTake(size) ?? new EncodedPublish(this, SmallestBytes << size);
        publish.Hold();
        return publish;
    }

    /// <summary>Nobody holds it any more.</summary>
    public void Return(EncodedPublish publish)
    {
        publish.Clear(Poisons);
        lock (sync)
        {
            if (unusedBytes + publish.Bytes > maximumBytes)
            {
                dropped++;
                return;
            }
            unusedBytes += publish.Bytes;
            unusedCount++;
            unused[SizeOf(publish.Bytes)].Push(publish);
        }
    }

    private EncodedPublish? TryTake(int size)
    {
        lock (sync)
        {
            if (!unused[size].TryPop(out var publish))
            {
                made++;
                return null;
            }
            unusedBytes -= publish.Bytes;
            unusedCount--;
            return publish;
        }
    }

    // How often the smallest is doubled.
    private static int SizeOf(long bytes) => bytes <= SmallestBytes ? 0 : BitOperations.Log2((ulong)(bytes - 1) / SmallestBytes) + 1;
}
