namespace AutoValley.Server.Influx.Writing;

/// <summary>Compares keys by what they are, and finds them without a copy. The hash is seeded, so that nobody can choose keys that share one.</summary>
internal sealed class TargetKeys : IEqualityComparer<TargetKey>, IAlternateEqualityComparer<TargetKeySpan, TargetKey>
{
    public static TargetKeys Instance { get; } = new();

    public bool Equals(TargetKey one, TargetKey other) => Equals(Span(one), other);

    public int GetHashCode(TargetKey key) => GetHashCode(Span(key));

    public bool Equals(TargetKeySpan alternate, TargetKey other) => alternate.Organisation == other.Organisation && alternate.Key.SequenceEqual(other.Key);

    public int GetHashCode(TargetKeySpan key)
    {
        var hash = new HashCode();
        hash.Add(key.Organisation);
        hash.AddBytes(key.Key);
        return hash.ToHashCode();
    }

    public TargetKey Create(TargetKeySpan alternate) => new(alternate.Organisation, alternate.Key.ToArray());

    private static TargetKeySpan Span(TargetKey key) => new(key.Organisation, key.Key);
}
