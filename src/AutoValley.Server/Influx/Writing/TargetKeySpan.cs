namespace AutoValley.Server.Influx.Writing;

/// <summary>A <see cref="TargetKey"/> that is looked for, without a copy.</summary>
internal readonly ref struct TargetKeySpan(string? organisation, ReadOnlySpan<byte> key)
{
    /// <summary>Of the database; null for that of all.</summary>
    public string? Organisation { get; } = organisation;

    /// <summary>Measurement and tags as they came.</summary>
    public ReadOnlySpan<byte> Key { get; } = key;
}
