using System.Runtime.CompilerServices;

namespace AutoValley.Edge.Batching;

/// <summary>An array that grows as items come and keeps its memory when emptied.</summary>
internal sealed class Buffer<T>
{
    private T[] items = new T[8];

    public int Count { get; private set; }

    /// <summary>The items, not copied.</summary>
    public ReadOnlyMemory<T> Items => items.AsMemory(0, Count);

    public void Add(T item)
    {
        if (Count == items.Length)
            Array.Resize(ref items, items.Length * 2);
        items[Count++] = item;
    }

    public void Clear()
    {
        // Texts must not be kept alive by an empty buffer.
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            Array.Clear(items, 0, Count);
        Count = 0;
    }
}
