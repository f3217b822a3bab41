namespace AutoValley.Edge.Sources.Dbc;

/// <summary>A signal whose raw value chooses a set of signals: a sorted table of value ranges.</summary>
internal sealed class Multiplexer
{
    private readonly SignalDecoder selector;
    private readonly long[] lasts;
    private readonly SignalSet?[] sets;

    /// <param name="selector">The multiplexing signal.</param>
    /// <param name="choices">All signals that it chooses from.</param>
    /// <param name="setOf">Gives the set of some of them.</param>
    public Multiplexer(SignalDecoder selector, SignalDecoder[] choices, Func<SignalDecoder[], SignalSet> setOf)
    {
        this.selector = selector;
        // A value that VAL_ names is known even when it chooses nothing.
        var named = selector.Signal.ValueNames.Where(name => name.Value.Integer is not null)
            .Select(name => new DbcValueRange(name.Value.Integer!.Value, name.Value.Integer.Value)).ToArray();
        // Between two neighbouring ends the same signals are carried.
        var ends = choices.SelectMany(choice => choice.Signal.MultiplexerValues).Concat(named)
            .SelectMany(range => range.First == long.MinValue ? [range.Last] : new[] { range.First - 1, range.Last })
            .Append(long.MaxValue).Distinct().Order();
        lasts = [.. ends];
        sets = [.. lasts.Select(last => SetAt(last, choices, named, setOf))];
    }

    /// <summary>Bytes that a CAN frame must have to carry the multiplexing signal.</summary>
    public int EndByte => selector.Signal.EndByte;

    /// <summary>The set that the signal's value chooses; null when the value chooses none.</summary>
    public SignalSet? Find(ReadOnlySpan<byte> padded)
    {
        var value = (long)selector.Raw(padded);
        var (low, high) = (0, lasts.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (lasts[middle] < value)
                low = middle + 1;
            else
                high = middle;
        }
        return sets[low];
    }

    private static SignalSet? SetAt(long value, SignalDecoder[] choices, DbcValueRange[] named, Func<SignalDecoder[], SignalSet> setOf)
    {
        var carried = Array.FindAll(choices, choice => choice.Signal.MultiplexerValues.Any(range => range.Contains(value)));
        return carried.Length > 0 || Array.Exists(named, range => range.Contains(value)) ? setOf(carried) : null;
    }
}
