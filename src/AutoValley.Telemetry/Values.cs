namespace AutoValley.Telemetry;

/// <summary>The values of one signal in a row, all of one type.</summary>
public abstract class Values
{
    private protected Values(SignalType type) => Type = type;

    /// <summary>Their type, which says what T of <see cref="Values{T}"/> this is.</summary>
    public SignalType Type { get; }

    /// <summary>How many.</summary>
    public abstract int Count { get; }

    /// <summary>Values <paramref name="start"/> … <paramref name="start"/> + <paramref name="count"/> - 1, not copied.</summary>
    public abstract Values Slice(int start, int count);

    /// <summary>Doubles over the memory given.</summary>
    public static Values<double> Of(ReadOnlyMemory<double> items) => new(SignalType.Double, items);

    /// <summary>Integers over the memory given.</summary>
    public static Values<long> Of(ReadOnlyMemory<long> items) => new(SignalType.Integer, items);

    /// <summary>Booleans over the memory given.</summary>
    public static Values<bool> Of(ReadOnlyMemory<bool> items) => new(SignalType.Boolean, items);

    /// <summary>Texts over the memory given.</summary>
    public static Values<string> Of(ReadOnlyMemory<string> items) => new(SignalType.Text, items);
}

/// <summary>The values of one signal: T is double, long, bool or string.</summary>
public sealed class Values<T> : Values
{
    internal Values(SignalType type, ReadOnlyMemory<T> items)
        : base(type) => Items = items;

    /// <summary>The values.</summary>
    public ReadOnlyMemory<T> Items { get; }

    /// <inheritdoc/>
    public override int Count => Items.Length;

    /// <inheritdoc/>
    public override Values Slice(int start, int count) => new Values<T>(Type, Items.Slice(start, count));
}
