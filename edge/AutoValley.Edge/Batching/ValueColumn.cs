using AutoValley.Telemetry;

namespace AutoValley.Edge.Batching;

/// <summary>The values of one signal in the open batch. It grows and is used again.</summary>
internal abstract class ValueColumn
{
    /// <summary>Adds a value of the column's type.</summary>
    public abstract void Add(in SampleValue value);

    /// <summary>The values, not copied: valid until <see cref="Clear"/>.</summary>
    public abstract Values ToValues();

    /// <summary>Empties it; the memory stays.</summary>
    public abstract void Clear();

    /// <summary>An empty column for values of a type.</summary>
    public static ValueColumn Of(SignalType type) => type switch
    {
        SignalType.Double => new ValueColumn<double>(value => value.Double, items => Values.Of(items)),
        SignalType.Integer => new ValueColumn<long>(value => value.Integer, items => Values.Of(items)),
        SignalType.Boolean => new ValueColumn<bool>(value => value.Boolean, items => Values.Of(items)),
        SignalType.Text => new ValueColumn<string>(value => value.Text, items => Values.Of(items)),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "no such type"),
    };
}

/// <inheritdoc/>
internal sealed class ValueColumn<T>(Func<SampleValue, T> read, Func<ReadOnlyMemory<T>, Values> wrap) : ValueColumn
{
    private readonly Buffer<T> items = new();

    public override void Add(in SampleValue value) => items.Add(read(value));

    public override Values ToValues() => wrap(items.Items);

    public override void Clear() => items.Clear();
}
