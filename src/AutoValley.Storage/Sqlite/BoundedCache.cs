using System.Diagnostics.CodeAnalysis;

namespace AutoValley.Storage.Sqlite;

/// <summary>
/// Keeps what was used last, up to a number of bytes. What was read before a change and comes after it is not taken: a reader asks for
/// <see cref="Version"/> before it reads and gives it along. Safe for concurrent use.
/// </summary>
internal sealed class BoundedCache<TKey, TValue>(long maximumBytes)
    where TKey : notnull
{
    private readonly Lock gate = new();
    private readonly Dictionary<TKey, LinkedListNode<Entry>> entries = [];
    private readonly LinkedList<Entry> used = new();
    private long bytes;
    private long version;
    private long hits;
    private long misses;

    /// <summary>Counts the changes.</summary>
    public long Version => Volatile.Read(ref version);

    /// <summary>What it was good for since it was made.</summary>
    public CacheStatistics Statistics
    {
        get
        {
            lock (gate)
                return new CacheStatistics(hits, misses, bytes);
        }
    }

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (gate)
        {
            value = default;
            if (!entries.TryGetValue(key, out var node))
            {
                misses++;
                return false;
            }
            hits++;
            used.Remove(node);
            used.AddLast(node);
            value = node.Value.Value;
            return true;
        }
    }

    /// <summary>Keeps a value as of a version, if nothing changed since.</summary>
    public void Add(TKey key, TValue value, long size, long asOf)
    {
        lock (gate)
        {
            if (asOf != version || size > maximumBytes || entries.ContainsKey(key))
                return;
            entries.Add(key, used.AddLast(new Entry(key, value, size)));
            bytes += size;
            while (bytes > maximumBytes)
                Remove(used.First!);
        }
    }

    /// <summary>Keeps another form of a value in its place, if it is still there.</summary>
    public void Replace(TKey key, TValue value, long size)
    {
        lock (gate)
        {
            if (!entries.TryGetValue(key, out var node))
                return;
            bytes += size - node.Value.Size;
            node.Value = new Entry(key, value, size);
            while (bytes > maximumBytes)
                Remove(used.First!);
        }
    }

    /// <summary>These values changed.</summary>
    public void Drop(IEnumerable<TKey> keys)
    {
        lock (gate)
        {
            version++;
            foreach (var key in keys)
            {
                if (entries.TryGetValue(key, out var node))
                    Remove(node);
            }
        }
    }

    /// <summary>The values of all keys that the test holds for changed.</summary>
    public void Drop(Func<TKey, bool> changed)
    {
        lock (gate)
        {
            version++;
            foreach (var node in entries.Values.Where(node => changed(node.Value.Key)).ToArray())
                Remove(node);
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        used.Remove(node);
        entries.Remove(node.Value.Key);
        bytes -= node.Value.Size;
    }

    private sealed record Entry(TKey Key, TValue Value, long Size);
}
