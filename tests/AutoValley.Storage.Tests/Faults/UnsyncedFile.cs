namespace AutoValley.Storage.Tests.Faults;

/// <summary>What a file held when it was last synced, and what was done to it since.</summary>
internal sealed class UnsyncedFile(byte[] durable)
{
    private const int Sector = 512;

    // Bytes at an offset; without bytes, a new length.
    private readonly List<(long Offset, byte[]? Bytes)> changes = [];

    public void Write(long offset, byte[] bytes) => changes.Add((offset, bytes));

    public void SetLength(long length) => changes.Add((length, null));

    public void Sync()
    {
        durable = changes.Aggregate(durable, (file, change) => Apply(file, change, null));
        changes.Clear();
    }

    /// <summary>What a machine that lost its power may find: any of the changes, each whole, in part or not at all.</summary>
    public byte[] AfterPowerLoss(Random random) =>
        changes.Aggregate(durable, (file, change) => random.Next(3) == 0 ? file : Apply(file, change, random));

    private static byte[] Apply(byte[] file, (long Offset, byte[]? Bytes) change, Random? random)
    {
        if (change.Bytes is not { } bytes)
        {
            Array.Resize(ref file, (int)change.Offset);
            return file;
        }
        var result = new byte[Math.Max(file.Length, change.Offset + bytes.Length)];
        file.CopyTo(result, 0);
        for (var start = 0; start < bytes.Length; start += Sector)
        {
            if (random is null || random.Next(2) == 0)
                bytes.AsSpan(start, Math.Min(Sector, bytes.Length - start)).CopyTo(result.AsSpan((int)change.Offset + start));
        }
        return result;
    }
}
