using System.Collections.Frozen;

namespace AutoValley.Server.Live;

/// <summary>What of a batch a subscriber gets, and how. Those with equal ones get the same bytes.</summary>
/// <param name="signals">Names; none for all.</param>
/// <param name="encoded">Whether columns go as they came, else plain.</param>
internal sealed class LiveFilter(IEnumerable<string> signals, bool encoded) : IEquatable<LiveFilter>
{
    private readonly FrozenSet<string> signals = signals.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether columns go as they came.</summary>
    public bool Encoded => encoded;

    /// <summary>Whether the signal goes at all.</summary>
    public bool Wants(string signal) => signals.Count == 0 || signals.Contains(signal);

    /// <inheritdoc/>
    public bool Equals(LiveFilter? other) =>
        other is not null && (ReferenceEquals(this, other) || (encoded == other.Encoded && signals.SetEquals(other.signals)));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LiveFilter);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        signals.Aggregate(HashCode.Combine(encoded, signals.Count), (hash, signal) => hash ^ StringComparer.Ordinal.GetHashCode(signal));
}
