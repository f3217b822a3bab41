using AutoValley.Telemetry;

namespace AutoValley.Edge.Collecting.Conditions;

/// <summary>The newest value of each signal that a condition names, by arrival; a value of no type where none came yet.</summary>
internal sealed class NewestValues
{
    private readonly Dictionary<string, int> slots = new(StringComparer.Ordinal);
    private readonly List<SampleValue> values = [];

    /// <summary>Values by slot.</summary>
    public SampleValue this[int slot]
    {
        get => values[slot];
        set => values[slot] = value;
    }

    /// <summary>The slot of a signal, made at first use.</summary>
    public int SlotOf(string signal)
    {
        if (slots.TryGetValue(signal, out var slot))
            return slot;
        slots.Add(signal, values.Count);
        values.Add(default);
        return values.Count - 1;
    }

    /// <summary>The slot of a signal; -1 when no condition names it.</summary>
    public int Find(string signal) => slots.GetValueOrDefault(signal, -1);
}
