namespace AutoValley.Telemetry.Tests;

/// <summary>Breaks bytes the way transport, disks and attackers do.</summary>
internal static class Mutation
{
    private static readonly byte[] Telling = [0x00, 0x01, 0x7F, 0x80, 0xC0, 0xFE, 0xFF];

    public static byte[] Of(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var changes = random.Next(1, 4); changes > 0 && bytes.Count > 0; changes--)
            Change(bytes, random);
        return [.. bytes];
    }

    private static void Change(List<byte> bytes, Random random)
    {
        // Headers are at the start: half of the changes fall there.
        var place = random.Next(2) == 0 ? random.Next(Math.Min(bytes.Count, 16)) : random.Next(bytes.Count);
        switch (random.Next(6))
        {
            case 0:
                bytes[place] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[place] = Telling[random.Next(Telling.Length)];
                break;
            case 2:
                bytes[place] = (byte)random.Next(256);
                break;
            case 3:
                bytes.RemoveRange(place, random.Next(bytes.Count - place + 1));
                break;
            case 4:
                bytes.Insert(place, (byte)random.Next(256));
                break;
            default:
                bytes.AddRange(bytes.GetRange(place, Math.Min(bytes.Count - place, random.Next(1, 9))));
                break;
        }
    }
}
