namespace AutoValley.Telemetry.Tests.Fuzzing;

/// <summary>Breaks bytes the way transport, disks and attackers do, in a buffer of its own.</summary>
internal sealed class Mutator
{
    /// <summary>No input is longer.</summary>
    public const int MaximumBytes = 32 * 1024;

    private const int HeaderBytes = 16;

    private static readonly byte[] TellingBytes = [0x00, 0x01, 0x3F, 0x40, 0x7F, 0x80, 0xC0, 0xFE, 0xFF];

    private static readonly ulong[] TellingLengths =
    [
        0, 1, 2, 63, 64, 65, 127, 128, 255, 1023, 1024, 1025, 1 << 14, 65_536, int.MaxValue - 1, int.MaxValue, 1UL << 31, uint.MaxValue, 1UL << 32,
        long.MaxValue, 1UL << 63, ulong.MaxValue,
    ];

    private readonly byte[] bytes = new byte[MaximumBytes];
    private int length;

    /// <summary>An input made of one or two of the corpus, or of nothing.</summary>
    public ReadOnlySpan<byte> Next(byte[][] corpus, ref FuzzRandom random)
    {
        Append(corpus[random.Below(corpus.Length)], clear: true);
        switch (random.Below(64))
        {
            case 0:
                Noise(ref random);
                break;
            case < 8:
                Splice(corpus[random.Below(corpus.Length)], ref random);
                break;
        }
        for (var changes = 1 + random.Below(1 + random.Below(4)); changes > 0 && length > 0; changes--)
            Change(ref random);
        return bytes.AsSpan(0, length);
    }

    private void Change(ref FuzzRandom random)
    {
        // Headers are at the start: half of the changes fall there.
        var place = random.Below(random.Below(2) == 0 ? Math.Min(length, HeaderBytes) : length);
        switch (random.Below(8))
        {
            case 0:
            case 1:
                bytes[place] ^= (byte)(1 << random.Below(8));
                break;
            case 2:
                bytes[place] = TellingBytes[random.Below(TellingBytes.Length)];
                break;
            case 3:
                bytes[place] = (byte)random.Next();
                break;
            case 4:
                length = random.Below(4) == 0 ? place : Remove(place, 1 + random.Below(Math.Min(8, length - place)));
                break;
            case 5:
                Insert(place, 1);
                bytes[place] = (byte)random.Next();
                break;
            case 6:
                Repeat(place, 1 + random.Below(Math.Min(8, length - place)));
                break;
            default:
                EditLength(place, TellingLengths[random.Below(TellingLengths.Length)]);
                break;
        }
    }

    private void Append(ReadOnlySpan<byte> more, bool clear = false)
    {
        length = clear ? 0 : length;
        more = more[..Math.Min(more.Length, MaximumBytes - length)];
        more.CopyTo(bytes.AsSpan(length));
        length += more.Length;
    }

    private void Noise(ref FuzzRandom random)
    {
        length = random.Below(64);
        foreach (ref var one in bytes.AsSpan(0, length))
            one = (byte)random.Next();
    }

    /// <summary>The beginning of what is there and the end of another.</summary>
    private void Splice(byte[] other, ref FuzzRandom random)
    {
        length = random.Below(length + 1);
        Append(other.AsSpan(random.Below(other.Length + 1)));
    }

    private int Remove(int place, int count)
    {
        bytes.AsSpan((place + count)..length).CopyTo(bytes.AsSpan(place));
        return length - count;
    }

    private void Insert(int place, int count)
    {
        count = Math.Min(count, MaximumBytes - length);
        bytes.AsSpan(place..length).CopyTo(bytes.AsSpan(place + count));
        length += count;
    }

    private void Repeat(int place, int count)
    {
        if (length + count <= MaximumBytes)
            Insert(place + count, count);
        bytes.AsSpan(place, Math.Min(count, length - place - count)).CopyTo(bytes.AsSpan(place + count));
    }

    /// <summary>Puts a varint where one may stand.</summary>
    private void EditLength(int place, ulong value)
    {
        var end = place;
        while (end < length - 1 && bytes[end] >= 0x80)
            end++;
        length = Remove(place, end + 1 - place);
        do
        {
            if (length == MaximumBytes)
                return;
            Insert(place, 1);
            bytes[place++] = (byte)(value >= 0x80 ? value | 0x80 : value);
        }
        while ((value >>= 7) != 0);
    }
}
