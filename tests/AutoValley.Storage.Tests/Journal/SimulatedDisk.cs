using AutoValley.Storage.Journal;

namespace AutoValley.Storage.Tests.Journal;

/// <summary>What goes wrong with an operation.</summary>
internal enum Fault
{
    None,

    /// <summary>It fails and changes nothing.</summary>
    Fails,

    /// <summary>A write gets half of its bytes down and fails.</summary>
    Half,

    /// <summary>The machine stops before it.</summary>
    Crash,
}

/// <summary>
/// A folder that knows which writes a sync made durable. <see cref="Decide"/> sees each operation before it is done;
/// <see cref="AfterCrash"/> gives what a machine that stopped may find: of what was not synced any part, in any order.
/// </summary>
internal sealed class SimulatedDisk : IJournalFiles
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, SimulatedFile> files;
    private readonly Dictionary<string, SimulatedFile> durableFiles;
    private int operations;
    private bool crashed;

    public SimulatedDisk()
        : this([])
    {
    }

    private SimulatedDisk(Dictionary<string, SimulatedFile> files) => (this.files, durableFiles) = (files, new(files));

    /// <summary>What happens to an operation, by its number from 1 and its name.</summary>
    public Func<int, string, Fault> Decide { get; set; } = (_, _) => Fault.None;

    public int Operations => operations;

    public bool HasCrashed => crashed;

    public IReadOnlyList<string> List(string extension) => Do("list", () => files.Keys.Where(name => name.EndsWith(extension, StringComparison.Ordinal)).Order().ToArray());

    /// <summary>Room for the journal beside the reserve.</summary>
    public long SpareBytes { get; set; } = long.MaxValue;

    public IJournalFile Create(string name, long preallocate) => Do("create", () => new Handle(this, files[name] = new SimulatedFile(new byte[preallocate])));

    public IJournalFile Open(string name) => Do(
        "open", () => new Handle(this, files.GetValueOrDefault(name) ?? throw new FileNotFoundException($"{name} is not there")));

    public IJournalFile OpenRead(string name) => Open(name);

    public void Delete(string name) => Do("delete", () => files.Remove(name));

    public void SyncFolder() => Do("sync folder", () =>
    {
        durableFiles.Clear();
        foreach (var (name, file) in files)
            durableFiles[name] = file;
        return true;
    });

    /// <summary>The bytes of a file as a reader sees them.</summary>
    public byte[] this[string name] => files[name].Visible;

    public IReadOnlyCollection<string> Names => files.Keys;

    /// <summary>The folder after the process was killed: what it wrote is there.</summary>
    public SimulatedDisk AfterKill()
    {
        lock (gate)
            return new SimulatedDisk(files.ToDictionary(entry => entry.Key, entry => new SimulatedFile(entry.Value.Visible)));
    }

    /// <summary>The folder after the machine stopped.</summary>
    public SimulatedDisk AfterCrash(Random random)
    {
        lock (gate)
        {
            Dictionary<string, SimulatedFile> left = [];
            foreach (var name in files.Keys.Union(durableFiles.Keys))
            {
                var (now, durable) = (files.GetValueOrDefault(name), durableFiles.GetValueOrDefault(name));
                if ((now == durable || random.Next(2) == 0 ? now : durable) is { } file)
                    left[name] = new SimulatedFile(file.AfterCrash(random));
            }
            return new SimulatedDisk(left);
        }
    }

    private T Do<T>(string name, Func<T> work, Action? half = null)
    {
        lock (gate)
        {
            var fault = crashed ? Fault.Crash : Decide(++operations, name);
            crashed |= fault == Fault.Crash;
            if (fault == Fault.None)
                return work();
            if (fault == Fault.Half)
                half?.Invoke();
            throw new IOException(fault == Fault.Crash ? "the machine stopped" : $"{name}: No space left on device");
        }
    }

    private sealed class Handle(SimulatedDisk disk, SimulatedFile file) : IJournalFile
    {
        public long Length => file.Visible.Length;

        public int Read(Span<byte> buffer, long offset)
        {
            var bytes = disk.Do("read", () => file.Visible).AsSpan((int)offset);
            var count = Math.Min(bytes.Length, buffer.Length);
            bytes[..count].CopyTo(buffer);
            return count;
        }

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            var copy = bytes.ToArray();
            disk.Do("write", () => file.Write(copy, offset), () => file.Write(copy[..(copy.Length / 2)], offset));
        }

        public void SetLength(long length) => disk.Do("set length", () => file.SetLength(length));

        public void Sync() => disk.Do("sync", file.Sync);

        public void Dispose()
        {
        }
    }
}

/// <summary>The bytes of a file now, and how they came from what was last synced.</summary>
internal sealed class SimulatedFile(byte[] bytes)
{
    private readonly List<Func<byte[], Random?, byte[]>> unsynced = [];
    private byte[] durable = bytes;

    public byte[] Visible { get; private set; } = bytes;

    public bool Write(byte[] written, long offset) => Change((file, random) =>
    {
        // A torn write leaves some of its sectors as they were.
        var result = file.Length >= offset + written.Length ? (byte[])file.Clone() : [.. file, .. new byte[offset + written.Length - file.Length]];
        for (var start = 0; start < written.Length; start += 512)
        {
            if (random is null || random.Next(2) == 0)
                written.AsSpan(start, Math.Min(512, written.Length - start)).CopyTo(result.AsSpan((int)offset + start));
        }
        return result;
    });

    public bool SetLength(long length) => Change((file, random) =>
        random is not null && random.Next(2) == 0 ? file : [.. file.Take((int)length), .. new byte[Math.Max(0, length - file.Length)]]);

    public bool Sync()
    {
        durable = Visible;
        unsynced.Clear();
        return true;
    }

    public byte[] AfterCrash(Random random) => unsynced.Aggregate(durable, (file, change) => random.Next(3) == 0 ? file : change(file, random));

    private bool Change(Func<byte[], Random?, byte[]> change)
    {
        unsynced.Add(change);
        Visible = change(Visible, null);
        return true;
    }
}
